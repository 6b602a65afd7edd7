"""The pytest plugin. Every pytest run on the machine loads this file: it stays idle, and imports nothing, elsewhere."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from pathlib import Path

import pytest

from tellonce.runner.project import find_project

__all__: list[str] = []

_NOT_ENTERED = frozenset({"node_modules", "__pycache__", "build", "dist", "venv"})

_STOOD_UPON = frozenset({"tellonce", "anyio", "faker", "platformdirs", "xdist"})
"""Tellonce, and what it is made with that brings a plugin too. None of their asserts tells a user anything."""


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """The flags of a run; `tellonce run` passes its own on as these."""
    _leave_our_asserts_alone(pluginmanager)
    group = parser.getgroup("tellonce", "journeys (Tellonce)")
    group.addoption("--tellonce-persona", metavar="NAME", help="only journeys of this persona")
    group.addoption("--tellonce-touchpoint", metavar="NAME", help="ask only this touchpoint")
    group.addoption(
        "--tellonce-tags", metavar="EXPRESSION", help='only scenarios with these tags, such as "@post and not @slow"'
    )
    group.addoption("--tellonce-seed", metavar="TEXT", help="embody the same customers as an earlier run")
    group.addoption("--tellonce-headed", action="store_true", default=False, help="show the browser")
    group.addoption("--tellonce-run", metavar="ID", help="name of the run's folder under reports/")


def _leave_our_asserts_alone(pluginmanager: pytest.PytestPluginManager) -> None:
    """pytest rewrites every module of a package that brings a plugin: hundreds, in each worker, for nothing."""
    hook = getattr(pluginmanager, "rewrite_hook", None)
    must: set[str] = getattr(hook, "_must_rewrite", set())
    must -= _STOOD_UPON
    getattr(hook, "_marked_for_rewrite_cache", {}).clear()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> Generator[None, object, object]:
    """Keep the scenarios of a file on one worker, so that hooks of a feature run once. `--dist` overrules it."""
    if getattr(config.option, "numprocesses", None) and config.option.dist == "no" and _asked(config):
        config.option.dist = "loadfile"
    return (yield)


def pytest_configure(config: pytest.Config) -> None:
    """Wake up when the arguments hold a feature file of a Tellonce project."""
    asked = _asked(config)
    if asked is not None:
        from tellonce.runner.pytest_session import JourneySession  # noqa: PLC0415 - imports behave

        project, paths = asked
        config.pluginmanager.register(JourneySession(config, project, paths), "tellonce-journeys")


def _asked(config: pytest.Config) -> tuple[Path, list[Path]] | None:
    """(the project, the arguments with features in them), or None."""
    here = config.invocation_params.dir
    paths = [here / argument.partition("::")[0] for argument in config.args]
    for path in paths:
        project = find_project(path if path.is_dir() else path.parent)
        if project is not None:
            asked = [path for path in paths if _has_feature(path)]
            return (project, asked) if asked else None
    return None


def _has_feature(path: Path) -> bool:
    return path.suffix == ".feature" or any(_features_under(path))


def _features_under(path: Path) -> Iterable[str]:
    for _, folders, files in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _NOT_ENTERED]
        yield from (name for name in files if name.endswith(".feature"))
