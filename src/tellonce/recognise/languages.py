"""Languages by code and by name, and answers by the words for yes and no."""

from __future__ import annotations

import re
from functools import lru_cache

from tellonce.recognise.canonical import fold
from tellonce.recognise.cldr import declared_locale, packed

__all__ = ["answer", "language_code"]

# What machines write; the words of people come from CLDR.
_MACHINES = {
    "yes": frozenset(["y", "true", "t", "1", "on", "granted", "given", "opted in", "opt-in", "✓", "✔", "☑", "[x]"]),
    "no": frozenset(["n", "false", "f", "0", "off", "withdrawn", "refused", "opted out", "opt-out", "✗", "☐", "[ ]"]),
}
# What forms have people tick, and CLDR has not or has as one letter.
_FORMS = {"yes": frozenset(["bəli", "是", "예"]), "no": frozenset(["xeyr", "否"])}
_CODE = re.compile(r"([A-Za-z]{2,3})([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|\d{3}))?")


@lru_cache(maxsize=4096)
def language_code(text: str, locale: str = "") -> str:
    """The ISO 639 code that a short text means: "de", "de-AT", "German", "allemand"; else the text itself, folded."""
    plain = text.strip()
    code = _CODE.fullmatch(plain)
    if code and (len(code[1]) == 2 or code[2] or code[3]):
        return code[1].casefold()
    return _names(locale).get(fold(plain), fold(plain))


def answer(text: str) -> str:
    """ "yes" or "no" where a text is a word for it in any language; the text itself, folded, if it is neither."""
    word = " ".join(fold(text).split()).strip(".!")
    return next((said for said, words in _answers().items() if word in words), word)


@lru_cache(maxsize=1)
def _answers() -> dict[str, frozenset[str]]:
    words = {
        said: _MACHINES[said] | _FORMS[said] | {fold(word) for word in known}
        for said, known in packed("answers").items()
    }
    both = words["yes"] & words["no"]
    return {said: known - both for said, known in words.items()}


@lru_cache(maxsize=64)
def _names(declared: str) -> dict[str, str]:
    """Folded name -> code, in every known language and in the declared locale."""
    locale = declared_locale(declared)
    own = {} if locale is None else {fold(name): code for code, name in locale.languages.items() if len(code) <= 3}
    return packed("languages") | own  # type: ignore[no-any-return]  # as the script packs it
