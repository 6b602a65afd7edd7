"""A step that is a sentence but for one name: which name is wrong, and which names there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from types import MappingProxyType

from tellonce.authoring.sentences import Sentence

__all__ = ["Misnamed", "find_misnamed"]

_PIECE = re.compile(r"\{(?P<name>\w*)\}|\((?P<optional>[^)]*)\)|(?P<choice>[^\s{}()/]+(?:/[^\s{}()/]+)+)")
_LEAST_LIKENESS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Misnamed:
    """parameter: the kind of name ("touchpoint").  bad: what was written.  valid: what could be.

    reason: why it cannot be read, for kinds that are no list of names (a duration); else empty.
    """

    parameter: str
    bad: str
    valid: tuple[str, ...]
    sentence: Sentence
    reason: str = ""


def find_misnamed(
    text: str,
    kind: str,
    sentences: Iterable[Sentence],
    names: Mapping[str, Sequence[str]],
    readers: Mapping[str, Callable[[str], object]] = MappingProxyType({}),
    *,
    understood: Mapping[str, Container[str]] = MappingProxyType({}),
    least_likeness: float = _LEAST_LIKENESS,
) -> Misnamed | None:
    """The one wrong name in `text`, when all the rest is a sentence; None when nothing fits or several names are wrong.

    names: parameter type -> the names it takes.  readers: parameter type -> what reads it, for those without names.
    understood: parameter type -> all that it takes, where that is more than its names.
    least_likeness: of the wrong name to a right one, 0 to 1.
    """
    best: tuple[float, Misnamed] | None = None
    for sentence in sentences:
        if sentence.kind not in (kind, "step"):
            continue
        pattern, parameters = _loosened(sentence.text)
        found = pattern.fullmatch(text)
        if found is None:
            continue
        said = tuple(zip(parameters, found.groups(), strict=True))
        wrong = [
            Misnamed(parameter=name, bad=bad, valid=tuple(names[name]), sentence=sentence)
            for name, bad in said
            if name in names and bad not in understood.get(name, names[name])
        ]
        wrong += [
            Misnamed(parameter=name, bad=bad, valid=(), sentence=sentence, reason=reason)
            for name, bad in said
            if name in readers and (reason := _misread(bad, readers[name]))
        ]
        if len(wrong) != 1:
            continue
        likeness = max((_likeness(wrong[0].bad, name) for name in wrong[0].valid), default=float(bool(wrong[0].reason)))
        if likeness >= least_likeness and (best is None or likeness > best[0]):
            best = (likeness, wrong[0])
    return best[1] if best else None


def _misread(text: str, read: Callable[[str], object]) -> str:
    """Why `text` cannot be read although it was meant to be; empty when it can, or nobody can tell what was meant."""
    try:
        read(text)
    except ValueError as error:
        return str(error) if getattr(error, "meant", False) else ""
    except Exception:  # a project's own reading may fail in any way; the message about the sentence must still come
        return ""
    return ""


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()


@cache
def _loosened(sentence: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """A pattern in which any words may stand for a parameter, and the parameters' types in order."""
    parts, parameters, end = [], [], 0
    for piece in _PIECE.finditer(sentence):
        parts.append(re.escape(sentence[end : piece.start()]))
        end = piece.end()
        if piece["name"] is not None:
            parts.append("(.+?)")
            parameters.append(piece["name"])
        elif piece["optional"] is not None:
            parts.append(f"(?:{re.escape(piece['optional'])})?")
        else:
            parts.append(f"(?:{'|'.join(map(re.escape, piece['choice'].split('/')))})")
    parts.append(re.escape(sentence[end:]))
    return re.compile("".join(parts)), tuple(parameters)
