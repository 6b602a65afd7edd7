"""Every mistake in a persona is told where it stands; so is whatever she names and the blueprint does not know."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from phonenumbers.geodata.locale import LOCALE_DATA

from small_bank import JAN, MARIA, make_small_bank
from tellonce.model.errors import UsageProblem
from tellonce.project import load_project
from tellonce.project.devices import known_devices
from tellonce.project.languages import LANGUAGES

FACTS = "  valid         postal_address, email"

MISTAKES = {
    "an unknown key": (
        "nickname: Mia\n",
        "5:1: unknown key 'nickname'\n"
        "  did you mean  name\n"
        "  valid         name, role, about, locale, language, time_zone, pronouns, setting, needs, channels, patience, "
        "history, shares_account_with, values, insists, service",
    ),
    "an unknown key of the setting": (
        "setting: {devise: Pixel 7}\n",
        "5:11: unknown key 'devise' in setting\n"
        "  did you mean  device\n"
        "  valid         device, viewport, zoom, color_scheme, contrast, forced_colors, reduced_motion, javascript, "
        "network, keyboard_only, screen_reader",
    ),
    "a device and another size of its window": (
        "setting: {device: Pixel 7, viewport: 800x600}\n",
        "5:28: Maria's device Pixel 7 has a window of its own size\n"
        "  next          leave out viewport, or leave out device for a desktop window of that size",
    ),
    "a size that is none": (
        "setting: {viewport: wide}\n",
        "5:11: setting.viewport: 'wide' is no size of a window; write width x height, such as 1280x720",
    ),
    "a zoom without its unit": (
        "setting: {zoom: twice}\n",
        "5:11: setting.zoom: 'twice' is no zoom; write 200 %",
    ),
    "a zoom that no browser has": (
        "setting: {zoom: 900 %}\n",
        "5:11: setting.zoom: must be at most 500 (got '900 %')",
    ),
    "an unknown contrast": (
        "setting: {contrast: mor}\n",
        "5:11: setting.contrast: 'mor' will not do\n  did you mean  more\n  valid         more, less, no-preference",
    ),
    "an unknown network": (
        "setting: {network: slow 4g}\n",
        "5:11: setting.network: 'slow 4g' is no network; did you mean 'slow 3g'; "
        "write slow 3g, fast 3g, 4g, or {latency: ..., down: ..., up: ...}",
    ),
    "a speed without a unit": (
        "setting: {network: {latency: 1 s, down: 400, up: 400 kbit/s}}\n",
        "5:35: setting.network.down: write a number and a unit, such as '400 kbit/s', '1.5 Mbit/s'",
    ),
    "an unknown key of the network": (
        "setting: {network: {latncy: 1 s, down: 400 kbit/s, up: 400 kbit/s}}\n",
        "5:11: 'latency' is missing in setting.network\n"
        "fixtures/personas/maria.yaml:5:21: unknown key 'latncy' in setting.network\n"
        "  did you mean  latency\n"
        "  valid         latency, down, up, name",
    ),
    "an unknown pronoun": (
        "pronouns: {subjct: she}\n",
        "5:12: unknown key 'subjct' in pronouns\n  did you mean  subject\n  valid         subject, object, possessive",
    ),
    "a role that no touchpoint serves": (
        "role: custmer\n",
        "5:1: no touchpoint of the blueprint serves Maria's role 'custmer'\n"
        "  did you mean  customer\n"
        "  valid         customer\n"
        "  next          add the role to 'serves' of the touchpoints she meets, or mend the persona",
    ),
    "a value of an unknown fact": (
        "values: {emial: {address: m@x.example}}\n",
        f"5:10: unknown fact 'emial'\n  did you mean  email\n{FACTS}",
    ),
    "a value with an unknown component": (
        "values: {email: {adress: m@x.example}}\n",
        "5:18: unknown component 'adress'\n  did you mean  address\n  valid         address",
    ),
    "a value that is not whole": (
        "values: {postal_address: {street: Hauptstr., house_number: '7', postcode: '10115', city: Berlin}}\n",
        "5:10: the first postal address of Maria has no 'country'\n"
        '  next          add country, or write country: "" when she has none',
    ),
    "a wish that only other facts can grant": (
        "insists: {email: [long]}\n",
        "5:19: no e-mail address can be made up that is 'long'\n"
        "  next          nothing can be wished of it; leave it out",
    ),
    "an unknown word for channels": (
        "channels: {refuse: [phone]}\n",
        "5:12: Maria's channels are 'preferred' or 'refused', not 'refuse'\n"
        "  did you mean  refused\n"
        "  valid         preferred, refused",
    ),
    "an unknown channel": (
        "channels: {refused: [phon]}\n",
        "5:12: unknown channel 'phon'\n"
        "  did you mean  phone\n"
        "  valid         web, app, mail, sms, post, card, invoice, agent, partner, phone, chat, shop",
    ),
    "a channel that she prefers and refuses": (
        "channels: {preferred: [web, sms], refused: [sms]}\n",
        "5:35: Maria prefers the channel 'sms' and refuses it\n  next          take it out of one of the two",
    ),
    "an unknown device": (
        "setting: {device: Pixle 7}\n",
        "5:11: unknown device 'Pixle 7'\n"
        "  did you mean  Pixel 7\n"
        "  valid         DEVICES\n"
        "  next          use a device of Playwright, or leave it out for a desktop window",
    ),
    "a value that is a number": (
        "values: {postal_address: {house_number: 7}}\n",
        "5:27: values.postal_address.house_number: must be text; put it in quotes (got '7')",
    ),
    "a wish about an unknown fact": (
        "insists: {postal_adress: [flat]}\n",
        f"5:11: unknown fact 'postal_adress'\n  did you mean  postal_address\n{FACTS}",
    ),
    "an unknown wish": (
        "insists: {postal_address: [flatt]}\n",
        "5:28: insists.postal_address.0: 'flatt' will not do\n"
        "  did you mean  flat\n"
        "  valid         diacritics, long, flat",
    ),
    "a patience that is no duration": (
        "patience: ages\n",
        "5:1: patience: 'ages' is not a duration; write a number and a unit, such as '5 s', '2 minutes', '1 day'",
    ),
    "an account shared with somebody unknown": (
        "shares_account_with: Jam\n",
        "5:1: Maria shares an account with an unknown persona 'Jam'\n  did you mean  Jan\n  valid         Jan, Maria",
    ),
    "an account shared with herself": (
        "shares_account_with: Maria\n",
        "5:1: Maria shares an account with herself\n  next          name another persona",
    ),
}


def mistakes_in(root: Path) -> str:
    """All that is said of the project; empty when it is sound."""
    try:
        load_project(root)
    except UsageProblem as problem:
        return str(problem)
    return ""


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_where_it_stands(name: str, tmp_path: Path) -> None:
    line, said = MISTAKES[name]

    make_small_bank(tmp_path, personas={"maria": MARIA + line, "jan": JAN})

    told = re.sub("Blackberry PlayBook, .* more", "DEVICES", mistakes_in(tmp_path))
    assert told == f"fixtures/personas/maria.yaml:{said}"


def test_without_playwrights_list_a_device_is_left_to_the_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_small_bank(tmp_path, personas={"maria": MARIA + "setting: {device: Pixle 7}\n", "jan": JAN})
    monkeypatch.setattr("tellonce.project.devices._LISTED_IN", "nowhere")
    known_devices.cache_clear()
    try:
        assert known_devices() == ()
        assert mistakes_in(tmp_path) == ""
    finally:
        known_devices.cache_clear()


def test_the_devices_of_the_personas_here_are_in_playwrights_list() -> None:
    assert {"Pixel 7", "iPhone 13", "Desktop Chrome"} <= set(known_devices())


def test_a_language_that_is_none_is_told(tmp_path: Path) -> None:
    make_small_bank(tmp_path, personas={"maria": MARIA.replace("language: de", "language: xx")})

    first, valid, after = mistakes_in(tmp_path).splitlines()

    assert first == "fixtures/personas/maria.yaml:3:1: unknown language 'xx'"
    assert valid.startswith("  valid         aa, ab, ae, ")
    assert after == "  next          use a code of ISO 639-1, such as de"


def test_every_language_that_a_country_is_named_in_has_its_code() -> None:
    renamed = {"in", "iw", "ji", "mo", "sh"}  # withdrawn from ISO 639-1
    named = {code for names in LOCALE_DATA.values() for code in names if len(code) == 2} - renamed

    assert named <= set(LANGUAGES)
    assert list(LANGUAGES) == sorted(set(LANGUAGES))


def test_one_name_may_be_given_to_one_persona_only(tmp_path: Path) -> None:
    make_small_bank(tmp_path, personas={"maria": MARIA, "moving-maria": MARIA})

    assert mistakes_in(tmp_path) == (
        "fixtures/personas/moving-maria.yaml:1:1: the persona 'Maria' exists already, in fixtures/personas/maria.yaml"
    )


def test_a_locale_that_faker_does_not_have_cannot_make_values(tmp_path: Path) -> None:
    make_small_bank(tmp_path, personas={"maria": MARIA.replace("de_DE", "de_DD")})

    said = mistakes_in(tmp_path).splitlines()

    assert said[:2] == [
        "fixtures/personas/maria.yaml:2:1: Faker has no locale 'de_DD', so no values can be made for Maria",
        "  did you mean  de_DE",
    ]


def test_a_locale_in_another_spelling_is_told_with_the_right_shape(tmp_path: Path) -> None:
    make_small_bank(tmp_path, personas={"maria": MARIA.replace("de_DE", "de-DE")})

    assert mistakes_in(tmp_path) == (
        "fixtures/personas/maria.yaml:2:1: locale: String should match pattern '^[a-z]{2,3}_[A-Z]{2}$' (got 'de-DE')"
    )


def test_an_unknown_time_zone_is_told_with_an_example(tmp_path: Path) -> None:
    make_small_bank(tmp_path, personas={"maria": MARIA.replace("Europe/Berlin", "Europe/Berln")})

    assert mistakes_in(tmp_path) == (
        "fixtures/personas/maria.yaml:4:1: unknown time zone 'Europe/Berln'\n"
        "  next          use a name of the IANA list, such as Europe/Berlin"
    )


def test_a_project_without_a_persona_is_told_to_write_one(tmp_path: Path) -> None:
    make_small_bank(tmp_path)
    for path in (tmp_path / "fixtures/personas").iterdir():
        path.unlink()

    assert mistakes_in(tmp_path) == "fixtures/personas: there is no persona here\n  next          write maria.yaml"


def test_the_mistakes_of_every_persona_are_told_at_once(tmp_path: Path) -> None:
    make_small_bank(tmp_path, personas={"jan": JAN + "role: borrower\n", "maria": MARIA + "insists: {phone: [long]}\n"})

    places = [line.split(": ")[0] for line in mistakes_in(tmp_path).splitlines() if not line.startswith(" ")]

    assert places == ["fixtures/personas/jan.yaml:6:1", "fixtures/personas/maria.yaml:5:11"]
