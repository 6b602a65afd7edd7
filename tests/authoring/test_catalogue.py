"""What a project can say, who is there, and where it can look."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from talking_bank import JOURNEY, OWN_WORDS, make_talking_bank
from tellonce.authoring.catalogue import list_sentences, persona_cards, searched, touchpoint_cards
from tellonce.authoring.catalogue.as_text import catalogue_as_text, personas_as_text, touchpoints_as_text
from tellonce.authoring.catalogue.page import catalogue_as_page
from tellonce.authoring.catalogue.places import promise_in_words, texts_of_touchpoint
from tellonce.authoring.catalogue.search import texts_of_sentence
from tellonce.authoring.catalogue.written import as_written, in_lines
from tellonce.authoring.watching import watched_by
from tellonce.cli.opened import Opened, open_at, readable_journeys, sound_journeys
from tellonce.engine.flows import begin_deeds
from tellonce.model.blueprint import Promise
from tellonce.model.catalogue import Catalogue, ListedSentence, PersonaCard, TouchpointCard
from tellonce.model.setting import Setting
from tellonce.vocabulary.sentences import ALL


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Opened]:
    """The talking bank with two journeys, one of which says sentences of its own."""
    yield open_at(make_talking_bank(tmp_path, JOURNEY, OWN_WORDS))
    begin_deeds(lambda _flow: None)


def listed(bank: Opened) -> tuple[ListedSentence, ...]:
    return list_sentences(bank.by_language, bank.deeds.flows, readable_journeys(bank)[0])


def find(bank: Opened, *words: str) -> list[str]:
    return [one.text for one in searched(listed(bank), words, texts_of_sentence).found]


def cards(bank: Opened) -> dict[str, TouchpointCard]:
    watched = watched_by(sound_journeys(bank), bank.sentences)
    return {card.key: card for card in touchpoint_cards(bank.project, watched)}


def people(bank: Opened) -> dict[str, PersonaCard]:
    watched = watched_by(sound_journeys(bank), bank.sentences)
    return {card.name: card for card in persona_cards(bank.project, watched)}


def test_every_sentence_of_the_project_is_listed(bank: Opened) -> None:
    assert [one.text for one in listed(bank)] == [sentence.text for sentence in bank.sentences]
    assert {one.text for one in ALL} <= {one.text for one in listed(bank) if one.source == "every project"}


def test_a_sentence_of_every_project_has_the_example_of_its_own_and_its_words_here(bank: Opened) -> None:
    (one,) = [one for one in listed(bank) if one.key == "is_a"]

    assert (one.kind, one.source, one.language, one.example) == (
        "given",
        "every project",
        "en",
        "Given Maria is a customer",
    )
    assert {parameter.name: parameter.words for parameter in one.parameters} == {
        "persona": tuple(bank.project.personas),
        "role": tuple(dict.fromkeys(persona.role for persona in bank.project.personas.values())),
    }
    assert [(use.journey, use.steps) for use in one.used_by] == [("journeys/a.feature", 2), ("journeys/b.feature", 1)]


def test_a_flow_is_told_with_what_it_changes_and_by_which_channel(bank: Opened) -> None:
    (one,) = [one for one in listed(bank) if one.text == "{customer} changes {possessive} postal address"]

    assert (one.source, one.channel, one.changes, one.about) == (
        "flow",
        "phone",
        ("postal_address",),
        "She tells the bank where she lives now.",
    )
    assert one.file == "steps/talking.py"
    assert one.line is not None
    assert one.example == "When she changes her postal address"
    assert one.steps == 3


def test_plain_steps_are_told_in_their_own_notation(bank: Opened) -> None:
    weather, waits = listed(bank)[-2:]

    assert (weather.source, weather.text, weather.example) == (
        "own step",
        "the weather is {mood} (as ever)",
        "Given the weather is wet (as ever)",
    )
    assert [parameter.name for parameter in weather.parameters] == ["mood"]
    assert (waits.example, waits.parameters) == ("When she waits 3 times", ())


def test_an_example_that_no_journey_says_is_made_of_the_projects_words(bank: Opened) -> None:
    (one,) = [one for one in listed(bank) if one.changes == ("package",)]

    assert one.used_by == ()
    assert one.example in ("When she takes the Basic package", "When she takes the Plus 2.0 package")


@pytest.mark.parametrize(
    "words", [("postal", "changes"), ("changes postal",), ("CHANGES", "Postal"), ("talking", "phone")]
)
def test_words_are_found_in_any_order_and_case(bank: Opened, words: tuple[str, ...]) -> None:
    assert "{customer} changes {possessive} postal address" in find(bank, *words)


def test_a_word_that_a_sentence_takes_finds_it_after_those_that_say_it(bank: Opened) -> None:
    found = find(bank, "card")

    assert "{touchpoint} goes to {possessive} new {fact}" in found
    assert find(bank, "Plus", "2.0") == ["{customer} takes the {package} package"]


def test_no_words_find_everything_in_its_order(bank: Opened) -> None:
    assert find(bank) == [one.text for one in listed(bank)]


def test_where_nothing_is_found_what_was_meant_is_told(bank: Opened) -> None:
    found = searched(listed(bank), ("takes", "pakage"), texts_of_sentence)

    assert found.found == ()
    assert found.meant == {"pakage": "package"}
    assert "{customer} takes the {package} package" in [one.text for one in found.near]


def test_a_journey_with_a_mistake_is_in_no_count_and_named(bank: Opened) -> None:
    broken = bank.project.root / "journeys/c.feature"
    broken.write_text(JOURNEY.replace("she changes her", "she chnges her"), encoding="utf-8")
    (bank.project.root / "journeys/d.feature").write_text("Fature: x\n", encoding="utf-8")

    sound, others = readable_journeys(bank)

    assert [feature.journey for feature in sound] == ["journeys/a.feature", "journeys/b.feature"]
    assert others == ("journeys/c.feature", "journeys/d.feature")


def test_the_catalogue_reads_well_in_a_terminal(bank: Opened) -> None:
    some = tuple(one for one in listed(bank) if one.source != "every project")
    short = catalogue_as_text(
        Catalogue(service="Talking Bank", sentences=some[:2], not_counted=("journeys/c.feature",))
    )
    whole = catalogue_as_text(Catalogue(service="Talking Bank", searched=("moves",), sentences=some[:1]))
    none = catalogue_as_text(
        Catalogue(service="x", searched=("pakage",), sentences=(), nearest=some[1:2], words_meant={"pakage": "package"})
    )

    assert short == (
        "When\n"
        "\n"
        "  {customer} changes {possessive} postal address\n"
        "    for example     When she changes her postal address\n"
        "    said by         2 journeys, 3 steps\n"
        "\n"
        "  {customer} takes the {package} package\n"
        f"    for example     {some[1].example}\n"
        "    said by         no journey\n"
        "\n"
        "journeys/c.feature has mistakes: its steps are not counted\n"
    )
    assert whole.splitlines()[3:5] == [
        "    for example     When she changes her postal address",
        "    about           She tells the bank where she lives now.",
    ]
    assert whole.splitlines()[-5:] == [
        "    changes         postal_address",
        "    channel         phone",
        f"    where           steps/talking.py:{some[0].line} (flow)",
        "    said by         journeys/a.feature 2 steps",
        "                    journeys/b.feature 1 step",
    ]
    assert none.startswith("No sentence says pakage.\n  did you mean  package  (for pakage)\nThe nearest:\n\nWhen\n")


def test_a_persona_is_told_as_her_file_says_her_with_the_scenarios_she_is_in(bank: Opened) -> None:
    path = bank.project.root / "fixtures/personas/maria.yaml"
    with path.open("a", encoding="utf-8") as file:
        file.write(
            "about: Teacher.\npatience: 2 minutes\nsetting: {keyboard_only: true}\nneeds: [large letters, quiet]\n"
            "history: [Moved once, since: 2014]\n"
        )
    maria = people(open_at(bank.project.root))["Maria"]

    assert (maria.role, maria.about, maria.file, maria.line) == (
        "customer",
        "Teacher.",
        "fixtures/personas/maria.yaml",
        1,
    )
    assert maria.said == {
        "locale": "de_DE",
        "language": "de",
        "time_zone": "Europe/Berlin",
        "setting": {"keyboard_only": True},
        "needs": ["large letters", "quiet"],
        "patience": "2 minutes",
        "history": ["Moved once", {"since": 2014}],
    }
    assert [(one.journey, one.name, one.facts) for one in maria.journeys] == [
        ("journeys/a.feature", "Her card finds her", ("postal_address",)),
        ("journeys/a.feature", "So does the next", ("postal_address",)),
    ]
    assert maria.touchpoints == ("profile", "card-letter", "agent-desk")
    text = personas_as_text([maria], whole=True)
    assert "    patience        2 minutes\n" in text
    assert "    history         Moved once\n                    since: 2014\n" in text
    assert "    setting         keyboard only: yes\n" in text
    assert personas_as_text([maria], whole=False).count("\n") < text.count("\n")


@pytest.mark.parametrize(
    ("network", "said"),
    [
        ("fast 3g", "fast 3g (down 1.44 Mbit/s, up 675 kbit/s, delay 0.562 s)"),
        (
            {"latency": "150 ms", "down": "1.44 Mbit/s", "up": "675 kbit/s"},
            "down 1.44 Mbit/s, up 675 kbit/s, delay 0.15 s",
        ),
        ({"latency": "2 s", "down": "1 MB/s", "up": "300 bit/s"}, "down 8 Mbit/s, up 300 bit/s, delay 2 s"),
    ],
)
def test_a_network_is_told_in_units_for_people_and_in_numbers_for_scripts(network: object, said: str) -> None:
    setting = as_written(Setting.model_validate({"network": network}))

    assert dict(in_lines(setting)) == {"network": said}
    assert isinstance(setting["network"]["down"], float)


def test_who_is_in_no_journey_is_told_so(bank: Opened) -> None:
    assert "    journeys        she is in no journey\n" in personas_as_text([people(bank)["Dee"]], whole=False)


def test_a_touchpoint_is_told_with_its_promise_its_probe_and_who_watches_it(bank: Opened) -> None:
    desk = cards(bank)["agent-desk"]

    assert desk.facts == {"postal_address": ("city",), "email": ()}
    assert desk.promise == "within 1 business day (desk); need not learn email: agents ask for it"
    assert (desk.probe, desk.fed_by, desk.serves) == ("http", "master", ("customer", "dealer"))
    assert desk.said == {"moment_of_truth": True}
    assert desk.file == "fixtures/blueprint.yaml"
    assert [(one.name, one.facts) for one in desk.watched_by] == [
        ("Her card finds her", ("postal_address",)),
        ("So does the next", ("postal_address",)),
    ]
    assert touchpoints_as_text([desk], whole=False).splitlines()[:4] == [
        "Backstage",
        "",
        "  the agent desk  (agent-desk)",
        "    owner           Customer Service; agent; Asking for help",
    ]


def test_touchpoints_are_found_by_whatever_is_said_of_them(bank: Opened) -> None:
    found = searched(list(cards(bank).values()), ("customer", "service", "postal"), texts_of_touchpoint).found

    assert [card.key for card in found] == ["agent-desk"]


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        (Promise(within=10.0), "within 10 s"),
        (
            Promise(within="2 business days", calendar="desk", by="day", window="5 business days", at_most=1),
            "within 2 business days (desk); by the promised day (day); sent within 5 business days; at most 1",
        ),
        (
            Promise(within=1.0, at_least=0, drain=86400.0, holds_for=60.0),
            "within 1 s; right if one is sent; old ones let pass for 1 day; must stay for 60 s",
        ),
    ],
)
def test_a_promise_is_said_in_words(promise: Promise, said: str) -> None:
    assert promise_in_words(promise) == said


def test_the_page_escapes_what_the_project_says_and_asks_for_nothing(bank: Opened) -> None:
    hostile = listed(bank)[0].model_copy(update={"text": "<script>alert(1)</script> {x}", "about": "a\u202eb & <b>"})
    page = catalogue_as_page(Catalogue(service="<Bank>", sentences=(hostile,)))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "a⟦U+202E⟧b &amp; &lt;b&gt;" in page
    assert "default-src 'none'; style-src 'sha256-" in page.replace("&#39;", "'")
    assert "http" not in page.replace("http-equiv", "")


def test_the_json_is_whole(bank: Opened) -> None:
    catalogue = Catalogue(service="x", sentences=listed(bank))

    assert Catalogue.model_validate(json.loads(catalogue.model_dump_json())) == catalogue
