"""`tellonce new`: a good start of a journey, a persona or a touchpoint in the project that there is."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tellonce.authoring.sentences import SentenceIndex
    from tellonce.engine.flows import Deeds
    from tellonce.project import Project

__all__ = ["new"]

new = typer.Typer(
    help="Write a good start of a journey, a persona or a touchpoint. A file that is valid stays so.",
    no_args_is_help=True,
)


@new.command()
def journey(
    name: Annotated[str, typer.Argument(help='What happens in her life: "Maria finds a bigger flat".')],
    persona: Annotated[str, typer.Option("--persona", help="Whose journey; when the name does not say it.")] = "",
    touchpoint: Annotated[str, typer.Option("--touchpoint", help="The key of what it asks about.")] = "",
    fact: Annotated[str, typer.Option("--fact", help="The key of what she changes.")] = "",
) -> None:
    """Write a journey in sentences that exist. Exit: 0 written, 2 nothing written."""
    from tellonce.authoring.features import load_features  # noqa: PLC0415
    from tellonce.authoring.new_journey import NewJourney, new_journey  # noqa: PLC0415
    from tellonce.authoring.trying_out import add_file  # noqa: PLC0415
    from tellonce.model.errors import NothingRan  # noqa: PLC0415

    here = _here()
    project, sentences = here.project, here.sentences
    try:
        features = load_features([project.journeys], project.root, sentences) if project.journeys.is_dir() else []
    except NothingRan:
        features = []
    asked = NewJourney(name=name, persona=persona, touchpoint=touchpoint, fact=fact)
    made = new_journey(asked, project, here.deeds.flows, sentences, features)
    add_file(project.root, made.path, made.text)
    _tell(made.path, made.text, f"Run it:  tellonce run {made.path}")


@new.command()
def persona(
    name: Annotated[str, typer.Argument(help="How sentences call her.")],
    about: Annotated[str, typer.Option("--about", help="Who she is, in a sentence.")] = "",
    role: Annotated[str, typer.Option("--role", help="What she is to the company.")] = "",
    locale: Annotated[str, typer.Option("--locale", help="Where her values are made up: de_DE.")] = "",
    time_zone: Annotated[str, typer.Option("--time-zone", help="Europe/Berlin.")] = "",
    pronouns: Annotated[str, typer.Option("--pronouns", help="she, he or they.")] = "she",
) -> None:
    """Write a persona's file, valid at once. Exit: 0 written, 2 nothing written."""
    from tellonce.authoring.new_persona import NewPersona, new_persona  # noqa: PLC0415
    from tellonce.authoring.trying_out import add_file, insist_sound  # noqa: PLC0415

    here = _here()
    root = here.project.root
    asked = NewPersona(name=name, about=about, role=role, locale=locale, time_zone=time_zone, pronouns=pronouns)
    path, text = new_persona(asked, here.project, here.deeds)
    if not (root / path).exists():
        insist_sound(root, {path: text}, here.deeds)
    add_file(root, path, text)
    _tell(path, text, f"Go on:  tellonce new journey ... --persona {shlex.quote(asked.name)}")


@new.command()
def touchpoint(
    called: Annotated[str, typer.Argument(help='As a sentence says it: "the annual statement".')],
    channel: Annotated[str, typer.Option("--channel", help="web, app, mail, sms, post, card, invoice, ...")] = "",
    owner: Annotated[str, typer.Option("--owner", help="The department that answers for it.")] = "",
    facts: Annotated[str, typer.Option("--facts", help="Keys of the facts that it uses: phone,email.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="state: can be read any time; emission: is sent once.")] = "",
    fed_by: Annotated[str, typer.Option("--fed-by", help="The key of the system whose copy it shows.")] = "",
    stage: Annotated[str, typer.Option("--stage", help="The part of her journey.")] = "",
    within: Annotated[str, typer.Option("--within", help="From when on it must know.")] = "1 day",
    window: Annotated[str, typer.Option("--window", help="By when it must have been sent, where that is later.")] = "",
    probe: Annotated[str, typer.Option("--probe", help="How to look: 'kind: page, url: \"{web}/details\"'.")] = "",
) -> None:
    """Add a touchpoint to the blueprint; nothing else in it changes. Exit: 0 written, 2 nothing written."""
    from tellonce.authoring.new_touchpoint import BLUEPRINT, NewTouchpoint, new_touchpoint  # noqa: PLC0415
    from tellonce.authoring.trying_out import insist_sound  # noqa: PLC0415

    here = _here()
    root, facts_known = here.project.root, here.project.blueprint.facts
    said = _asked(
        _Question(flag="--channel", given=channel, question="By which channel?", usual="web"),
        _Question(flag="--owner", given=owner, question="Which department answers for it?", usual="Customer Service"),
        _Question(flag="--facts", given=facts, question="Which facts does it use?", usual=next(iter(facts_known), "")),
    )
    asked = NewTouchpoint(
        called=called,
        channel=said["--channel"],
        owner=said["--owner"],
        facts=tuple(said["--facts"].replace(",", " ").split()),
        kind=kind,
        fed_by=fed_by,
        stage=stage,
        within=within,
        window=window,
        probe=probe,
    )
    file = root / BLUEPRINT
    key, text = new_touchpoint(asked, here.project, file.read_text(encoding="utf-8"))
    insist_sound(root, {BLUEPRINT: text}, here.deeds)
    file.write_text(text, encoding="utf-8")
    begin = next(number for number, line in enumerate(text.splitlines(), 1) if line == f"  {key}:")
    unseen = "" if probe else "Say under 'probe' how to look at it; until then a run says that it was not seen.\n"
    after = "From now on every change of what it uses is checked there:  tellonce run"
    _tell(f"{BLUEPRINT}:{begin}", f"{_block(text, begin)}\n", unseen + after)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Here:
    """The project here, what it can say, and what is done in it."""

    project: Project
    sentences: SentenceIndex
    deeds: Deeds


def _here() -> _Here:
    from tellonce.engine.flows import current_deeds  # noqa: PLC0415
    from tellonce.project import find_root, load_project  # noqa: PLC0415
    from tellonce.runner.loading import load_sentences  # noqa: PLC0415
    from tellonce.runner.project import open_project  # noqa: PLC0415

    root = find_root(Path.cwd())
    project = load_project(root)
    sentences = load_sentences(open_project(root)).index
    return _Here(project=project, sentences=sentences, deeds=current_deeds())


def _tell(place: str, text: str, after: str) -> None:
    """What was written, where, and what to do now."""
    typer.echo(f"{place}\n\n{text}\n{after}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What a flag says, or else a person. given: "" when the flag was left out.  usual: a likely answer."""

    flag: str
    given: str
    question: str
    usual: str


def _asked(*questions: _Question) -> dict[str, str]:
    """Flag -> what it says. Raises UsageProblem with every flag that was left out where nobody can be asked."""
    from tellonce.model.errors import Problem, UsageProblem  # noqa: PLC0415

    missing = [one for one in questions if not one.given]
    if missing and not sys.stdin.isatty():
        raise UsageProblem(
            Problem(
                what=f"{one.flag} is missing, and there is no terminal to ask in",
                hint=f"such as {one.flag} {one.usual!r}",
            )
            for one in missing
        )
    return {one.flag: one.given or str(typer.prompt(one.question, default=one.usual)) for one in questions}


def _block(text: str, begin: int) -> str:
    """The lines of one touchpoint."""
    lines = text.splitlines()[begin - 1 :]
    end = next((number for number, line in enumerate(lines[1:], 1) if not line.startswith("    ")), len(lines))
    return "\n".join(lines[:end])
