"""Which functions of steps/ mean something else than before: by what each definition says, and what it uses.

Comments, blank lines and where a thing stands in its file change nothing. What cannot be told by name (a call at the
top of a file, such as choice(...)) may change everything.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tellonce.model.errors import UsageProblem
from tellonce.project.yaml_file import YamlFile, read_yaml
from tellonce.runner.on_save.attached import attached_in, content_of

__all__ = ["Definitions", "StepsFile", "changed_definitions", "read_steps"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsFile:
    """One file under steps/, by its top-level names.

    said: name -> its definition, without positions.  uses: name -> the names that occur in it.
    lines: (first line, last line, name), decorators included.  loose: statements that define no name.
    imported: local name -> (module under steps/, its name there; "" for the module itself).
    """

    said: Mapping[str, str]
    uses: Mapping[str, frozenset[str]]
    lines: tuple[tuple[int, int, str], ...]
    loose: str
    imported: Mapping[str, tuple[str, str]]

    def name_at(self, line: int) -> str:
        """The definition that this line is in, "" when it is in none."""
        return next((name for first, last, name in self.lines if first <= line <= last), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """Every file under steps/ by its path in the project. broad: those in subfolders and others nobody can read."""

    files: Mapping[str, StepsFile]
    broad: Mapping[str, str]

    def name_at(self, file: str, line: int) -> tuple[str, str]:
        """(file, definition) of a place in steps/."""
        known = self.files.get(file)
        return file, known.name_at(line) if known is not None else ""


def read_steps(folder: Path, root: Path) -> Definitions:
    """Read every Python file under `folder`, and what is written there in YAML; the folder may be missing."""
    files: dict[str, StepsFile] = {}
    broad: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py")):
        shown = path.relative_to(root).as_posix()
        text = path.read_bytes().decode("utf-8", errors="replace")
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError):  # told where steps are loaded
            broad[shown] = text
            continue
        if path.parent == folder:
            files[shown] = _read(tree, {one.stem for one in folder.glob("*.py")}, folder.name)
        else:
            broad[shown] = ast.dump(tree)
    for path in sorted(folder.glob("*.yaml")):
        shown = path.relative_to(root).as_posix()
        try:
            files[shown] = _written(read_yaml(path, root=root), root)
        except UsageProblem:  # told where steps are loaded
            broad[shown] = path.read_bytes().decode("utf-8", errors="replace")
    return Definitions(files=files, broad=broad)


def _written(file: YamlFile, root: Path) -> StepsFile:
    """Flows, enrolments and viewers of a YAML file, each a definition; words to choose from may serve every file.

    What is in the files that a definition attaches is a part of what it says.
    """
    said: dict[str, str] = {}
    first: dict[str, int] = {}
    for key in ("enrolments", "viewers"):
        for name, what in _mapping(file.data.get(key)).items():
            said[f"{key} {name}"] = _with_attached(what, root)
            first[f"{key} {name}"] = file.place((key, name)).line or 0
    flows = file.data.get("flows")
    for nth, what in enumerate(flows if isinstance(flows, list) else ()):
        sentence = str(what.get("sentence")) if isinstance(what, dict) else ""
        said[f"flow {sentence}"] = _with_attached({**what, "about": ""} if isinstance(what, dict) else what, root)
        first[f"flow {sentence}"] = file.place(("flows", nth)).line or 0
    starts = sorted((line, name) for name, line in first.items())
    ends = [line - 1 for line, _ in starts[1:]] + [sys.maxsize]
    return StepsFile(
        said=said,
        uses={name: frozenset() for name in said},
        lines=tuple((line, last, name) for (line, name), last in zip(starts, ends, strict=True)),
        loose=repr({key: what for key, what in file.data.items() if key not in ("enrolments", "viewers", "flows")}),
        imported={},
    )


def _with_attached(what: Any, root: Path) -> str:
    return repr(what) + "".join(f" {content_of(root / name)}" for name in attached_in(what))


def _mapping(said: Any) -> Mapping[str, Any]:
    return said if isinstance(said, Mapping) else {}


def _read(tree: ast.Module, modules: Iterable[str], package: str) -> StepsFile:
    known = set(modules)
    said: dict[str, str] = {}
    uses: dict[str, frozenset[str]] = {}
    lines: list[tuple[int, int, str]] = []
    loose: list[str] = []
    imported: dict[str, tuple[str, str]] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            found = dict(_imported(statement, known, package))
            imported |= found
            if not found:
                loose.append(ast.dump(statement))
            continue
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue  # a docstring says nothing that runs
        names = _named(statement)
        if not names:
            loose.append(ast.dump(statement))
        for name in names:
            said[name] = said.get(name, "") + ast.dump(_without_docstrings(statement))
            uses[name] = uses.get(name, frozenset()) | _used(statement)
            first = min((one.lineno for one in getattr(statement, "decorator_list", ())), default=statement.lineno)
            lines.append((first, statement.end_lineno or statement.lineno, name))
    return StepsFile(said=said, uses=uses, lines=tuple(lines), loose="\n".join(loose), imported=imported)


def _imported(
    statement: ast.Import | ast.ImportFrom, modules: set[str], package: str
) -> Iterable[tuple[str, tuple[str, str]]]:
    """What a file takes from another under steps/."""
    if isinstance(statement, ast.Import):
        for one in statement.names:
            module = one.name.removeprefix(f"{package}.")
            if module in modules:
                yield (one.asname or one.name.partition(".")[0]), (module, "")
        return
    origin = (statement.module or "").removeprefix(f"{package}.")
    for one in statement.names:
        if origin in modules:
            yield (one.asname or one.name), (origin, one.name if one.name != "*" else "")
        elif origin in (package, "") and one.name in modules:
            yield (one.asname or one.name), (one.name, "")


def _named(statement: ast.stmt) -> tuple[str, ...]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return (statement.name,)
    if isinstance(statement, ast.Assign):
        found = tuple(one.id for target in statement.targets for one in ast.walk(target) if isinstance(one, ast.Name))
        return found if not _calls_choice(statement.value) else ()
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return (statement.target.id,) if statement.value is None or not _calls_choice(statement.value) else ()
    return ()


def _calls_choice(value: ast.expr) -> bool:
    """PACKAGES = choice("package", ...) declares words for the sentences of every file."""
    return isinstance(value, ast.Call) and (
        getattr(value.func, "id", "") == "choice" or getattr(value.func, "attr", "") == "choice"
    )


def _without_docstrings(statement: ast.stmt) -> ast.stmt:
    for node in ast.walk(statement):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and len(node.body) > 1:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                node.body = node.body[1:]
    return statement


def _used(statement: ast.stmt) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(statement) if isinstance(node, ast.Name))


def changed_definitions(old: Definitions, new: Definitions) -> frozenset[tuple[str, str]] | None:
    """(file, name) of what means something else now, directly or by what it uses; None when that may be anything."""
    if old.broad != new.broad:
        return None
    touched: set[tuple[str, str]] = set()
    for file in {**old.files, **new.files}:
        before, now = old.files.get(file), new.files.get(file)
        if before is None or now is None:
            gone_or_new = before or now
            if gone_or_new is not None and gone_or_new.loose:
                return None
            touched |= {(file, name) for name in (gone_or_new.said if gone_or_new is not None else ())}
            continue
        if before.loose != now.loose:
            return None
        names = {**before.said, **now.said}
        touched |= {(file, name) for name in names if before.said.get(name) != now.said.get(name)}
        moved = {name for name in {**before.imported, **now.imported}}
        touched |= {(file, name) for name in moved if before.imported.get(name) != now.imported.get(name)}
    while grown := _also_touched(touched, new):
        touched |= grown
    return frozenset(touched)


def _also_touched(touched: set[tuple[str, str]], now: Definitions) -> set[tuple[str, str]]:
    by_module: dict[str, set[str]] = {}
    for file, name in touched:
        by_module.setdefault(Path(file).stem, set()).add(name)
    found: set[tuple[str, str]] = set()
    for file, read in now.files.items():
        for local, (module, name) in read.imported.items():
            if module in by_module and (not name or name in by_module[module]):
                found.add((file, local))
        here = {name for where, name in touched if where == file}
        found |= {(file, name) for name, used in read.uses.items() if used & here}
    return found - touched
