"""Sentences in the notation that the Cucumber language server reads from Python files.

It reads a string as it stands between its quotes, escapes and all. A string with one of `( ) . * \\ |` it takes for a
regular expression, unless it is a sum of strings: then it is always a Cucumber Expression. Optional parts are written
out, so that most sentences need no sum.
Source: pythonLanguage.js of @cucumber/language-service 1.7.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product

__all__ = ["as_cucumber", "as_javascript", "quoted", "spelt_out"]

_OPTIONAL = re.compile(r"(\\.|\([^()]*\))")
_TAKEN_FOR_REGEX = re.compile(r"^/|\?P|[().*\\|]")
_PARSED = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}:]*)(?::(?P<kind>[^{}]*))?\}|(?P<sign>[(){}/\\])")
_KINDS: Mapping[str, str] = {"d": "{int}", "n": "{int}", "f": "{float}", "g": "{float}", "w": "{word}"}
_ONLY_IN_PYTHON = re.compile(r"\(\?P[=>]|\(\?[aiLmsux-]|\(\?\(|\\[AZ]|\(\?#|\(\?>|[*+?}]\+")
_MOST_OPTIONALS = 6


def spelt_out(text: str) -> tuple[str, ...]:
    """A Cucumber Expression as several without optional parts: "pass(es)" is "pass" and "passes".

    One with more than six optional parts stays as it is.
    """
    pieces = _OPTIONAL.split(text)
    ways = [("", piece[1:-1]) if nth % 2 and piece.startswith("(") else (piece,) for nth, piece in enumerate(pieces)]
    if sum(len(way) > 1 for way in ways) > _MOST_OPTIONALS:
        return (text,)
    return tuple(dict.fromkeys("".join(chosen) for chosen in product(*ways)))


def as_cucumber(pattern: str) -> str:
    """A pattern of behave's `parse` as a Cucumber Expression that takes at least what it takes."""

    def say(found: re.Match[str]) -> str:
        if found["sign"]:
            return f"\\{found['sign']}"
        if found["name"] is None:
            return f"\\{found[0][0]}"
        return _KINDS.get((found["kind"] or "").strip(), "{}")

    return _PARSED.sub(say, pattern)


def as_javascript(pattern: str) -> str | None:
    """A regular expression of Python in JavaScript's notation, without quotes; None where it has no equal there."""
    if _ONLY_IN_PYTHON.search(pattern):
        return None
    said = "".join(_signs(pattern.replace("(?P<", "(?<")))
    return f"(?:{said})" if said.startswith("/") else said


def _signs(pattern: str) -> Iterator[str]:
    """Piece by piece, as far as possible without escapes that Python does not know: the file stays clean Python."""
    in_class, signs = False, iter(pattern)
    for sign in signs:
        if sign == "\\":
            escaped = next(signs, "")
            if in_class or escaped.isalnum() or escaped in r"\^[]":
                yield "[0-9]" if escaped == "d" and not in_class else f"\\{escaped}"
            else:
                yield {'"': r"\x22", "'": "'", " ": " ", "/": "/"}.get(escaped, f"[{escaped}]")
            continue
        in_class = sign == "[" or (in_class and sign != "]")
        yield {'"': r"\x22", "\n": r"\n"}.get(sign, sign)


def quoted(text: str) -> str:
    """A Cucumber Expression as Python source that the language server reads as just that."""
    parts = [f"'{part}'" if '"' in part else f'"{part}"' for part in _with_one_quote(text)] or ['""']
    if _TAKEN_FOR_REGEX.search(text) and len(parts) == 1:
        parts = ['""', *parts]
    return " + ".join(parts)


def _with_one_quote(text: str) -> Iterator[str]:
    """Pieces that hold double quotes or single ones and never both, each as long as can be."""
    while text:
        piece = max(text.partition('"')[0], text.partition("'")[0], key=len)
        yield piece
        text = text[len(piece) :]
