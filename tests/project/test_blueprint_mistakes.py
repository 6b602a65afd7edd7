"""Every mistake in a blueprint is told whole: file:line:column, the bad value, the nearest, the valid ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_bank import BLUEPRINT, make_small_bank
from tellonce.model.errors import UsageProblem
from tellonce.project import load_project

HOP = "  - from: master\n    to: cards\n    facts: [postal_address]\n"
DURATIONS = "write a number and a unit, such as '5 s', '2 minutes', '1 day'"
SYSTEMS = "  valid         master, cards"
FACTS = "  valid         postal_address, email"
TWICE = "  master: {called: customer master, observe: [{kind: sql, read: {%s}}, {kind: sql, read: {%s}}]}"

MISTAKES = {
    "an unknown key at the top": (
        ("systems:", "sytems:"),
        "1:1: 'systems' is missing\n"
        "fixtures/blueprint.yaml:8:1: unknown key 'sytems'\n"
        "  did you mean  systems\n"
        "  valid         service, about, addresses, start, clock, look_on, traces, calendars, kept_on_purpose, roles, "
        "facts, systems, hops, touchpoints, contacts",
    ),
    "an unknown key of a touchpoint": (
        ("    owner: Digital Banking\n", "    owner: Digital Banking\n    ownr: Nobody\n"),
        "20:5: unknown key 'ownr' in touchpoints.profile\n"
        "  did you mean  owner\n"
        "  valid         called, called_in, channel, owner, lane, stage, kind, facts, promise, probe, fed_by, serves, "
        "destination, notice, moment_of_truth, third_party, normalise, consequence, "
        "consequence_in",
    ),
    "a consequence in a language that there is not": (
        ("    owner: Digital Banking\n", "    owner: Digital Banking\n    consequence_in: {dee: Er wartet.}\n"),
        "20:22: there are no reports in 'dee'\n  did you mean  de\n  valid         de, fr, es, nl, fi",
    ),
    "an English consequence among the others": (
        ("    owner: Digital Banking\n", "    owner: Digital Banking\n    consequence_in: {en: She waits.}\n"),
        "20:22: the English sentence stands in 'consequence'\n  next          leave this one out",
    ),
    "a pronoun in a consequence of another language": (
        ("    owner: Digital Banking\n", "    owner: Digital Banking\n    consequence_in: {de: '{subject} wartet'}\n"),
        "20:22: the consequence of profile in 'de' names '{subject}', which nobody fills in\n"
        "  valid         name, fact, old, new\n"
        "  next          pronouns of a persona are English: say her name",
    ),
    "an unknown key of a promise": (
        ("{within: 10 s}", "{within: 10 s, at_mots: 1}"),
        "25:29: unknown key 'at_mots' in touchpoints.profile.promise\n"
        "  did you mean  at_most\n"
        "  valid         called, within, window, at_least, at_most, drain, holds_for, calendar, by, exempt",
    ),
    "an unknown key of the clock": (
        ("service: Small Bank\n", "service: Small Bank\nclock: {reed: x}\n"),
        "2:9: unknown key 'reed' in clock\n"
        "  did you mean  read\n"
        "  valid         kind, read, advance, leap_beyond, ready_within, skew",
    ),
    "an alternative that is none": (
        (":9\n", ":9\n  stores: {by: sqlit, among: {sqlite: a, postgresql: b}}\n"),
        "4:12: the address stores has no alternative 'sqlit'\n"
        "  did you mean  sqlite\n"
        "  valid         sqlite, postgresql",
    ),
    "an unknown key of alternatives": (
        (":9\n", ":9\n  stores: {by: a, amongst: {a: b}}\n"),
        "4:3: 'among' is missing\nfixtures/blueprint.yaml:4:19: unknown key 'amongst'\n"
        "  did you mean  among\n  valid         by, among",
    ),
    "an address that uses an unknown one": (
        (":9\n", ':9\n  stores: "{wbe}/stores"\n'),
        "4:3: the address stores uses '{wbe}'\n"
        "  did you mean  web\n"
        "  valid         root, python, web\n"
        "  next          an address may use those above it",
    ),
    "an address that uses one below it": (
        (":9\n", ':9\n  stores: "{post}/stores"\n  post: ./post\n'),
        "4:3: the address stores uses '{post}', which stands below it\n"
        "  next          an address may use those above it",
    ),
    "a clock per customer that nobody can read": (
        ("service: Small Bank\n", "service: Small Bank\nclock: {kind: per_customer, advance: x}\n"),
        "2:9: a clock per customer needs 'read'\n  next          write its URL with {customer.service_id}",
    ),
    "a service without a way to tell that it is ready": (
        ("service: Small Bank\n", "service: Small Bank\nstart: [{name: a, command: b}]\n"),
        "2:9: 'ready' is missing in start.0",
    ),
    "a duration without a unit": (
        ("{within: 10 s}", "{within: 10}"),
        "25:15: touchpoints.profile.promise.within: 10 of what? write '10 s', '10 minutes', '10 days'",
    ),
    "a mapping written twice": (
        ("systems:", "systems: {}\nsystems:"),
        "9:1: 'systems' is written twice; the first is on line 8\n  next          keep one of them",
    ),
    "a word where a list belongs": (
        ("facts: [", "facts: postal_address #"),
        "14:5: hops.0.facts: must be a list, such as [one, two] (got 'postal_address')",
    ),
    "a misspelt duration": (
        ("{within: 10 s}", "{within: 10 dayz}"),
        "25:15: touchpoints.profile.promise.within: '10 dayz' is not a duration; did you mean '10 days'?",
    ),
    "a missing owner": (("    owner: Digital Banking\n", ""), "16:3: 'owner' is missing in touchpoints.profile"),
    "a missing name of the service": (("service: Small Bank\n", ""), "1:1: 'service' is missing"),
    "an unknown channel": (
        ("channel: web", "channel: wbe"),
        "18:5: touchpoints.profile.channel: 'wbe' will not do\n"
        "  did you mean  web\n"
        "  valid         web, app, mail, sms, post, card, invoice, agent, partner, phone, chat, shop",
    ),
    "an unknown kind of touchpoint": (
        ("kind: state", "kind: stat"),
        "22:5: touchpoints.profile.kind: 'stat' will not do\n  did you mean  state\n  valid         state, emission",
    ),
    "an unknown kind of fact": (
        ("kind: email,", "kind: mail,"),
        "7:11: facts.email.kind: 'mail' will not do\n"
        "  did you mean  email\n"
        "  valid         postal_address, person_name, email, phone, language, consent, plan, money, date, text",
    ),
    "a touchpoint with an unknown fact": (
        ("facts: [postal_address, email]", "facts: [postal_address, emial]"),
        f"23:29: unknown fact 'emial'\n  did you mean  email\n{FACTS}",
    ),
    "a touchpoint with an unknown component": (
        ("facts: [postal_address, email]", "facts: {postal_address: [street, citty], email: []}"),
        "23:38: unknown component 'citty'\n"
        "  did you mean  city\n"
        "  valid         street, house_number, flat, postcode, city, country",
    ),
    "a touchpoint fed by an unknown system": (
        ("fed_by: cards", "fed_by: crads"),
        f"38:5: unknown system 'crads'\n  did you mean  cards\n{SYSTEMS}",
    ),
    "an unknown destination": (
        ("destination: postal_address", "destination: postal_adress"),
        f"37:5: unknown fact 'postal_adress'\n  did you mean  postal_address\n{FACTS}",
    ),
    "an exemption of a fact that it does not use": (
        ("{within: 1 day}", "{within: 1 day, exempt: {email: it has none}}"),
        "39:39: unknown fact 'email'\n  valid         postal_address",
    ),
    "a hop from an unknown system": (
        ("from: master", "from: mastr"),
        f"12:5: unknown system 'mastr'\n  did you mean  master\n{SYSTEMS}",
    ),
    "a hop to an unknown system": (
        ("to: cards", "to: cardz"),
        f"13:5: unknown system 'cardz'\n  did you mean  cards\n{SYSTEMS}",
    ),
    "a hop of an unknown fact": (
        (HOP, HOP.replace("[postal_address]", "[email, phone]")),
        f"14:20: unknown fact 'phone'\n{FACTS}",
    ),
    "hops in a circle": (
        (HOP, HOP + "  - {from: cards, to: master}\n"),
        "15:5: the hops go round in a circle: master -> cards -> master\n"
        "  next          a fact travels one way; take out the hop that leads back",
    ),
    "a hop to itself": (
        (HOP, HOP + "  - {from: cards, to: cards}\n"),
        "15:5: the hops go round in a circle: cards -> cards\n"
        "  next          a fact travels one way; take out the hop that leads back",
    ),
    "a duration without a unit that is known": (
        ("within: 10 s", "within: 10 fortnights"),
        f"25:15: touchpoints.profile.promise.within: '10 fortnights' is not a duration; {DURATIONS}",
    ),
    "a duration without a number": (
        ("within: 10 s", "within: soon"),
        f"25:15: touchpoints.profile.promise.within: 'soon' is not a duration; {DURATIONS}",
    ),
    "a duration that runs backwards": (
        ("within: 10 s", "within: -5"),
        "25:15: touchpoints.profile.promise.within: write a number and a unit, such as '5 s', '1 day' or "
        "'2 business days' (got '-5')",
    ),
    "an exemption without a reason": (
        ("{within: 1 day}", '{within: 1 day, exempt: {postal_address: " "}}'),
        "39:5: touchpoints.card-letter.promise: the exemption of 'postal_address' gives no reason; "
        "say why it need not be learned here",
    ),
    "a notice without a destination": (
        ("    destination: postal_address\n", "    notice: true\n"),
        "37:5: card-letter is a notice, so it needs a 'destination'",
    ),
    "a state that is sent somewhere": (
        ("kind: emission", "kind: state"),
        "35:5: card-letter is a state: it can be read any time, so it has no 'destination' and no 'at_most'\n"
        "  next          write 'kind: emission' if it is sent once",
    ),
    "a probe without a kind": (("      kind: http\n", ""), "26:5: the probe of profile has no 'kind'"),
    "a name in a language that is none": (
        ("called: e-mail address", "called: e-mail address, called_in: {ded: Mailadresse}"),
        "7:60: unknown language 'ded'\n  did you mean  de\n"
        "  valid         aa, ab, ae, af, ak, am, an, ar, as, av, ay, az, ba, be, bg, bh, bi, bm, bn, "
        "bo … and 164 more\n"
        "  next          use a code of ISO 639-1, such as de",
    ),
    "an English name beside the name": (
        ("called: e-mail address", "called: e-mail address, called_in: {en: email}"),
        "7:60: the English name stands in 'called'\n  next          leave it out",
    ),
    "two facts of one name in another language": (
        (
            "called: postal address}\n  email: {kind: email, called: e-mail address",
            "called: postal address, called_in: {de: [Adresse, Anschrift]}}\n"
            "  email: {kind: email, called: e-mail address, called_in: {de: [E-Mail, Anschrift]}",
        ),
        "7:73: 'postal_address' is already called 'Anschrift' in 'de'\n"
        "  next          call them differently: sentences name them so",
    ),
    "a touchpoint that another language calls as English calls another one": (
        ("called: the card letter", "called: the card letter\n    called_in: {de: the details page}"),
        "31:17: 'profile' is already called 'the details page' in 'de'\n"
        "  next          call them differently: sentences name them so",
    ),
    "a name that nobody can say": (
        ("called: e-mail address", "called: e-mail address, called_in: {de: [E-Mail, 'Adresse ']}"),
        "7:73: facts.email.called_in.de.1: nobody can say 'Adresse ': names are words with single "
        "spaces, and none around",
    ),
    "a role that no persona has": (
        ("facts:\n  postal", "roles:\n  custmer: {called_in: {de: Kundin}}\nfacts:\n  postal"),
        "6:3: no persona has the role 'custmer'\n  did you mean  customer\n  valid         customer",
    ),
    "two facts of one name": (
        ("called: e-mail address", "called: postal address"),
        "7:24: 'postal_address' is already called 'postal address'\n"
        "  next          call them differently: sentences name them so",
    ),
    "two touchpoints of one name": (
        ("called: the card letter", "called: the details page"),
        "30:5: 'profile' is already called 'the details page'\n"
        "  next          call them differently: sentences name them so",
    ),
    "two systems whose spans bear one name": (
        ("  master: {called: customer master}", "  master: {called: customer master, traced_as: cards}"),
        "9:37: the spans of service 'cards' would be those of master and of cards\n"
        "  next          give each system the service.name that it alone exports under",
    ),
    "two looks into one system that read the same": (
        ("  master: {called: customer master}", TWICE % ("email: {}", "postal_address: {}, email: {}")),
        "9:79: two looks into master read 'email'\n  next          let one of them read it",
    ),
    "one of several looks that does not say what it reads": (
        ("  master: {called: customer master}", TWICE % ("", "email: {}")),
        "9:47: one of several looks into master does not say what it reads\n  next          say it, with read: {...}",
    ),
    "several looks whose read is left empty or is no mapping": (
        (
            "  master: {called: customer master}",
            "  master: {called: customer master, observe: [{kind: sql, read: }, {kind: sql, read: 5}]}",
        ),
        "9:47: one of several looks into master does not say what it reads\n  next          say it, with read: {...}\n"
        "fixtures/blueprint.yaml:9:68: one of several looks into master does not say what it reads\n"
        "  next          say it, with read: {...}",
    ),
    "an environment variable that is not set": (
        ("http://127.0.0.1:9", "http://${SMALL_BANK_HOST}"),
        "3:3: the environment variable SMALL_BANK_HOST is not set and has no default\n"
        "  next          set SMALL_BANK_HOST, or write ${SMALL_BANK_HOST:-a default}",
    ),
    "a key twice": (
        ("service: Small Bank\n", "service: Small Bank\nservice: Big Bank\n"),
        "2:1: 'service' is written twice; the first is on line 1\n  next          keep one of them",
    ),
    "a bracket that is never closed": (
        ("service: Small Bank", "service: [Small Bank"),
        "2:10: this is not YAML: expected ',' or ']', but got ':'",
    ),
    "a tab": (
        ("service: Small Bank", "\tservice: Small Bank"),
        "1:1: this is not YAML: found character '\\t' that cannot start any token",
    ),
    "a control character": (("Small Bank", "Small\aBank"), "1:15: this is not YAML: the character U+0007"),
}


def mistakes_in(root: Path) -> str:
    """All that is said of the project; empty when it is sound."""
    try:
        load_project(root)
    except UsageProblem as problem:
        return str(problem)
    return ""


def test_the_small_bank_has_no_mistake(tmp_path: Path) -> None:
    assert mistakes_in(make_small_bank(tmp_path)) == ""


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_where_it_stands(name: str, tmp_path: Path) -> None:
    (right, wrong), said = MISTAKES[name]
    assert right in BLUEPRINT

    make_small_bank(tmp_path, blueprint=BLUEPRINT.replace(right, wrong, 1))

    assert mistakes_in(tmp_path) == f"fixtures/blueprint.yaml:{said}"


def test_a_date_that_does_not_exist_is_told_with_its_file(tmp_path: Path) -> None:
    make_small_bank(tmp_path, blueprint=BLUEPRINT.replace("Small Bank", "2026-02-31"))

    assert mistakes_in(tmp_path).startswith("fixtures/blueprint.yaml:1:10: this is not YAML: ")


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    blueprint = BLUEPRINT.replace("fed_by: cards", "fed_by: crads").replace("from: master", "from: mastr")
    make_small_bank(tmp_path, blueprint=blueprint, personas={"maria": "name: Maria\n"})

    places = [line.split(": ")[0] for line in mistakes_in(tmp_path).splitlines() if not line.startswith(" ")]

    assert places == [
        "fixtures/blueprint.yaml:12:5",
        "fixtures/blueprint.yaml:38:5",
        "fixtures/personas/maria.yaml:1:1",
        "fixtures/personas/maria.yaml:1:1",
        "fixtures/personas/maria.yaml:1:1",
    ]


def test_a_missing_blueprint_is_told_with_its_path(tmp_path: Path) -> None:
    make_small_bank(tmp_path)
    (tmp_path / "fixtures/blueprint.yaml").unlink()

    assert mistakes_in(tmp_path) == (
        "fixtures/blueprint.yaml: this file is missing\n  next          write it, or run from the project root"
    )


@pytest.mark.parametrize("text", ["", "- a list\n", "just words\n"])
def test_a_file_that_is_no_mapping_is_told_so(text: str, tmp_path: Path) -> None:
    make_small_bank(tmp_path, blueprint=text)

    assert mistakes_in(tmp_path) == "fixtures/blueprint.yaml: this file must be a mapping of keys to values"


def test_a_file_in_another_encoding_is_told_so(tmp_path: Path) -> None:
    make_small_bank(tmp_path)
    (tmp_path / "fixtures/blueprint.yaml").write_bytes("service: Bänk\n".encode("latin-1"))

    assert mistakes_in(tmp_path) == (
        "fixtures/blueprint.yaml: cannot be read: 'utf-8' codec can't decode byte 0xe4 in position 10: "
        "invalid continuation byte"
    )


def test_an_environment_variable_fills_in_and_its_default_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMALL_BANK_PORT", "8099")
    monkeypatch.delenv("SMALL_BANK_NAME", raising=False)
    blueprint = BLUEPRINT.replace(":9\n", ":${SMALL_BANK_PORT}\n").replace("Small Bank", "${SMALL_BANK_NAME:-Spare}")

    project = load_project(make_small_bank(tmp_path, blueprint=blueprint))

    assert (project.blueprint.addresses["web"], project.blueprint.service) == ("http://127.0.0.1:8099", "Spare")


@pytest.mark.parametrize(("kind", "address"), [("", "sqlite:///b.sqlite"), ("on-a-server", "postgresql://b")])
def test_a_setting_chooses_among_alternatives_of_an_address(
    kind: str, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SMALL_BANK_STORES", raising=False)
    if kind:
        monkeypatch.setenv("SMALL_BANK_STORES", kind)
    among = "{in-files: 'sqlite:///b.sqlite', on-a-server: 'postgresql://b'}"
    blueprint = BLUEPRINT.replace(
        ":9\n", ":9\n  stores: {by: '${SMALL_BANK_STORES:-in-files}', among: " + among + "}\n"
    )

    project = load_project(make_small_bank(tmp_path, blueprint=blueprint))

    assert project.blueprint.addresses["stores"] == address


def test_what_is_merged_in_by_an_anchor_counts_as_written_there(tmp_path: Path) -> None:
    blueprint = BLUEPRINT.replace("promise: {within: 10 s}", "promise: &quick {within: 10 s}").replace(
        "promise: {within: 1 day}", "promise: {<<: *quick, at_most: 1}"
    )

    promise = load_project(make_small_bank(tmp_path, blueprint=blueprint)).blueprint.touchpoints["card-letter"].promise

    assert (promise.within, promise.at_most) == (10.0, 1)
