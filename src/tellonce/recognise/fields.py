"""A value whose parts stand in fields of their own: columns and keys come in any order, and with anything between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tellonce.model.facts import Components, FactKind
from tellonce.recognise.contains import contains

__all__ = ["fields_together"]

_BETWEEN = re.compile(r"[\n\t;|,<>{}\[\]=\"]+|(?<=\w):\s")
_PARTS = {
    FactKind.POSTAL_ADDRESS: ("street", "house_number", "flat", "postcode", "city"),
    FactKind.PERSON_NAME: ("family_name", "given_name"),
}
"""Kind -> its parts, the one that tells most first."""
_EXACT = ("house_number", "flat", "postcode")
_LONGEST = 80
_HOUSE = re.compile(r"\d{1,4}\s?[^\W\d_]?")


def fields_together(text: str, kind: FactKind, value: Components, compare: Sequence[str]) -> str:
    """The value as people write it, when each part of it that tells it stands in `text` as a field; empty when not.

    text: one record, since parts of different ones would be put together.
    """
    parts = _PARTS.get(kind, ())
    if not parts or not value.get(parts[0]):
        return ""
    fields = [field for part in _BETWEEN.split(text) if 0 < len(field := part.strip()) <= _LONGEST]
    # The cheap test first: nearly every other house of her street ends here.
    exact = {field.casefold() for field in fields}
    if value.get("house_number") and value["house_number"].casefold() not in exact:
        return ""
    if kind is FactKind.POSTAL_ADDRESS and value.get("house_number"):
        fields = _without_neighbours(fields, value)
    there: dict[str, str] = {}
    for name in parts:
        if _stands(name, kind, value, fields):
            there[name] = value[name]
        elif name == parts[0]:
            return ""
    whole = _written(kind, there)
    return whole if contains(whole, kind, value, compare) else ""


def _without_neighbours(fields: Sequence[str], value: Components) -> list[str]:
    """The fields without streets that another house number follows: a number further off is then something else's."""
    own = {value.get(name, "").casefold() for name in ("house_number", "flat", "postcode")}
    after = [*fields[1:], ""][: len(fields)]
    return [
        field
        for field, then in zip(fields, after, strict=True)
        if not (_HOUSE.fullmatch(then) and then.casefold() not in own and field[:1].isalpha())
    ]


def _stands(name: str, kind: FactKind, value: Components, fields: Iterable[str]) -> bool:
    told = value.get(name, "")
    if not told:
        return False
    if name in _EXACT:
        return any(field.casefold() == told.casefold() for field in fields)
    # However a street, a town or a name may be written, `contains` knows it where the rest is beside it.
    beside = {**value, "postcode": "", "city": ""} if name == "city" else dict(value)
    return any(
        contains(_written(kind, {**beside, name: field}), kind, value, _PARTS[kind][:2])
        for field in fields
        if "@" not in field
    )


def _written(kind: FactKind, value: Components) -> str:
    if kind is FactKind.PERSON_NAME:
        return f"{value.get('given_name', '')} {value.get('family_name', '')}".strip()
    lines = (("street", "house_number"), ("flat",), ("postcode", "city"))
    written = (" ".join(value[name] for name in line if value.get(name)) for line in lines)
    return "\n".join(line for line in written if line)
