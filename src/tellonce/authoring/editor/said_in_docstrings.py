"""What models say of their fields: in the text below a field, or in the class's docstring as "field: what it is"."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from itertools import pairwise

from pydantic import BaseModel

__all__ = ["about_fields"]

_BEGINS = re.compile(r"(?:^|(?<=\s\s)|(?<=\.\s))(?P<names>[a-z_]+(?:, [a-z_]+)*): ", re.MULTILINE)


def about_fields(model: type[BaseModel]) -> dict[str, str]:
    """Field -> what is said of it, on one line; without those of which nothing is said, and without source none."""
    told: dict[str, str] = {}
    for cls in reversed([one for one in model.__mro__ if issubclass(one, BaseModel) and one is not BaseModel]):
        told |= _from_class(inspect.cleandoc(cls.__doc__ or ""), tuple(model.model_fields))
        told |= _below_fields(cls)
    return {name: told[name] for name in model.model_fields if name in told}


def _from_class(docstring: str, fields: tuple[str, ...]) -> dict[str, str]:
    begun = [found for found in _BEGINS.finditer(docstring) if set(found["names"].split(", ")) & set(fields)]
    told: dict[str, str] = {}
    for found, following in zip(begun, [*begun[1:], None][: len(begun)], strict=True):
        end = following.start() if following else len(docstring)
        text = docstring[found.end() : end].partition("\n\n")[0]
        for name in found["names"].split(", "):
            told[name] = " ".join(text.split())
    return told


def _below_fields(cls: type[BaseModel]) -> dict[str, str]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    except (OSError, TypeError, SyntaxError):  # made at run time, or shipped without source
        return {}
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    told: dict[str, str] = {}
    for field, below in pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
            and isinstance(below.value.value, str)
        ):
            told[field.target.id] = " ".join(below.value.value.split())
    return told
