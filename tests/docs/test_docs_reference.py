"""The reference cannot drift from the code: same keys, same defaults, same words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from markdown_pages import ROOT, code, page
from pydantic.fields import FieldInfo

from tellonce.judge.barriers import _FOR_THE_EYE
from tellonce.model.base import Frozen
from tellonce.model.blueprint import (
    Alternatives,
    Blueprint,
    ClockSpec,
    Hop,
    Normalisation,
    Promise,
    Role,
    Service,
    System,
    Touchpoint,
)
from tellonce.model.calendar import Calendar, Span
from tellonce.model.contact_account import ContactGroup, ContactsAccount, UnreadRow, Watch, WatchingScenario
from tellonce.model.contacts import ContactColumns, Contacts
from tellonce.model.duration import Seconds, describe_s
from tellonce.model.facts import COMPONENTS, Fact
from tellonce.model.journey import Deviates
from tellonce.model.leftover import KeptOnPurpose
from tellonce.model.network import NETWORKS, Network
from tellonce.model.persona import Persona, Pronouns
from tellonce.model.plan import Feeling, Plan, PlannedStage
from tellonce.model.setting import Setting
from tellonce.model.verdict import Verdict
from tellonce.model.written_steps import (
    Answer,
    Reading,
    Sign,
    WrittenAct,
    WrittenChoice,
    WrittenEnrolment,
    WrittenFlow,
    WrittenSteps,
)
from tellonce.probes.documents import DocumentsSettings
from tellonce.probes.files import FilesSettings
from tellonce.probes.http import HttpSettings
from tellonce.probes.mailbox import MailboxSettings
from tellonce.probes.page import PageSettings
from tellonce.probes.registry import known_kinds
from tellonce.probes.sql import SqlSettings
from tellonce.probes.webhook import WebhookSettings
from tellonce.runner import run
from tellonce.story.words import WORDS

_IN_BLUEPRINT: Mapping[str, type[Frozen]] = {
    **{
        model.__name__: model
        for model in (
            *(Blueprint, Alternatives, KeptOnPurpose, Service, ClockSpec, Role, Fact, System),
            *(Hop, Touchpoint, Promise, Calendar, Normalisation),
            *(Contacts, ContactColumns),
        )
    },
    "kind: page": PageSettings,
    "kind: http": HttpSettings,
    "kind: sql": SqlSettings,
    "kind: mailbox": MailboxSettings,
    "kind: webhook": WebhookSettings,
    "kind: documents": DocumentsSettings,
    "kind: files": FilesSettings,
}
TABLES = [("docs/reference/blueprint.md", heading, model) for heading, model in _IN_BLUEPRINT.items()]
TABLES += [("docs/reference/persona.md", model.__name__, model) for model in (Persona, Pronouns, Setting, Network)]
TABLES += [("docs/reference/plan.md", model.__name__, model) for model in (Plan, PlannedStage)]
TABLES += [
    ("docs/reference/contacts.md", model.__name__, model)
    for model in (ContactsAccount, ContactGroup, WatchingScenario, UnreadRow)
]
TABLES += [
    ("docs/reference/flows.md", model.__name__, model)
    for model in (
        *(WrittenSteps, WrittenFlow, WrittenAct, Answer, Sign, Reading),
        *(WrittenEnrolment, WrittenChoice),
    )
]
VERDICTS = page("docs/reference/verdicts.md")
NORTHBANK = page("docs/reference/northbank.md")


@pytest.mark.parametrize(("name", "heading", "model"), TABLES)
def test_a_table_lists_every_key_in_order_with_its_default(name: str, heading: str, model: type[Frozen]) -> None:
    listed = [(code(key), code(default)) for key, _, default, _ in page(name).rows(heading)]

    assert listed == [(field.alias or key, _default(field)) for key, field in model.model_fields.items()]


def test_every_network_is_listed_with_its_figures() -> None:
    listed = [(code(name), *figures) for name, *figures in page("docs/reference/persona.md").rows("Networks")]

    assert listed == [
        (name, f"{one.latency * 1000:g} ms", f"{one.down / 1e6:g} Mbit/s", f"{one.up / 1e6:g} Mbit/s")
        for name, one in NETWORKS.items()
    ]


def test_every_rule_for_the_eye_alone_is_listed() -> None:
    prose = page("docs/reference/persona.md").text

    assert {rule for rule in _FOR_THE_EYE if f"`{rule}`" not in prose} == set()


def test_every_kind_of_probe_has_a_section() -> None:
    headings = page("docs/reference/blueprint.md").headings()
    kinds = {heading.removeprefix("kind: ") for heading in headings if heading.startswith("kind: ")}

    assert kinds == set(known_kinds())


def test_every_kind_of_fact_is_listed_with_its_components() -> None:
    listed = {
        code(kind): tuple(code(part) for part in parts.split(", "))
        for kind, parts in page("docs/reference/blueprint.md").rows("Fact", table=1)
    }

    assert listed == {kind.value: parts for kind, parts in COMPONENTS.items()}


def test_every_verdict_is_listed_from_the_worst_with_its_word_and_outcome() -> None:
    listed = [(code(verdict), short, outcome) for verdict, short, outcome, _ in VERDICTS.rows("Verdicts")]

    assert listed == [(verdict.value, WORDS[verdict].short, verdict.outcome.value) for verdict in Verdict]


def test_every_feeling_is_listed_from_the_best_with_its_height() -> None:
    listed = [(code(word), int(height)) for word, height in page("docs/reference/plan.md").rows("Feelings")]

    assert listed == [(feeling.value, feeling.height) for feeling in Feeling]


def test_every_deviation_is_listed_from_the_worst() -> None:
    listed = [kind for kind, _ in page("docs/reference/plan.md").rows("Deviations")]

    assert listed == [kind.value for kind in Deviates]


def test_every_word_for_whether_a_journey_watches_is_listed_from_the_worst() -> None:
    listed = [code(word) for word, _ in page("docs/reference/contacts.md").rows("Whether a journey watches")]

    assert listed == [watch.value for watch in Watch]


def test_every_exit_code_is_listed() -> None:
    listed = [int(number) for number, _ in VERDICTS.rows("Exit codes of `tellonce run`")]

    assert listed == [run.KEPT, run.BROKEN, run.USAGE, run.NOTHING_RAN, run.INTERRUPTED]


def test_every_fault_is_listed_with_what_it_does_and_what_it_must_get(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "fixtures"))
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks.harms import HARMS  # noqa: PLC0415 - the path has to be right before the import

    from northbank.faults import FAULTS  # noqa: PLC0415

    listed = {
        code(fault): (does, code(verdict), tuple(places.split(", ")))
        for fault, does, verdict, places in NORTHBANK.rows("Faults")
    }

    assert listed == {
        name: (does, HARMS[name].said, HARMS[name].touchpoints or (HARMS[name].barrier,))
        for name, does in FAULTS.items()
        for name, does in FAULTS.items()
    }


def test_every_setting_of_northbank_is_listed() -> None:
    read = (ROOT / "fixtures" / "northbank" / "settings.py").read_text(encoding="utf-8")
    listed = [code(name) for name, _, _ in NORTHBANK.rows("Settings")]

    assert set(listed) == {word for word in read.replace('"', " ").replace("'", " ").split() if _is_setting(word)}


def test_every_word_of_the_glossary_stands_in_the_alphabet() -> None:
    words = [word for word, _ in page("docs/glossary.md").rows("Glossary")]

    assert words == sorted(words, key=str.casefold)
    assert len(words) == len(set(words))


def _is_setting(word: str) -> bool:
    return word.startswith("NORTHBANK_") and word.isupper() and word.replace("_", "").isalpha()


def _default(field: FieldInfo) -> str:
    """As a table writes it: a YAML value, or a duration in words."""
    if field.is_required():
        return "required"
    value: Any = field.get_default(call_default_factory=True)
    spans = (*Seconds.__metadata__, *Span.__metadata__)  # type: ignore[attr-defined]  # both are Annotated
    if any(marker in field.metadata for marker in spans) and value is not None:
        return describe_s(value)
    if isinstance(value, Frozen):
        return f"{{{', '.join(f'{key}: {getattr(value, key)}' for key in value.model_fields_set)}}}"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "none"}[value]
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, tuple):
        return f"[{', '.join(f'{part:g}' if isinstance(part, float) else part for part in value)}]"
    return '""' if value == "" else str(value)
