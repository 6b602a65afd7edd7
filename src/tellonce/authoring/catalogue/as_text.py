"""The catalogues for a terminal, in 100 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from tellonce.authoring.catalogue.search import Found
from tellonce.authoring.catalogue.written import in_lines
from tellonce.model.catalogue import Catalogue, ListedSentence, PersonaCard, TouchpointCard, Watcher
from tellonce.model.errors import Place
from tellonce.story.visible import one_line
from tellonce.story.words import plural

__all__ = ["catalogue_as_text", "no_touchpoint_as_text", "personas_as_text", "touchpoints_as_text"]

_WIDTH = 100
_LABEL = 16
_MOST_WORDS = 12
_KINDS = {"given": "Given", "when": "When", "then": "Then", "step": "Given, When or Then"}


def catalogue_as_text(catalogue: Catalogue) -> str:
    """All sentences in short, by kind; of a search, each with all that is known of it."""
    whole = bool(catalogue.searched and catalogue.sentences)
    parts = []
    if not catalogue.sentences:
        parts.append("\n".join(_nothing(catalogue)))
    for kind, heading in _KINDS.items():
        some = [one for one in catalogue.sentences or catalogue.nearest if one.kind == kind]
        if some:
            parts.append(heading)
            parts += ["\n".join(_sentence(one, whole=whole)) for one in some]
    if catalogue.not_counted:
        parts.append("\n".join(f"{name} has mistakes: its steps are not counted" for name in catalogue.not_counted))
    return "\n\n".join(parts) + "\n"


def personas_as_text(cards: Sequence[PersonaCard], *, whole: bool) -> str:
    """whole: with all that her file says, and every scenario."""
    return "\n\n".join("\n".join(_persona(card, whole=whole)) for card in cards) + "\n"


def touchpoints_as_text(cards: Sequence[TouchpointCard], *, whole: bool) -> str:
    """By lane. whole: with all that the blueprint says, and every scenario that watches."""
    parts = []
    for lane in dict.fromkeys(card.lane for card in cards):
        parts.append(lane.capitalize())
        parts += ["\n".join(_touchpoint(card, whole=whole)) for card in cards if card.lane == lane]
    return "\n\n".join(parts) + "\n"


def no_touchpoint_as_text(found: Found[TouchpointCard]) -> str:
    """What is said where none was found."""
    lines = ["No touchpoint is like that."]
    lines += [f"  did you mean  {word}  (for {said})" for said, word in found.meant.items()]
    lines += [f"  near          {card.called}  ({card.key})" for card in found.near]
    if len(lines) == 1:
        lines.append("  next          tellonce touchpoints lists them all")
    return "\n".join(lines) + "\n"


def _nothing(catalogue: Catalogue) -> Iterator[str]:
    yield f"No sentence says {' '.join(catalogue.searched)}."
    for word, meant in catalogue.words_meant.items():
        yield f"  did you mean  {meant}  (for {word})"
    if catalogue.nearest:
        yield "The nearest:"


def _sentence(one: ListedSentence, *, whole: bool) -> Iterator[str]:
    yield f"  {one_line(one.text, _WIDTH)}"
    yield from _row("for example", one.example)
    if whole:
        yield from _row("about", one.about if one.about != one.example else "")
        for parameter in one.parameters:
            words = ", ".join(parameter.words[:_MOST_WORDS]) or parameter.example
            left_out = len(parameter.words) - _MOST_WORDS
            yield from _row(f"{{{parameter.name}}}", words + (f" … and {left_out} more" if left_out > 0 else ""))
        yield from _row("changes", ", ".join(one.changes))
        yield from _row("learns", ", ".join(one.learns))
        yield from _row("channel", one.channel)
        yield from _row("language", one.language)
        yield from _row("where", f"{Place(file=one.file, line=one.line)} ({one.source})")
    if not one.used_by:
        yield from _row("said by", "no journey")
    elif whole:
        for nth, use in enumerate(one.used_by):
            yield from _row("" if nth else "said by", f"{use.journey}  {plural(use.steps, 'step')}")
    else:
        yield from _row("said by", f"{plural(len(one.used_by), 'journey')}, {plural(one.steps, 'step')}")


def _persona(card: PersonaCard, *, whole: bool) -> Iterator[str]:
    yield f"{card.name}, {card.role}"
    yield from _row("who", card.about)
    shown = card.said if whole else {key: value for key, value in card.said.items() if key in _IN_SHORT}
    for label, text in in_lines(shown):
        yield from _row(label, text)
    yield from _row("file", str(Place(file=card.file, line=card.line)))
    yield from _watchers("journeys", card.journeys, whole=whole, none="she is in no journey")
    yield from _row("meets", plural(len(card.touchpoints), "touchpoint") + " that serve her role")


_IN_SHORT = ("needs", "setting", "channels")
"""What tells one persona from the other at a glance."""


def _touchpoint(card: TouchpointCard, *, whole: bool) -> Iterator[str]:
    yield f"  {card.called}  ({card.key})"
    yield from _row("owner", f"{card.owner}; {card.channel}; {card.stage}")
    shown = (f"{fact} ({', '.join(parts)})" if parts else fact for fact, parts in card.facts.items())
    yield from _row("shows", f"{', '.join(shown)} to {', '.join(card.serves)}")
    yield from _row("promise", card.promise)
    yield from _row("looked at", f"{card.kind}, by the probe {card.probe}; fed by {card.fed_by}")
    if whole:
        for label, text in in_lines(card.said):
            yield from _row(label, text)
    elif marks := [key.replace("_", " ") for key in ("moment_of_truth", "notice") if card.said.get(key)]:
        yield from _row("is", f"a {' and a '.join(marks)}")
    if not whole and card.said.get("third_party"):
        yield from _row("third party", str(card.said["third_party"]))
    yield from _row("file", str(Place(file=card.file, line=card.line)))
    yield from _watchers("watched by", card.watched_by, whole=whole, none="no journey: a hole")


def _watchers(label: str, watchers: Sequence[Watcher], *, whole: bool, none: str) -> Iterator[str]:
    if not watchers:
        yield from _row(label, none)
        return
    if not whole:
        journeys = list(dict.fromkeys(one.journey for one in watchers))
        yield from _row(label, f"{plural(len(watchers), 'scenario')} of {plural(len(journeys), 'journey')}")
        return
    for nth, one in enumerate(watchers):
        facts = f": {', '.join(one.facts)}" if one.facts else ""
        yield from _row("" if nth else label, f"{one.journey}:{one.line}  {one.name}{facts}")


def _row(label: str, text: str) -> Iterable[str]:
    """A label and its text, wrapped; nothing for an empty text."""
    if not text:
        return []
    head = f"    {label:<{_LABEL}}"
    begin = head if len(head) <= 4 + _LABEL else f"{head}  "
    margin = " " * (4 + _LABEL)
    return textwrap.wrap(
        one_line(text, 2_000), _WIDTH, initial_indent=begin, subsequent_indent=margin, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
