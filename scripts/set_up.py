"""Sets up everything `make run` and `make test` need, and does nothing when it is there already.

Standard library only, for it runs before anything is installed.  Steps: a virtual environment in .venv, the
dependencies, the report's app where Node is there to build it, and a Chromium: one already installed, else the
system's package, else Playwright's own download.
"""

from __future__ import annotations

import compileall
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "set-up-for"
APP = ROOT / "src" / "tellonce" / "report" / "app"
BUILT = APP.parent / "html" / "app.js"
BROWSERS = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
PACKAGES = ("chromium-headless-shell", "chromium")  # the first shows no window, and does half the work
OLDEST = (3, 11)


def main() -> int:
    """0 when all is there; otherwise 1, with what to install."""
    if sys.version_info < OLDEST:
        return sorry(
            f"Python {sys.version.split()[0]} is too old",
            "install Python 3.11 or newer, then: make PYTHON=python3.11 run",
        )
    if not STAMP.exists() or STAMP.read_text() != fingerprint():
        failed = make_environment()
        if failed:
            return failed
        STAMP.write_text(fingerprint())
    # Where Python is told to write no bytecode, every start would compile the whole project again.
    for folder in ("src", "fixtures"):
        compileall.compile_dir(ROOT / folder, quiet=2)
    return build_app() or find_browser()


def build_app() -> int:
    """The report's app, built again where its sources changed. Without it a report has its first page only."""
    sources = [path for path in APP.rglob("*") if path.is_file() and "node_modules" not in path.parts]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(sources))).hexdigest()
    stamp = APP / "node_modules" / "built-for"
    if BUILT.exists() and stamp.exists() and stamp.read_text() == digest:
        return 0
    if not shutil.which("npm") and not install_node():
        say("there is no Node, so reports will have their first page only; install Node 18 or newer for the others")
        return 0
    say("building the report's app (some seconds, when its sources change)")
    for arguments in (["ci", "--no-audit", "--no-fund", "--loglevel=error"], ["run", "--silent", "build"]):
        if subprocess.run([shutil.which("npm") or "npm", *arguments], cwd=APP, check=False).returncode:
            return sorry("the report's app could not be built", "check that npm's registry can be reached")
    stamp.write_text(digest)
    return 0


def install_node() -> bool:
    """Node from the system's packages; False where that cannot be."""
    apt = shutil.which("apt-get")
    if not apt or getattr(os, "geteuid", lambda: 1)() != 0:
        return False
    say("installing Node from the system's packages (a minute, once)")
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run([apt, "update", "-qq"], check=False, **quiet)
    subprocess.run([apt, "install", "-y", "-qq", "nodejs", "npm"], check=False, **quiet)
    return shutil.which("npm") is not None


def fingerprint() -> str:
    """What the environment depends on: the declared dependencies and this Python."""
    declared = (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(declared + sys.version.encode() + str(ROOT).encode()).hexdigest()


def make_environment() -> int:
    """The virtual environment with the project, editable, and the tools of its tests."""
    say("making a virtual environment in .venv")
    fresh = ["--clear"] if not python().exists() else []
    made = subprocess.run([sys.executable, "-m", "venv", *fresh, str(VENV)], check=False)
    if made.returncode:
        return sorry(
            "a virtual environment could not be made", "install Python's venv (Debian: apt-get install python3-venv)"
        )
    say("installing the dependencies (a minute or two, once)")
    pip = [str(python()), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    for arguments in (["install", "--upgrade", "pip>=25.1"], ["install", "-e", ".[northbank]", "--group", "dev"]):
        if subprocess.run([*pip, *arguments], cwd=ROOT, check=False).returncode:
            return sorry("the dependencies could not be installed", "check that the package index can be reached")
    return 0


def python() -> Path:
    """The environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def find_browser() -> int:
    """A Chromium that can be started, installed if need be."""
    if os.environ.get("TELLONCE_BROWSER") or any(map(shutil.which, BROWSERS)) or playwrights_own():
        return 0
    apt = shutil.which("apt-get")
    if apt and getattr(os, "geteuid", lambda: 1)() == 0:
        say("installing Chromium from the system's packages (a minute, once)")
        quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        subprocess.run([apt, "update", "-qq"], check=False, **quiet)
        for package in PACKAGES:
            subprocess.run([apt, "install", "-y", "-qq", package], check=False, **quiet)
            if any(map(shutil.which, BROWSERS)):
                return 0
    say("downloading Playwright's Chromium")
    if subprocess.run([str(python()), "-m", "playwright", "install", "chromium"], check=False).returncode == 0:
        return 0
    return sorry(
        "there is no Chromium, and none could be installed",
        "install one (Debian: apt-get install chromium), or set TELLONCE_BROWSER to one",
    )


def playwrights_own() -> bool:
    """Whether Playwright has downloaded its Chromium before."""
    asked = (
        "from playwright.sync_api import sync_playwright as s\n"
        "with s() as p: import os, sys; sys.exit(not os.path.exists(p.chromium.executable_path))"
    )
    return subprocess.run([str(python()), "-c", asked], check=False, capture_output=True).returncode == 0


def say(text: str) -> None:
    """Progress, on stderr."""
    print(f"set-up: {text}", file=sys.stderr, flush=True)


def sorry(what: str, then: str) -> int:
    """Failure: what happened, and what to do."""
    print(f"set-up failed: {what}\n  next  {then}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
