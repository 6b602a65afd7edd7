"""A value in running text: its components near one another, each as a whole token."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tellonce.model.blueprint import Normalisation
from tellonce.model.facts import Components, FactKind
from tellonce.recognise.canonical import Prepared, fold, spaced, transliterations
from tellonce.recognise.components import Span, find, way_of
from tellonce.recognise.house import another_street, another_town, find_house, flat_after

__all__ = ["Found", "find_value", "written_lines"]

# The component that says where the value stands, and how far from it the others may be (characters before, after).
# An address block is at most a handful of lines; given and family name stand side by side.
_ANCHORS = {
    FactKind.POSTAL_ADDRESS: ("street", 120, 200),
    FactKind.PERSON_NAME: ("family_name", 60, 60),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What of a value stands in a text.

    whole: all compared components, in one passage.  spots: component -> where it stands in `form`, for those found
    anywhere near either value's anchor.
    anchored: the component that says where the value stands (its own or the twin's) was found.
    span: where the passage stands in `form`, None when nowhere.
    """

    whole: bool
    spots: Mapping[str, Span] = field(default_factory=dict)
    anchored: bool = False
    span: Span | None = None
    form: str = ""

    @property
    def present(self) -> frozenset[str]:
        """The components found."""
        return frozenset(self.spots)


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
    best = Found(whole=False)
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
    _known: dict[tuple[str, str], tuple[Span, ...]] = field(default_factory=dict)
    """(form, component) -> where it stands; asked for again and again."""

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
        theirs = self._all(form, name, self.twin) if anchored else ()
        blocks: list[tuple[int, int, Span | None]] = [
            (max(0, s - before), min(len(form), e + after), (s, e)) for s, e in own
        ]
        if not blocks and (not anchored or name not in self.compare):
            blocks = [(0, len(form), None)]  # the place does not show the anchor: the rest must do
        present: dict[str, Span] = {}
        where: Span | None = None
        for start, end, anchor in blocks:
            here = self._in_block(form, start, end, anchor)
            present = {**here, **present}
            where = where or anchor
            missing = [c for c in self.compare if self.value.get(c) and c not in here]
            if not self.compare or missing:
                continue
            # What stands beyond the twin's own street belongs to the twin.
            start = max([start, *(e for s, e in theirs if anchor and e <= anchor[0])])  # noqa: PLW2901 (narrowed)
            end = min([end, *(s for s, e in theirs if anchor and s >= anchor[1])])  # noqa: PLW2901 (narrowed)
            if not self._stray(form, start, end, anchor):
                return Found(whole=True, spots=here, anchored=True, span=anchor or (start, end), form=form)
        for s, e in theirs:
            beside = self._in_block(form, max(0, s - before), min(len(form), e + after), (s, e))
            present = {**{c: spot for c, spot in beside.items() if c != name}, **present}
        if not blocks and not theirs:
            alone = self._in_block(form, 0, len(form), None)
            present |= {c: spot for c, spot in alone.items() if c not in ("house_number", "flat")}
        return Found(whole=False, spots=present, anchored=bool(own or theirs), span=where, form=form)

    def _all(self, form: str, component: str, value: Components) -> tuple[Span, ...]:
        beside = tuple(text for other, text in value.items() if other != component)
        text, country = value.get(component, ""), value.get("country", "")
        return find(way_of(self.kind, component), form, text, self.rules, country, beside)

    def _spans(self, form: str, component: str) -> tuple[Span, ...]:
        """Occurrences of a component that are not part of a longer one of the twin."""
        found = self._known.get((form, component))
        if found is None:
            found = self._known[form, component] = self._find_spans(form, component)
        return found

    def _find_spans(self, form: str, component: str) -> tuple[Span, ...]:
        mine, other = self.value.get(component, ""), self.twin.get(component, "")
        spans = self._all(form, component, self.value)
        if self.kind is FactKind.POSTAL_ADDRESS and component == "street":
            told = f"{mine} {self.value.get('house_number', '')}"
            spans = tuple(span for span in spans if not another_street(form, span, told))
        elif self.kind is FactKind.POSTAL_ADDRESS and component == "city":
            # The letters of a Dutch or British postcode stand before the town, and are no part of its name.
            told = f"{mine} {self.value.get('postcode', '')}"
            spans = tuple(span for span in spans if not another_town(form, span, told))
        if spans and len(other) > len(mine) and fold(mine) in fold(other):
            longer = self._all(form, component, self.twin)
            spans = tuple(s for s in spans if not any(t[0] <= s[0] and s[1] <= t[1] for t in longer))
        return spans

    def _in_block(self, form: str, start: int, end: int, anchor: Span | None) -> dict[str, Span]:
        """The filled compared components that stand in form[start:end], and where."""
        here: dict[str, Span] = {}
        used: list[Span] = []
        name = _ANCHORS.get(self.kind, ("", 0, 0))[0]
        if anchor is not None:
            if name in self.compare and self.value.get(name) and anchor in self._spans(form, name):
                here[name] = anchor
            used.append(anchor)
            if self.kind is FactKind.POSTAL_ADDRESS and (house := find_house(form, anchor, self.value)):
                used.append(house)
                if "house_number" in self.compare:
                    here["house_number"] = house
                stroke = flat_after(form, house[1], self.value) if self.rules.abbreviated else None
                if "flat" in self.compare and stroke:
                    here["flat"] = stroke
            elif self.kind is FactKind.POSTAL_ADDRESS and (house := find_house(form, anchor, self.twin)):
                used.append(house)  # the other value's house number is nobody's flat
        beside = {name, "house_number"} if anchor is not None else {name}
        for component in self.compare:
            if component in beside or component in here or not self.value.get(component):
                continue
            spot = self._free(start, end, self._spans(form, component), used)
            if spot is not None:
                here[component] = spot
                used.append(spot)  # no text is two components
        return here

    def _stray(self, form: str, start: int, end: int, anchor: Span | None) -> bool:
        """Whether a component that this value does not have, and the twin has, stands in the passage."""
        used = [anchor] if anchor else []
        if anchor and (house := find_house(form, anchor, self.value)):
            used.append(house)
        return any(
            self.twin.get(component)
            and not self.value.get(component)
            and self._free(start, end, self._all(form, component, self.twin), used) is not None
            for component in self.compare
        )

    @staticmethod
    def _free(start: int, end: int, spans: Iterable[Span], used: Sequence[Span]) -> Span | None:
        """The first of `spans` that lies in the passage and is not the text of another component."""
        free = ((s, e) for s, e in spans if start <= s and e <= end and not any(s < b and a < e for a, b in used))
        return next(free, None)

    def _cut_line(self, form: str) -> Found | None:
        """The value on one line cut at the declared field length: everything beyond the cut was declared away."""
        length = self.rules.field_length or 0
        # A field may count characters without width that she gave, or not have them: what was read has none.
        lines = dict.fromkeys(way for line in written_lines(self.kind, self.value) for way in (line, spaced(line)))
        for line in lines:
            for way in (line, *transliterations(line)) if self.rules.transliterated else (line,):
                shown = fold(way) if self.rules.upper_case else way
                if len(shown) <= length:
                    continue
                kept = spaced(shown[:length])
                at = re.search(rf"(?<!\w){re.escape(kept)}[^\S\n]*(?:\n|$)", form)
                rest = [c for c in self.compare if self.value.get(c) and spaced(self.value[c]) not in spaced(line)]
                if at and all(self._all(form, c, self.value) for c in rest):
                    return Found(whole=True, spots=dict.fromkeys(self.compare, at.span()), span=at.span(), form=form)
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
        postcode, city = value.get("postcode", ""), value.get("city", "")
        lines += [f"{postcode} {city}", f"{city} {postcode}", f"{city}, {postcode}"] if postcode and city else []
    else:
        lines = [text for text in value.values() if text]
    return tuple(dict.fromkeys(line.strip() for line in lines))
