"""The words for yes and no that people of a country tick, from dictionaries and not from the recogniser."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.recognise_writing import COUNTRIES

__all__ = ["words_of"]

# Language -> yes, no.
_WORDS: Mapping[str, tuple[str, str]] = {
    "az": ("bəli", "xeyr"), "cs": ("ano", "ne"), "da": ("ja", "nej"), "de": ("ja", "nein"), "el": ("ναι", "όχι"),
    "en": ("yes", "no"), "es": ("sí", "no"), "fa": ("بله", "نه"), "fi": ("kyllä", "ei"), "fr": ("oui", "non"),
    "he": ("כן", "לא"), "hr": ("da", "ne"), "hu": ("igen", "nem"), "hy": ("այո", "ոչ"), "id": ("ya", "tidak"),
    "it": ("sì", "no"), "ja": ("はい", "いいえ"), "ka": ("კი", "არა"), "ko": ("예", "아니요"), "mk": ("да", "не"),
    "ne": ("हो", "होइन"), "nl": ("ja", "nee"), "no": ("ja", "nei"), "pl": ("tak", "nie"), "pt": ("sim", "não"),
    "ro": ("da", "nu"), "ru": ("да", "нет"), "sk": ("áno", "nie"), "sl": ("da", "ne"), "sv": ("ja", "nej"),
    "th": ("ใช่", "ไม่ใช่"), "uk": ("так", "ні"), "vi": ("có", "không"), "zh": ("是", "否"), "zu": ("yebo", "cha"),
}  # fmt: skip


def words_of(country: str, answer: str) -> tuple[str, ...]:
    """How the country, and a form in English, write "yes" or "no"."""
    at = ("yes", "no").index(answer)
    return tuple(dict.fromkeys(_WORDS[language][at] for language in (COUNTRIES[country][:2], "en")))
