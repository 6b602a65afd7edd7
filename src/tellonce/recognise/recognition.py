"""Is this the new value, the old, somebody else's, garbled? Exact by component; nothing is scored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tellonce.model.blueprint import Normalisation, Touchpoint
from tellonce.model.change import Replaced
from tellonce.model.facts import Components, FactKind
from tellonce.model.observation import Seen
from tellonce.model.verdict import Sight
from tellonce.recognise.canonical import Prepared, prepare, spaced, traced, unreadable_characters
from tellonce.recognise.components import Span, same, way_of
from tellonce.recognise.dates import ambiguous_date
from tellonce.recognise.mangled import SHORTEST_CUT_CHARS, Mangled, Manner, mangled_field, mangled_text, mojibake_in
from tellonce.recognise.passage import Found, find_value

__all__ = ["PERSONAL", "Recognition", "compared", "recognise"]

_SHORT_CHARS = 120
_AS_TOLD = Normalisation()
# Kinds whose values belong to one customer. A language or a package is everybody's, so it says nothing of strangers.
PERSONAL = frozenset({FactKind.POSTAL_ADDRESS, FactKind.PERSON_NAME, FactKind.EMAIL, FactKind.PHONE, FactKind.TEXT})
_ADDRESS_ALONE = ("street", "house_number", "flat", "postcode", "city")
# A town or a country on a page says nothing of her; these components do.
_TRACES = {FactKind.POSTAL_ADDRESS: frozenset({"street", "house_number", "flat", "postcode"})}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matched:
    """What was found in which form of a text; the way back to the text is walked only when somebody asks."""

    text: str
    rules: Normalisation
    found: Found
    order: tuple[str, ...]

    def spans(self) -> tuple[Span, ...]:
        at = traced(self.text, self.rules, self.found.form)
        spots = [self.found.spots[c] for c in self.order if c in self.found.spots]
        return tuple((at[start], at[end - 1] + 1) for start, end in spots) if at else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What a reading was taken for, and why.

    sight: NEW, OLD, MIXED, FOREIGN, GARBLED, ABSENT or UNREADABLE.  reason: in words.
    manner: in which way it is garbled, when that can be told; None otherwise.
    steps: the canonicalisation applied, in order.  spelled: what was read, shortened.
    old_also_present: the new value is there, and the old one too.
    trace: something of the new or the old value is there, whole or mangled; False means "not about this fact".
    shares: a component of the new value is there, whole or mangled, be it a town that thousands have.
    """

    sight: Sight
    reason: str
    manner: Manner | None = None
    steps: tuple[str, ...] = ()
    spelled: str = ""
    old_also_present: bool = False
    trace: bool = True
    shares: bool = False
    matched: _Matched | None = field(default=None, repr=False, compare=False)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Offsets in the text as read, a span for each component found, in their order; empty for fields."""
        return () if self.matched is None else self.matched.spans()


def compared(value: Replaced, touchpoint: Touchpoint, fact: str) -> tuple[str, ...]:
    """The components that count at this touchpoint: changed, and shown there. Empty means it can tell nothing."""
    shown = touchpoint.shown(fact)
    return tuple(c for c in value.changed if not shown or c in shown)


def recognise(
    seen: Seen,
    *,
    kind: FactKind,
    old: Components | None,
    new: Components,
    compare: Sequence[str],
    others: Iterable[Components] = (),
    rules: Normalisation = _AS_TOLD,
) -> Recognition:
    """Take one reading for the new value, the old, a mixture, another customer's, or garbage.

    compare: the components that count (see `compared`); empty compares nothing and is UNREADABLE.
    others: values of other customers, tested only for kinds that belong to one person.
    """
    if seen.unreadable is not None:
        return Recognition(sight=Sight.UNREADABLE, reason=seen.unreadable or "unreadable", trace=False)
    if not compare:
        return Recognition(sight=Sight.UNREADABLE, reason="none of the changed components is shown here", trace=False)
    reading = _Reading(kind=kind, old=old or {}, new=new, compare=tuple(compare), rules=rules)
    foreign = others if kind in PERSONAL else ()
    if seen.components is not None:
        return reading.of_fields(seen.components, foreign)
    if seen.text is not None:
        return reading.of_text(seen.text, foreign)
    return Recognition(sight=Sight.UNREADABLE, reason="nothing was read", trace=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    kind: FactKind
    old: Components
    new: Components
    compare: tuple[str, ...]
    rules: Normalisation

    def of_fields(self, fields: Components, others: Iterable[Components]) -> Recognition:
        plainly = _plainly(self.kind, _items(self.old), _items(self.new), self.compare, self.rules, _items(fields))
        return plainly or self._of_unlike_fields(fields, others)

    def of_like_fields(self, fields: Components) -> Recognition | None:
        """Fields that are empty, or the new value, or the old; None for any other, which may be a stranger's."""
        new = all(self._same(c, fields.get(c, ""), self.new) for c in self.compare)
        old = all(self._same(c, fields.get(c, ""), self.old) for c in self.compare)
        if not any(text.strip() for text in fields.values()) and any(self.new.get(c) for c in self.compare):
            return _taken_for(fields, Sight.ABSENT, "empty", trace=False)
        if new:
            reason = "the new value; this place writes old and new alike" if old else "the new value"
            return _taken_for(fields, Sight.NEW, reason, also=old)
        return _taken_for(fields, Sight.OLD, "the old value") if old else None

    def _of_unlike_fields(self, fields: Components, others: Iterable[Components]) -> Recognition:
        if any(self._foreign_fields(fields, other) for other in others):
            return _taken_for(fields, Sight.FOREIGN, "another customer's value")
        read = {c: fields.get(c, "") for c in self.compare}
        new = {c for c in self.compare if self._same(c, read[c], self.new)}
        old = {c for c in self.compare if self._same(c, read[c], self.old)}
        mangled = next(filter(None, (self._mangled_field(c, read[c]) for c in self._in_order(new))), None)
        moved = mangled is not None and mangled.manner is Manner.MOJIBAKE
        if any(unreadable_characters(text) for text in read.values()) and not moved:
            return _taken_for(fields, Sight.UNREADABLE, "holds characters that cannot be read")
        # An empty field is nobody's: only what is written speaks for the new value or for the old.
        for_new = {c for c in new - old if read[c].strip()}
        for_old = {c for c in old - new if read[c].strip()}
        if for_new and for_old:
            said = f"{_list(for_new, self.compare)} new, {_list(for_old, self.compare)} old"
            return _taken_for(fields, Sight.MIXED, said)
        if for_old and not for_new:
            rest = [c for c in self.compare if c not in old]
            return _taken_for(fields, Sight.GARBLED, f"the old value, but {_list(rest, self.compare)} is neither")
        manner, reason = mangled or (None, "neither the new value nor the old")
        telling = self._telling
        at_home = "street" not in self.compare and self._same_street(fields)
        trace = at_home or bool(for_new & telling) or any(self._points_at(c, read[c]) for c in telling - new)
        shares = bool(for_new or mangled)
        return _taken_for(fields, Sight.GARBLED, reason, manner=manner, trace=trace, shares=shares)

    @property
    def _telling(self) -> frozenset[str]:
        """The components of which one alone tells that this fact is meant: thousands share a town or a country.

        Where nothing else is shown, a town has to do.
        """
        shown = frozenset(self.compare)
        return _TRACES.get(self.kind, shown) & shown or shown

    def _same_street(self, fields: Components) -> bool:
        street = fields.get("street", "")
        return bool(street.strip()) and self._same("street", street, self.new)

    def _points_at(self, component: str, seen: str) -> bool:
        """Whether a mangled field still tells whose it is: an empty one does not, nor a few characters of it."""
        found = self._mangled_field(component, seen)
        if found is None or found.manner is Manner.MISSING:
            return False
        return found.manner is not Manner.TRUNCATED or len(seen.strip()) >= SHORTEST_CUT_CHARS

    def _mangled_field(self, component: str, seen: str) -> Mangled | None:
        if self.kind is FactKind.DATE and ambiguous_date(seen, self.new.get(component, ""), self.rules.locale):
            return self._mangled(seen, [component])
        return mangled_field(component, seen, self.new.get(component, ""))

    def of_text(self, text: str, others: Iterable[Components]) -> Recognition:
        prepared = prepare(text, self.rules)
        form = prepared.forms[0]
        plain = spaced(text)
        spelled = _shorten(plain)
        if not form:
            return Recognition(sight=Sight.ABSENT, reason="empty", steps=prepared.steps, trace=False)
        new = self._find(prepared, self.new, self.old)
        old = self._find(prepared, self.old, self.new) if self.old else Found(whole=False)

        def taken(
            sight: Sight,
            reason: str,
            of: Found | None = None,
            *,
            manner: Manner | None = None,
            also: bool = False,
            trace: bool = True,
            shares: bool = False,
        ) -> Recognition:
            return Recognition(
                sight=sight,
                reason=reason,
                manner=manner,
                steps=prepared.steps,
                spelled=_excerpt(plain, of.span) if of is not None and of.span is not None else spelled,
                matched=None if of is None else _Matched(text=text, rules=self.rules, found=of, order=self.compare),
                old_also_present=also,
                trace=trace,
                shares=shares,
            )

        missing = [c for c in self.compare if self.new.get(c) and c not in new.present]
        mangled = None if new.whole or old.whole else self._mangled(form, missing)
        if unreadable_characters(text) and (mangled is None or mangled.manner is not Manner.MOJIBAKE):
            return taken(Sight.UNREADABLE, "the text layer holds characters that cannot be read")
        for other in others:
            if self._foreign_text(prepared, other):
                return taken(Sight.FOREIGN, "another customer's value")
        if self.kind in (FactKind.LANGUAGE, FactKind.CONSENT) and new.whole and old.whole:
            return taken(Sight.GARBLED, "says both the new value and the old")
        if new.whole and self.rules.transliterated and (broken := mojibake_in(plain, self.new, self.compare)):
            # In A-Z it reads as the new value: "ChivatÃ¡" would be "Chivata!".
            return taken(Sight.GARBLED, broken.reason, new, manner=broken.manner)
        if new.whole:
            return taken(Sight.NEW, "the new value", new, also=old.whole)
        if old.whole:
            return taken(Sight.OLD, "the old value", old)
        for_new, for_old = new.present - old.present, old.present - new.present
        telling = self._telling
        bent = mangled and self._mangled(form, [c for c in missing if c in telling])
        trace, shares = bool(new.anchored or (new.present | old.present) & telling or bent), bool(mangled)
        # Near a street that is the same in both, the shared components speak for neither.
        alike = {c for c in self.compare if self._same(c, self.old.get(c, ""), self.new)}
        for_new, for_old = for_new - alike, for_old - alike
        if for_new and for_old and trace:
            said = f"{_list(for_new, self.compare)} new, {_list(for_old, self.compare)} old"
            return taken(Sight.MIXED, said, new if new.span else old)
        stray = [c for c in self.compare if not self.new.get(c) and c in old.present]
        if for_new and stray:
            return taken(Sight.MIXED, f"the new value, but the old {_list(stray, self.compare)} is still there", new)
        if mangled is None and for_old:
            mangled = Mangled(Manner.MISSING, "the old value, incomplete")
        elif mangled is None and for_new and missing:
            mangled = Mangled(Manner.MISSING, f"{_list(missing, self.compare)} is missing")
        reason = "its parts stand apart" if for_new and not for_old else "neither the new value nor the old"
        manner, reason = mangled or (None, reason)
        where = new if new.span else old
        return taken(Sight.GARBLED, reason, where, manner=manner, trace=trace, shares=shares)

    def _mangled(self, form: str, missing: list[str]) -> Mangled | None:
        for component in missing if self.kind is FactKind.DATE else ():
            if doubtful := ambiguous_date(form, self.new[component], self.rules.locale):
                said = f"{doubtful} may mean two days; only a locale declared for this place would tell which"
                return Mangled(Manner.AMBIGUOUS, said)
        return mangled_text(self.kind, form, self.new, missing)

    def _same(self, component: str, seen: str, value: Components) -> bool:
        country = value.get("country", "")
        return same(way_of(self.kind, component), seen, value.get(component, ""), self.rules, country)

    def _find(self, prepared: Prepared, value: Components, twin: Components) -> Found:
        return find_value(prepared, kind=self.kind, value=value, twin=twin, compare=self.compare, rules=self.rules)

    def _in_order(self, without: set[str]) -> list[str]:
        return [c for c in self.compare if c not in without]

    def _foreign_fields(self, fields: Components, other: Components) -> bool:
        """Whether the fields hold another customer's value: all of it that is shown, and enough to be hers alone."""
        if self._is_ours(other):
            return False
        names = _ADDRESS_ALONE if self.kind is FactKind.POSTAL_ADDRESS else tuple(other)
        shown = [c for c in names if c in fields and other.get(c)]
        telling = {FactKind.POSTAL_ADDRESS: {"street", "house_number"}, FactKind.PERSON_NAME: {"family_name"}}
        if not shown or not telling.get(self.kind, set()) <= set(shown):
            return False
        return all(self._same(c, fields[c], other) for c in shown)

    def _foreign_text(self, prepared: Prepared, other: Components) -> bool:
        if self._is_ours(other):
            return False
        names = _ADDRESS_ALONE if self.kind is FactKind.POSTAL_ADDRESS else tuple(other)
        names = tuple(c for c in names if other.get(c))
        found = find_value(prepared, kind=self.kind, value=other, twin={}, compare=names, rules=self.rules)
        return found.whole

    def _is_ours(self, other: Components) -> bool:
        """Joint holders share an address: a value that is also hers accuses nobody."""
        names = set(other) - {"country"}
        return any(
            bool(mine) and all(self._same(c, other.get(c, ""), mine) for c in names) for mine in (self.new, self.old)
        )


_Items = tuple[tuple[str, str], ...]


def _items(value: Components) -> _Items:
    return tuple(value.items())


@lru_cache(maxsize=4096)
def _plainly(  # noqa: PLR0917 (all that it depends on)
    kind: FactKind, old: _Items, new: _Items, compare: tuple[str, ...], rules: Normalisation, fields: _Items
) -> Recognition | None:
    """`of_like_fields`, remembered: places that know the same value show it again and again."""
    return _Reading(kind=kind, old=dict(old), new=dict(new), compare=compare, rules=rules).of_like_fields(dict(fields))


def _taken_for(
    fields: Components,
    sight: Sight,
    reason: str,
    *,
    manner: Manner | None = None,
    also: bool = False,
    trace: bool = True,
    shares: bool = False,
) -> Recognition:
    return Recognition(
        sight=sight,
        reason=reason,
        manner=manner,
        steps=("NFC", "white space"),
        spelled=_shorten(" · ".join(text for text in fields.values() if text.strip())),
        old_also_present=also,
        trace=trace,
        shares=shares,
    )


def _list(names: Mapping[str, object] | set[str] | frozenset[str] | Sequence[str], order: Sequence[str]) -> str:
    return ", ".join(c.replace("_", " ") for c in order if c in names)


def _shorten(text: str) -> str:
    line = " / ".join(text.split("\n"))
    return line if len(line) <= _SHORT_CHARS else line[: _SHORT_CHARS - 1] + "…"


def _excerpt(form: str, span: Span) -> str:
    if len(form) <= _SHORT_CHARS or span[1] - span[0] > _SHORT_CHARS:
        return _shorten(form)
    start = max(0, span[0] - (_SHORT_CHARS - (span[1] - span[0])) // 4)
    head = "…" if start else ""
    return head + _shorten(form[start:])[: _SHORT_CHARS - len(head)]
