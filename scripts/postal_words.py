"""Rebuild `src/tellonce/recognise/data/` from its sources, when one of them has moved on.

    npm pack @fragaria/address-formatter cldr-misc-modern cldr-units-modern    # and unpack each
    python scripts/postal_words.py --layouts DIR --misc DIR --units DIR

All sources are packages of npm and PyPI.
layouts: @fragaria/address-formatter (MIT), which carries OpenCage's address-formatting (MIT): words of streets and
their abbreviations by language, languages by country, and by country whether the house number comes first.
misc, units: cldr-misc-modern and cldr-units-modern (Unicode-3.0): "yes", "no" and the compass points, by language.
Currency signs and the names of months, countries and languages come from Babel: loading it for all languages takes
half a second in every run, and a file of names none. own_words.json is Tellonce's own, and not made here.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import babel
from babel import Locale
from babel.core import get_global
from babel.localedata import exists

from tellonce.recognise.canonical import fold
from tellonce.recognise.cldr import month_names

OUT = Path(__file__).parents[1] / "src/tellonce/recognise/data"
ISO_639 = {"NO": "nb", "JP": "ja", "BY": "be"}  # where the package names a language by another code


def main() -> None:
    """Write the files. Stops with a message when a folder is not what it should be."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("layouts", "misc", "units"):
        asked.add_argument(f"--{name}", type=Path, required=True)
    folders = asked.parse_args()
    formatter = folders.layouts / "src/templates"
    spoken_in = languages(formatter)
    for name, found in (("postal_words", words(formatter)), ("address_languages", spoken_in),
                        ("house_first", house_first(formatter))):  # fmt: skip
        write(f"{name}.json", found, source="@fragaria/address-formatter of npm, from OpenCage's address-formatting",
              version=version(folders.layouts), licence="MIT, Winding Tree; MIT, OpenCage GmbH")  # fmt: skip
    codes = sorted({code for spoken in spoken_in.values() for code in spoken})
    spoken = [Locale.parse(name) for name in ("en", *(name for name in codes if name != "en" and exists(name)))]
    write("answers.json", answers(folders.misc), source="Unicode CLDR, posix messages",
          licence="Unicode-3.0, Copyright (c) Unicode, Inc.", version=version(folders.misc))  # fmt: skip
    write("directions.json", directions(folders.units, codes), source="Unicode CLDR, coordinate units",
          licence="Unicode-3.0, Copyright (c) Unicode, Inc.", version=version(folders.units))  # fmt: skip
    for name, data in (("signs", signs(spoken)), ("months", months(spoken)),
                       ("countries", countries(spoken)), ("languages", language_names(spoken))):  # fmt: skip
        write(f"{name}.json", data, source="Unicode CLDR, as Babel packs it", version=babel.__version__,
              licence="Unicode-3.0, Copyright (c) Unicode, Inc.")  # fmt: skip


def words(formatter: Path) -> dict[str, list[list[str]]]:
    """By language: the words of streets, each with its abbreviation; those of several words are left out."""
    found: dict[str, list[list[str]]] = {}
    for language, parts in read(formatter / "abbreviations.json").items():
        pairs = [(each["src"], each["dest"]) for part in parts if part["component"] == "road"
                 for each in part["replacements"]]  # fmt: skip
        kept = [[nfc(word), nfc(short)] for word, short in pairs if " " not in word + short]
        if kept:
            found[iso(language)] = kept
    return dict(sorted(found.items()))


def languages(formatter: Path) -> dict[str, list[str]]:
    """By country: the languages in which its addresses are written."""
    spoken = read(formatter / "country-to-lang.json")
    return {country: [iso(language) for language in told] for country, told in sorted(spoken.items())}


def house_first(formatter: Path) -> dict[str, bool]:
    """By country: whether its template puts the house number before the road."""
    found: dict[str, bool] = {}
    same_as: dict[str, str] = {}
    for country, told in read(formatter / "templates.json").items():
        if re.fullmatch("[A-Z]{2}", country) is None:
            continue
        template = told.get("address_template", "")
        house, road = template.find("{{{house_number}}}"), template.find("{{{road}}}")
        if min(house, road) >= 0:
            found[country] = house < road
        elif "use_country" in told:
            same_as[country] = told["use_country"]
    found.update({country: found[other] for country, other in same_as.items() if other in found})
    return dict(sorted(found.items()))


def directions(units: Path, codes: list[str]) -> dict[str, list[str]]:
    """By language: its words for north, south, east and west, where each is one word."""
    found: dict[str, list[str]] = {}
    for code in codes:
        path = units / f"main/{code}/units.json"
        if not path.exists():
            continue
        compass = read(path)["main"][code]["units"]["long"].get("coordinateUnit", {})
        # "{0} north"; where it is not a word after a blank, it is a sign: "{0}N".
        told = [compass.get(side, "").removeprefix("{0} ") for side in ("north", "south", "east", "west")]
        kept = [nfc(word) for word in told if len(word) > 1 and not re.search(r"[\s{]", word)]
        if kept:
            found[code] = kept
    return found


def signs(spoken: list[Locale]) -> dict[str, list[str]]:
    """By currency sign or code, folded: the currencies in use that it may stand for."""
    territories = get_global("territory_currencies").values()
    current = sorted({entry[0] for entries in territories for entry in entries if not entry[2]})
    found: dict[str, set[str]] = {code.casefold(): {code} for code in current}
    for locale in spoken:
        for code in current:
            sign = locale.currency_symbols.get(code, "").strip("\u200e\u200f \u00a0").casefold()
            if sign:
                found.setdefault(sign, set()).add(code)
    # Every country calls its own dollar "$" and its own crown "kr".
    english = spoken[0].currencies
    for sign, names in (("$", ("Dollar", "Peso")), ("kr", ("Krona", "Krone", "Króna")), ("£", ("Pound",))):
        called = {code for code in current if any(name in english.get(code, "") for name in names)}
        found.setdefault(sign, set()).update(called)
    return {sign: sorted(codes) for sign, codes in sorted(found.items())}


def months(spoken: list[Locale]) -> dict[str, dict[str, int]]:
    """By name, folded, with and without marks: the month that it means in each language."""
    found: dict[str, dict[str, int]] = {}
    for locale in spoken:
        for name, month in month_names(locale):
            found.setdefault(name, {}).setdefault(locale.language, month)
    return dict(sorted(found.items()))


def countries(spoken: list[Locale]) -> dict[str, list[str]]:
    """By ISO 3166 code: the country's names."""
    codes = sorted(
        code for code in spoken[0].territories if re.fullmatch("[A-Z]{2}", code) and code not in ("ZZ", "EU")
    )
    return {
        code: list(dict.fromkeys(filter(None, (locale.territories.get(code) for locale in spoken)))) for code in codes
    }


def language_names(spoken: list[Locale]) -> dict[str, str]:
    """By name, folded: the ISO 639 code; a name that means two languages somewhere means none."""
    meant: dict[str, set[str]] = {}
    for locale in spoken:
        for code, name in locale.languages.items():
            if len(code) == 2:
                meant.setdefault(fold(name), set()).add(code)
    return {name: next(iter(codes)) for name, codes in sorted(meant.items()) if len(codes) == 1}


def answers(cldr: Path) -> dict[str, list[str]]:
    """All words for "yes" and for "no"; a word that means both somewhere is neither."""
    said: dict[str, set[str]] = {"yes": set(), "no": set()}
    for path in sorted((cldr / "main").glob("*/posix.json")):
        for locale in json.loads(path.read_text(encoding="utf-8"))["main"].values():
            messages = locale["posix"]["messages"]
            for answer, words in said.items():
                # "oui:o": the word and its initial; an initial alone says too little.
                words.add(messages.get(f"{answer}str", "").split(":")[0].casefold())
    both = said["yes"] & said["no"]
    return {answer: sorted(word.strip() for word in words - both if len(word) > 1) for answer, words in said.items()}


def read(path: Path) -> Any:
    """A JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def iso(language: str) -> str:
    """The ISO 639 code of a language of the package."""
    return ISO_639.get(language, language.lower())


def version(package: Path) -> str:
    """Which version of a package this is."""
    return str(read(package / "package.json")["version"])


def write(name: str, data: Mapping[str, object], *, source: str, licence: str, version: str) -> None:
    """One file, with where it comes from in its head, one line for each entry so that a change can be read."""
    head = {"source": source, "version": version, "licence": licence}
    lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    body = ",\n".join(
        f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}" for key, value in data.items()
    )
    OUT.mkdir(exist_ok=True)
    (OUT / name).write_text("{\n" + ",\n".join(lines) + ',\n"data": {\n' + body + "\n}\n}\n", encoding="utf-8")
    print(f"{name}: {len(body) // 1024} KB")


if __name__ == "__main__":
    main()
