"""This tree as somebody installs it: a copy of what is packaged, a wheel of it, and what a run there needs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

__all__ = ["build", "copy_source", "environment", "free_ports"]

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("src", "journeys", "steps", "fixtures")
FILES = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE")


def copy_source(into: Path) -> Path:
    """What is packaged, without what earlier builds left beside it."""
    beside = shutil.ignore_patterns("__pycache__", "*.egg-info", "node_modules")
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, into / folder, ignore=beside)
    for file in FILES:
        shutil.copy(ROOT / file, into / file)
    return into


def build(kind: str, source: Path) -> Path:
    """The sdist or wheel of a source tree, in its dist/."""
    command = f"from setuptools import build_meta; build_meta.build_{kind}('dist')"
    built = subprocess.run(
        [sys.executable, "-c", command], cwd=source, capture_output=True, text=True, check=False, timeout=300
    )
    assert built.returncode == 0, built.stdout + built.stderr
    [made] = (source / "dist").glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return made


def environment(**more: str) -> dict[str, str]:
    """That of a person's shell, with ports that nobody else uses."""
    names = ("SERVICE_PORT", "NORTHBANK_PORT", "SMTP_PORT", "POSTBOX_PORT")
    ports = dict(zip(names, map(str, free_ports(len(names))), strict=True))
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PIP_"))}
    return outside | ports | more


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    open_ports = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in open_ports]
    for one in open_ports:
        one.close()
    return ports
