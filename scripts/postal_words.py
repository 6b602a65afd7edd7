"""Rebuild `src/tellonce/recognise/data/` from its sources, when one of them has moved on.

    python scripts/postal_words.py --libpostal DIR --layouts DIR --cldr DIR

libpostal: a checkout of openvenues/libpostal (MIT): words of addresses and their abbreviations, by language.
layouts: a checkout of OpenCageData/address-formatting (MIT): whether the house number comes first, by country.
cldr: the unpacked package cldr-misc-modern (Unicode-3.0): "yes" and "no", by language.
Currency signs and the names of months, countries and languages come from Babel: loading it for all languages takes
half a second in every run, and a file of names none.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import babel
from babel import Locale
from babel.core import get_global
from babel.localedata import exists

from tellonce.recognise.canonical import fold, transliterations
from tellonce.recognise.cldr import month_names

OUT = Path(__file__).parents[1] / "src/tellonce/recognise/data"
# What stands in a street or a flat, and may be abbreviated there.
WORDS = ("street_types", "directionals", "synonyms", "unit_types_numbered", "level_types_numbered", "staircases",
         "entrances", "building_types", "personal_titles", "stopwords")  # fmt: skip
SUFFIXES = ("concatenated_suffixes_separable", "concatenated_suffixes_inseparable")
UNITS = ("unit_types_numbered", "level_types_numbered", "staircases", "entrances")
NUMBERS = ("number", "house_numbers")
QUALIFIERS = ("directionals", "concatenated_prefixes_separable")


def main() -> None:
    """Write the files. Stops with a message when a folder is not what it should be."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("libpostal", "layouts", "cldr"):
        asked.add_argument(f"--{name}", type=Path, required=True)
    folders = asked.parse_args()
    words = languages(folders.libpostal, in_use(folders.layouts))
    write("postal_words.json", words, source="openvenues/libpostal, resources/dictionaries",
          licence="MIT, Copyright (c) 2015 openvenues", version=commit(folders.libpostal))  # fmt: skip
    write("house_first.json", house_first(folders.layouts), source="OpenCageData/address-formatting, conf/countries",
          licence="MIT, Copyright (c) OpenCage GmbH", version=commit(folders.layouts))  # fmt: skip
    package = json.loads((folders.cldr / "package.json").read_text())
    write("answers.json", answers(folders.cldr), source="Unicode CLDR, posix messages",
          licence="Unicode-3.0, Copyright (c) Unicode, Inc.", version=package["version"])  # fmt: skip
    spoken = [Locale.parse(name) for name in ("en", *(name for name in words if name != "en" and exists(name)))]
    for name, data in (("signs", signs(spoken)), ("months", months(spoken)),
                       ("countries", countries(spoken)), ("languages", language_names(spoken))):  # fmt: skip
        write(f"{name}.json", data, source="Unicode CLDR, as Babel packs it", version=babel.__version__,
              licence="Unicode-3.0, Copyright (c) Unicode, Inc.")  # fmt: skip


def in_use(layouts: Path) -> frozenset[str]:
    """Every abbreviation that address-formatting writes: a second opinion on libpostal's, which only reads them."""
    files = (layouts / "conf/abbreviations").glob("*.yaml")
    lines = (line.split("#")[0] for path in files for line in path.read_text(encoding="utf-8").splitlines())
    return frozenset(line.rsplit(":", 1)[-1].strip(" '\".").casefold() for line in lines if ":" in line)


def languages(libpostal: Path, known: frozenset[str]) -> dict[str, dict[str, object]]:
    """By language: words and suffixes as groups of spellings, the full one first; numbers, units, qualifiers."""
    found: dict[str, dict[str, object]] = {}
    for folder in sorted((libpostal / "resources/dictionaries").iterdir()):
        if not folder.is_dir() or folder.name == "all":
            continue
        words = [shortened(group, known) for name in WORDS for group in groups(folder, name)]
        kept = {
            "words": [group for group in words if len(group) > 1],
            "suffixes": [shortened(group, known) for name in SUFFIXES for group in groups(folder, name)],
            "numbers": sorted({word for name in NUMBERS for group in groups(folder, name) for word in group}),
            "units": sorted({word for name in UNITS for group in groups(folder, name) for word in group}),
            "qualifiers": sorted({word for name in QUALIFIERS for group in groups(folder, name) for word in group}),
        }
        if any(kept.values()):
            found[folder.name] = {name: entries for name, entries in kept.items() if entries}
    return found


def groups(folder: Path, name: str) -> list[list[str]]:
    """The single words of a dictionary's lines; what is written in several words is left out."""
    path = folder / f"{name}.txt"
    if not path.exists():
        return []
    lines = (line.replace(" /", "/") for line in path.read_text(encoding="utf-8").splitlines())
    read = ([unicodedata.normalize("NFC", word.strip()) for word in line.split("|")] for line in lines)
    # A line whose full spelling is several words would make its short form stand for something else.
    return [abbreviations(group) for group in read if group[0] and " " not in group[0]]


def abbreviations(group: list[str]) -> list[str]:
    """The spellings without those that only lack the marks of another: that is transliteration, declared apart."""
    words = [word for word in dict.fromkeys(group) if word and " " not in word]
    plain = {way for word in words if not word.isascii() for way in transliterations(word)}
    return [word for word in words if word not in plain]


def shortened(group: list[str], known: frozenset[str]) -> list[str]:
    """A word and its abbreviations. "Stre" and "Avenu" are read by libpostal, but a field that was cut writes them.

    What only cuts the word off must leave half of it at most, or be in use.
    """
    full, *short = group
    return [full, *(word for word in short if _is_abbreviation(word.rstrip("."), full, known))]


def _is_abbreviation(word: str, full: str, known: frozenset[str]) -> bool:
    cut = full.casefold().startswith(word.casefold())
    return not cut or len(word) * 2 <= len(full) or word.casefold() in known


def house_first(layouts: Path) -> dict[str, bool]:
    """By country: whether its template puts the house number before the road."""
    text = (layouts / "conf/countries/worldwide.yaml").read_text(encoding="utf-8")
    templates: dict[str, str] = {}
    for name, body in re.findall(r"^\w+: &(\w+) \|\n((?:[ \t]+.*\n)+)", text, re.MULTILINE):
        templates[name] = body
    found: dict[str, bool] = {}
    same_as: dict[str, str] = {}
    for country, body in re.findall(r"^([A-Z]{2}):\n((?:[ \t]+.*\n|\n|#.*\n)+?)(?=^\S|\Z)", text, re.MULTILINE):
        named = re.search(r"address_template: \*(\w+)", body)
        template = templates.get(named[1], "") if named else body
        house, road = template.find("{{{house_number}}}"), template.find("{{{road}}}")
        if min(house, road) >= 0:
            found[country] = house < road
        elif other := re.search(r"use_country: (\w\w)", body):
            same_as[country] = other[1]
    found.update({country: found[other] for country, other in same_as.items() if other in found})
    return dict(sorted(found.items()))


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


def commit(folder: Path) -> str:
    """Which version of a checkout this is."""
    told = subprocess.run(
        ["/usr/bin/git", "-C", folder, "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    )
    return told.stdout.strip()


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
