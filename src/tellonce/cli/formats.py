"""How a verb gives what it has: the format that was asked for, on the terminal or into a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from tellonce.model.errors import Place, Problem, UsageProblem

__all__ = ["Format", "Output", "give", "insist_on_one_of"]

Format = Annotated[str, typer.Option("--format", help="How to print it; --help of the verb says which there are.")]
Output = Annotated[str, typer.Option("--output", "-o", help="Write it into this file instead of printing it.")]


def give(shape: str, makers: Mapping[str, Callable[[], str]], output: str) -> None:
    """Make the text in this shape, and print it, or write it. Raises UsageProblem for a file that cannot be written."""
    text = makers[shape]()
    if not output:
        typer.echo(text, nl=False)
        return
    try:
        Path(output).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageProblem(
            Problem(what=f"cannot be written: {error.strerror}", place=Place(file=output), hint="name another file")
        ) from None
    typer.echo(f"{output} is written.")


def insist_on_one_of(word: str, said: str, valid: Sequence[str], *, hint: str | None = None) -> None:
    """Raises UsageProblem for what is not among the valid ones, with the nearest of them."""
    if said not in valid:
        raise UsageProblem(Problem(what=f"there is no {word} '{said}'", bad=said, valid=tuple(valid), hint=hint))
