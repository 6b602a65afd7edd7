"""Makes a new project: a small one with a practice service, or the example that comes along."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined

import tellonce
from tellonce.authoring.beginning import THINGS, Thing
from tellonce.authoring.editor import settings_of_vs_code
from tellonce.model.errors import Place, Problem, UsageProblem

__all__ = ["EXAMPLES", "Start", "example_files", "project_files", "write_project"]

EXAMPLES = ("northbank",)
_FOLDERS = ("journeys", "steps", "fixtures")
_PORT = 8085
_LOCAL = ("127.0.0.1", "localhost")
_ENDING = ".j2"
_MOST_SHOWN = 3
_NEVER = ("__pycache__", ".DS_Store")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How a project begins. url: where its service is; the practice service takes its place there if it can."""

    name: str = "Practice"
    url: str = f"http://127.0.0.1:{_PORT}"
    thing: Thing = THINGS[0]

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[^\W_][\w .,&'()+-]{0,59}", self.name):
            hint = "use letters, digits, blanks and . , & ' ( ) + -, sixty at most"
            raise UsageProblem(Problem(what=f"a service cannot be called '{self.name}' here", hint=hint))
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or _port(self.url) is None:
            what = f"'{self.url}' is no address of a service"
            raise UsageProblem(Problem(what=what, hint="write it as http://127.0.0.1:8085"))
        if parts.username or parts.password:  # it is written into files that are committed
            what = (
                "the service's address holds a user name or a password, and would be written into the project's files"
            )
            raise UsageProblem(Problem(what=what, hint="leave it out; how customers sign in is said in steps/"))

    @property
    def practised_at(self) -> tuple[str, int]:
        """Host and port of the practice service: those of the address where it is on this machine."""
        parts = urlsplit(self.url)
        here = parts.scheme == "http" and parts.hostname in _LOCAL and not parts.path.strip("/")
        return (parts.hostname or "", _port(self.url) or 80) if here else (_LOCAL[0], _PORT)

    @property
    def own_url(self) -> str:
        """The address of a service that is not on this machine, "" where the practice service stands for it."""
        parts = urlsplit(self.url)
        return "" if parts.hostname == self.practised_at[0] and _port(self.url) == self.practised_at[1] else self.url


def _port(url: str) -> int | None:
    """The port, 0 where none is written, None for one that cannot be."""
    try:
        return urlsplit(url).port or 0
    except ValueError:
        return None


def project_files(start: Start) -> dict[str, bytes]:
    """Path from the project -> content, of a small project with one journey that is kept and one that is broken."""
    host, port = start.practised_at
    words = {"name": start.name, "thing": start.thing, "host": host, "port": port, "own_url": start.own_url}
    return _common("tellonce") | _rendered("own", **words)


def example_files(name: str) -> dict[str, bytes]:
    """Path from the project -> content, of an example. Raises UsageProblem for one that does not exist."""
    if name not in EXAMPLES:
        raise UsageProblem(Problem(what=f"there is no example '{name}'", bad=name, valid=EXAMPLES))
    source = _source_of(name)
    found = {
        f"{folder}/{path}": content for folder in _FOLDERS for path, content in _copied(source.joinpath(folder)).items()
    }
    return found | _common(f'"tellonce[{name}]"') | _rendered(name)


def _common(requirement: str) -> dict[str, bytes]:
    """What every project has. requirement: as pip takes it."""
    settings = json.dumps(settings_of_vs_code(), indent=2) + "\n"
    return _rendered("common", requirement=requirement) | {".vscode/settings.json": settings.encode()}


def write_project(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write every file, or none. Raises UsageProblem when one would take the place of a file that is there."""
    taken = [path for path in sorted(files) if (folder / path).exists()]
    in_the_way = [(path, "this file is in the way") for path in taken]
    in_the_way += [(path, "a file stands where a folder must be") for path in sorted(files) if _blocked(folder, path)]
    if in_the_way:
        hint = "nothing was written: begin in an empty folder, such as tellonce init journeys-of-ours"
        shown = in_the_way[:_MOST_SHOWN]
        if len(in_the_way) > len(shown):
            hint = f"{len(in_the_way) - len(shown)} more are in the way; {hint}"
        raise UsageProblem(
            Problem(what=what, place=Place(file=str(folder / path)), hint=hint if path == shown[-1][0] else None)
            for path, what in shown
        )
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _blocked(folder: Path, path: str) -> bool:
    above = [folder, *(folder / parent for parent in Path(path).parents)]
    return any(one.exists() and not one.is_dir() for one in above)


def _source_of(example: str) -> Traversable:
    """Where the example lies: in the installed package or, in a checkout of Tellonce, at its top."""
    packaged = files("tellonce").joinpath("examples", example)
    if packaged.is_dir():
        return packaged
    checkout = Path(tellonce.__file__).resolve().parents[2]
    if (checkout / "fixtures" / example).is_dir():
        return checkout
    raise UsageProblem(Problem(what=f"the example '{example}' did not come along", hint="install Tellonce again"))


def _copied(folder: Traversable) -> dict[str, bytes]:
    return {path: file.read_bytes() for path, file in _files_in(folder)}


def _files_in(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.name in _NEVER:
            continue
        if one.is_dir():
            yield from _files_in(one, f"{above}{one.name}/")
        else:
            yield f"{above}{one.name}", one


def _rendered(which: str, **words: object) -> dict[str, bytes]:
    # Square brackets, because YAML, Gherkin and the pipelines of CI have braces of their own.
    environment = Environment(
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
        comment_start_string="[#",
        comment_end_string="#]",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - what is made is no HTML
    )
    found = files("tellonce.authoring").joinpath("starter", which)
    return {
        _as_named(path): environment.from_string(file.read_text(encoding="utf-8")).render(**words).encode()
        for path, file in _files_in(found)
    }


def _as_named(path: str) -> str:
    """Names that begin with a dot are not packaged everywhere, so they are kept as dot_…."""
    return re.sub(r"(^|/)dot_", r"\1.", path.removesuffix(_ENDING))
