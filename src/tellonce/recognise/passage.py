"""A value in running text: its components near one another, each as a whole token."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tellonce.model.blueprint import Normalisation
from tellonce.model.facts import Components, FactKind
from tellonce.recognise.canonical import Prepared, fold, transliterations
from tellonce.recognise.components import Span, find, way_of

__all__ = ["Found", "find_value", "written_lines"]

# The component that says where the value stands, and how far from it the others may be (characters before, after).
# An address block is at most a handful of lines; given and family name stand side by side.
_ANCHORS = {
    FactKind.POSTAL_ADDRESS: ("street", 120, 200),
    FactKind.PERSON_NAME: ("family_name", 60, 60),
}
_STREET_FIRST_GAP = r"\D{0,24}?"  # "Rosenweg 7b", "Rosenweg, No. 7b", "Street: Rosenweg / House number: 7b"
_HOUSE_FIRST_GAP = r"[\s,]{0,3}"
_ONE_MORE_LETTER = r"(?![ ][A-Za-z](?![\w.\-]))"  # house number 12 is not 12 b


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What of a value stands in a text.

    whole: all compared components, in one passage.  present: those found anywhere near either value's anchor.
    anchored: the component that says where the value stands (its own or the twin's) was found.
    span: where in the first canonical form it stands, None when nowhere.
    """

    whole: bool
    present: frozenset[str]
    anchored: bool = False
    span: Span | None = None


def find_value(
    prepared: Prepared,
    *,
    kind: FactKind,
    value: Components,
    twin: Components,
    compare: Sequence[str],
    rules: Normalisation,
) -> Found:
    """Look for `value` in a text that may hold `twin` instead (or as well).

    An occurrence inside a longer occurrence of the twin is the twin's. A component empty in `value` and filled in
    `twin` must not be there. Empty `compare` finds nothing.
    """
    search = _Search(kind=kind, value=value, twin=twin, compare=tuple(compare), rules=rules)
    best = Found(whole=False, present=frozenset())
    for form in prepared.forms:
        found = search.in_form(form, prepared)
        if found.whole:
            return found
        if (found.anchored, len(found.present)) > (best.anchored, len(best.present)):
            best = found
    return best


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    kind: FactKind
    value: Components
    twin: Components
    compare: tuple[str, ...]
    rules: Normalisation

    def in_form(self, form: str, prepared: Prepared) -> Found:
        if self.kind is FactKind.EMAIL:
            form = form if self._spans(form, "address") else prepared.unbroken
        if self.rules.field_length is not None:
            cut = self._cut_line(form)
            if cut is not None:
                return cut
        name, before, after = _ANCHORS.get(self.kind, ("", 0, 0))
        anchored = bool(name) and bool(self.value.get(name) or self.twin.get(name))
        own = self._spans(form, name) if anchored else ()
        theirs = find(way_of(self.kind, name), form, self.twin.get(name, ""), self.rules) if anchored else ()
        blocks: list[tuple[int, int, Span | None]] = [
            (max(0, s - before), min(len(form), e + after), (s, e)) for s, e in own
        ]
        if not blocks and (not anchored or name not in self.compare):
            blocks = [(0, len(form), None)]  # the place does not show the anchor: the rest must do
        present: set[str] = set()
        where: Span | None = None
        for start, end, anchor in blocks:
            here = self._in_block(form, start, end, anchor)
            present |= here
            where = where or anchor
            missing = [c for c in self.compare if self.value.get(c) and c not in here]
            if self.compare and not missing and not self._stray(form, start, end, anchor):
                return Found(whole=True, present=frozenset(here), anchored=True, span=anchor or (start, end))
        for s, e in theirs:
            present |= self._in_block(form, max(0, s - before), min(len(form), e + after), (s, e)) - {name}
        if not blocks and not theirs:
            present |= self._in_block(form, 0, len(form), None) - {"house_number", "flat"}
        return Found(whole=False, present=frozenset(present), anchored=bool(own or theirs), span=where)

    def _spans(self, form: str, component: str) -> tuple[Span, ...]:
        """Occurrences of a component that are not part of a longer one of the twin."""
        way = way_of(self.kind, component)
        mine, other = self.value.get(component, ""), self.twin.get(component, "")
        spans = find(way, form, mine, self.rules)
        if spans and len(other) > len(mine) and fold(mine) in fold(other):
            longer = find(way, form, other, self.rules)
            spans = tuple(s for s in spans if not any(t[0] <= s[0] and s[1] <= t[1] for t in longer))
        return spans

    def _in_block(self, form: str, start: int, end: int, anchor: Span | None) -> set[str]:
        """The filled compared components that stand in form[start:end]."""
        here: set[str] = set()
        used: list[Span] = []
        name = _ANCHORS.get(self.kind, ("", 0, 0))[0]
        if anchor is not None:
            if name in self.compare and self.value.get(name) and anchor in self._spans(form, name):
                here.add(name)
            used.append(anchor)
            if self.kind is FactKind.POSTAL_ADDRESS and (house := self._house(form, anchor)):
                used.append(house)
                if "house_number" in self.compare:
                    here.add("house_number")
            elif self.kind is FactKind.POSTAL_ADDRESS and (house := self._house(form, anchor, of=self.twin)):
                used.append(house)  # the other value's house number is nobody's flat
        beside = {name, "house_number"} if anchor is not None else {name}
        for component in self.compare:
            if component in beside or not self.value.get(component):
                continue
            if self._free(form, start, end, self._spans(form, component), used):
                here.add(component)
        return here

    def _house(self, form: str, anchor: Span, of: Components | None = None) -> Span | None:
        """Where the house number stands beside the street: after it ("Street 12b") or before ("12b Street")."""
        number = (of or self.value).get("house_number", "")
        if not number:
            return None
        digits = r"\s?".join(re.escape(c) for c in number if not c.isspace())
        after = re.compile(rf"{_STREET_FIRST_GAP}(?<!\w)(?P<house>{digits})(?!\w)(?![-–]\d)"
                           + (_ONE_MORE_LETTER if number[-1].isdigit() else ""), re.IGNORECASE)  # fmt: skip
        found = after.match(form, anchor[1])
        if found is None:
            earlier = max(0, anchor[0] - len(number) * 2 - 4)
            before = re.compile(rf"(?<!\w)(?<!\d[-–])(?P<house>{digits}){_HOUSE_FIRST_GAP}$", re.IGNORECASE)
            found = before.search(form, earlier, anchor[0])
        return found.span("house") if found else None

    def _stray(self, form: str, start: int, end: int, anchor: Span | None) -> bool:
        """Whether a component that this value does not have, and the twin has, stands in the passage."""
        used = [anchor] if anchor else []
        if anchor and (house := self._house(form, anchor)):
            used.append(house)
        return any(
            self.twin.get(component)
            and not self.value.get(component)
            and self._free(
                form, start, end, find(way_of(self.kind, component), form, self.twin[component], self.rules), used
            )
            for component in self.compare
        )

    @staticmethod
    def _free(form: str, start: int, end: int, spans: Iterable[Span], used: Sequence[Span]) -> bool:
        """Whether one of `spans` lies in the passage and is not the text of another component."""
        return any(start <= s and e <= end and not any(s < b and a < e for a, b in used) for s, e in spans)

    def _cut_line(self, form: str) -> Found | None:
        """The value on one line cut at the declared field length: everything beyond the cut was declared away."""
        length = self.rules.field_length or 0
        for line in written_lines(self.kind, self.value):
            for way in (line, *transliterations(line)) if self.rules.transliterated else (line,):
                shown = fold(way) if self.rules.upper_case else way
                if len(shown) <= length:
                    continue
                kept = shown[:length].rstrip()
                at = re.search(rf"(?<!\w){re.escape(kept)}[^\S\n]*(?:\n|$)", form)
                rest = [c for c in self.compare if self.value.get(c) and self.value[c] not in line]
                if at and all(find(way_of(self.kind, c), form, self.value[c], self.rules) for c in rest):
                    return Found(whole=True, present=frozenset(self.compare), span=at.span())
        return None


def written_lines(kind: FactKind, value: Components) -> tuple[str, ...]:
    """The lines on which several components stand together, as countries write them."""
    if kind is FactKind.PERSON_NAME:
        given, family = value.get("given_name", ""), value.get("family_name", "")
        lines = [f"{given} {family}", f"{family} {given}", f"{family}, {given}"]
    elif kind is FactKind.POSTAL_ADDRESS:
        street, house, flat = (value.get(c, "") for c in ("street", "house_number", "flat"))
        lines = [f"{street} {house}", f"{house} {street}"]
        if flat:
            lines += [f"{line}{gap}{flat}" for line in lines[:2] for gap in (", ", " ", "/")]
            lines += [f"{flat}{gap}{house} {street}" for gap in (", ", " ")]
    else:
        lines = [text for text in value.values() if text]
    return tuple(dict.fromkeys(line.strip() for line in lines))
