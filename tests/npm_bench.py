"""Installs what a test needs from npm, by its lockfile and once for many test runs."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from servers import absent

__all__ = ["install_from_npm"]


def install_from_npm(source: Path, files: Sequence[str], cache: Path, *, what: str) -> Path:
    """A folder with these files of `source` and the packages that they name, the same for the same files.

    cache: kept from one test run to the next.  what: how it is called where it cannot be had.
    Skips, or fails where servers are required, without Node, npm or a registry.
    """
    missing = [command for command in ("node", "npm") if shutil.which(command) is None]
    if missing:
        absent(f"{what} needs {' and '.join(missing)}")
    said = b"".join((source / name).read_bytes() for name in files)
    folder = cache / hashlib.sha256(said).hexdigest()[:16]
    if folder.is_dir():
        return folder
    # Beside it first, so that an installation that was cut off is never taken for a whole one.
    making = Path(tempfile.mkdtemp(dir=cache))
    for name in files:
        shutil.copy(source / name, making)
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    done = subprocess.run(
        [shutil.which("npm") or "npm", "ci", *quiet],
        cwd=making,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        shutil.rmtree(making)
        absent(f"npm cannot install {what}: {done.stderr.strip().splitlines()[-1:]}")
    try:
        making.rename(folder)
    except OSError:  # another worker was quicker
        shutil.rmtree(making)
    return folder
