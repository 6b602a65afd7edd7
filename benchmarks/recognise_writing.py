"""What the makers of samples share: countries, what a touchpoint declares, and how a value is put wrong."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from itertools import pairwise

from faker import Faker

from tellonce.model.blueprint import Normalisation
from tellonce.probes.mail import read_mail

__all__ = ["AS_TOLD", "CAPITALS", "COUNTRIES", "PLAIN", "Written", "faker_of", "mailed", "nfc", "put_wrong"]

# Country -> the Faker locale that has addresses of its own there.
COUNTRIES: Mapping[str, str] = {
    locale[-2:]: locale
    for locale in [
        "fr_DZ", "es_AR", "hy_AM", "en_AU", "de_AT", "az_AZ", "en_BD", "nl_BE", "pt_BR",
        "fr_CA", "de_CH", "es_CL", "zh_CN", "es_CO", "cs_CZ", "de_DE", "da_DK", "es_ES",
        "fi_FI", "fr_FR", "en_GB", "ka_GE", "el_GR", "hr_HR", "hu_HU", "id_ID", "en_IE",
        "he_IL", "en_IN", "fa_IR", "it_IT", "ja_JP", "ko_KR", "es_MX", "mk_MK", "ne_NP",
        "nl_NL", "no_NO", "en_NZ", "en_PH", "pl_PL", "pt_PT", "ro_RO", "ru_RU", "sv_SE",
        "sl_SI", "sk_SK", "th_TH", "zh_TW", "uk_UA", "en_US", "vi_VN", "zu_ZA",
    ]
}  # fmt: skip
AS_TOLD = Normalisation()
CAPITALS = Normalisation(upper_case=True)
PLAIN = Normalisation(upper_case=True, transliterated=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text, how it was written, and what the touchpoint declares for it."""

    text: str
    way: str
    rules: Normalisation = AS_TOLD
    is_new: bool = True


@cache
def faker_of(country: str) -> Faker:
    """Faker for one country, the same for a whole run."""
    return Faker(COUNTRIES[country])


def mailed(text: str) -> str:
    """As it comes out of a mail that was sent quoted-printable, with a line break in the middle of it."""
    mail = EmailMessage()
    mail["Subject"] = "News"
    mail["To"] = "maria@mail.example"
    mail.set_content(text, cte="quoted-printable")
    return read_mail("", mail.as_bytes()).text.text


def put_wrong(text: str, chance: random.Random, *, digits_only: bool = False) -> Iterator[str]:
    """`text` with one character replaced, with two digits changed over, and with one lost."""
    digits = [i for i, c in enumerate(text) if c.isdecimal()]
    at = chance.choice(digits or range(len(text)))
    other = str((int(text[at]) + 1 + chance.randrange(8)) % 10) if digits else "q"
    if text[at] != other:
        yield text[:at] + other + text[at + 1 :]
    for i, j in pairwise(digits):
        if j == i + 1 and text[i] != text[j]:
            yield text[:i] + text[j] + text[i] + text[j + 1 :]
            break
    if digits and len(text) > 1:
        yield text[:at] + text[at + 1 :]
    elif not digits_only and len(text) > 3:
        yield text[:-2]


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))
