"""Writes index.html: one file that asks nothing of any network. The first page is plain HTML; the rest is data that our
own script, known to the policy by its hash, shows on demand. What a service sent is never markup."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from tellonce.report.account import Account
from tellonce.report.html.as_written import described_index
from tellonce.report.html.blueprint import drawings_index
from tellonce.report.html.blueprint.lettering import wide
from tellonce.report.html.cleaned import FRAME_STYLE
from tellonce.report.html.columns import blueprint_index, verdict_index
from tellonce.report.html.days import spoken_time
from tellonce.report.html.efforts import efforts_index
from tellonce.report.html.first_page import first_page
from tellonce.report.html.packing import element, elements, pack, starts
from tellonce.report.html.plans import plans_index
from tellonce.report.html.shown import shown
from tellonce.report.html.source import RunSource, from_account
from tellonce.report.html.telling import Told, told
from tellonce.story.frontier import between
from tellonce.story.masks import Masks, masking
from tellonce.story.names import fact_called, naming, place_called, place_of, system_called
from tellonce.story.speech import current_speech, number, say, say_many, speaking
from tellonce.story.words import WORDS, Group, about_s, capitalised, group_of

__all__ = ["Beside", "render", "write_page"]

_HERE = Path(__file__).parent
_PARTS = "<!--data-->"
_SAID_HERE = (
    *("barrier.", "reason.", "headline.", "consequence.", "frontier.", "line.", "block."),
    *("cost.", "deviation.", "met.", "list.", "visible.", "clock."),
)
_KEPT = ("headline.on_time", "headline.refused")
"""Keys of what only Python says: the app needs no words for them, but for those of a kept cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a page tells beside the run itself; all may be missing. trends, since: JSON, as their modules give it.
    masks: what of a service's personal data is not shown."""

    trends: Mapping[str, Any] | None = None
    since: Mapping[str, Any] | None = None
    masks: Masks | None = None


def write_page(source: RunSource, target: Path, *, language: str = "en", beside: Beside | None = None) -> None:
    """Write the page of a run to `target`, in one go: a reader never finds half of it. Memory stays small whatever the
    size of the run.  Raises OSError when the disk does not take it, KeyError for a language that reports lack."""
    half = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with half.open("wb") as file:
            _write(source, file, language, beside or Beside())
        os.replace(half, target)
    finally:
        half.unlink(missing_ok=True)


def render(account: Account, folder: Path, *, language: str = "en", beside: Beside | None = None) -> str:
    """The same as text, of a run in memory. folder: the run folder, for evidence."""
    body = io.BytesIO()
    _write(from_account(account, folder), body, language, beside or Beside())
    return body.getvalue().decode("utf-8", "replace")


def _write(source: RunSource, file: IO[bytes], language: str, beside: Beside) -> None:
    masks = beside.masks
    with (
        told(source, language=language, masks=masks, meanwhile=_template) as run,
        speaking(language),
        naming() as names,
        masking(masks),
    ):
        names.learn(source.blueprint)
        more = pack(_more(source, run, beside))  # before the index, which says how much was masked
        begin, end = _shell(source, run, beside, language).split(_PARTS)
        file.write(begin.encode("utf-8", "replace"))
        file.write(element("index", pack(_index(run, language))))
        script = app()
        if script:
            file.write(b'<script type="module">' + script + b"</script>\n")
        file.write(element("more", more))
        for part in elements(run.packed):
            file.write(part)
        for part in run.exhibits.elements():
            file.write(part)
        file.write(end.encode("utf-8", "replace"))


@lru_cache
def app() -> bytes:
    """The app as it was built; empty where it was not, and the first page stands alone."""
    built = _HERE / "app.js"
    return built.read_bytes().strip() if built.is_file() else b""


def _index(told: Told, language: str) -> dict[str, Any]:
    run = told.frame.run
    return {
        "run": {
            "name": shown(run.run) if run else "",
            "version": run.version if run else "",
            "began": spoken_time(told.frame.began_wall) if told.frame.began_wall else "",
            "took_s": told.frame.took_s,
        },
        "language": language,
        "words": {key: said for key, said in current_speech().words.items() if _said_by_the_app(key)},
        "frame_style": FRAME_STYLE,
        "masked": dict(sorted(told.masks.counts.items())) if told.masks else {},
        "verdicts": verdict_index(),
        "blueprint": blueprint_index(run.blueprint if run else None),
        "chunks": starts(told.packed),
        **told.columns.index(),
    }


def _said_by_the_app(key: str) -> bool:
    return key in _KEPT or not key.startswith(_SAID_HERE)


def _more(source: RunSource, told: Told, beside: Beside) -> dict[str, Any]:
    run, numbers = told.frame.run, told.columns.numbers
    return {
        "personas": told.cast.index(),
        "needs": {
            shown(key): {"need": shown(need.need), "lives": shown(need.lives)}
            for key, need in (run.needs if run else {}).items()
        },
        "plans": plans_index(source.journeys, numbers),
        "efforts": efforts_index(source.efforts, numbers),
        "blueprint": drawings_index(run.blueprint if run else None, told.tally),
        "described": described_index(told.frame.described.values()),
        "trends": beside.trends,
        "since": beside.since,
    }


@lru_cache
def _style() -> str:
    sheets = sorted((_HERE / "css").glob("*.css"), key=lambda file: (file.name != "base.css", file.name))
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def _digest(text: bytes) -> str:
    return base64.b64encode(hashlib.sha256(text).digest()).decode("ascii")


def _policy() -> str:
    script = f"script-src 'sha256-{_digest(app())}'; " if app() else ""
    style = f"style-src 'sha256-{_digest(_style().encode())}' 'sha256-{_digest(FRAME_STYLE.encode())}'; "
    return f"default-src 'none'; {script}{style}img-src data:; base-uri 'none'; form-action 'none'"


def _shell(source: RunSource, told: Told, beside: Beside, language: str) -> str:
    return _template().render(
        page=first_page(source, told, beside.since),
        language=language,
        has_app=bool(app()),
        style=Markup(_style()),  # noqa: S704 - our own files
        policy=_policy(),
        data=Markup(_PARTS),  # noqa: S704 - our own mark
    )


@lru_cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters.update(about=about_s, capitalised=capitalised, time=spoken_time, number=number)
    environment.filters.update(place=place_called, fact=fact_called, system=system_called, between=between)
    environment.globals.update(
        WORDS=WORDS,
        Group=Group,
        group_of=group_of,
        say=say,
        say_many=say_many,
        wide=wide,
        english=english,
        place_of=place_of,
    )
    for part in environment.list_templates(["j2"]):
        environment.get_template(part)
    return environment.get_template("page.html.j2")


def english(language: str = "en") -> Markup:
    """The attribute that marks words of another language than the page's; empty where they are of the page's.

    Names, reasons and troubles come from files and from the judge, in English.
    """
    return Markup("") if language in ("", current_speech().language) else Markup(' lang="{}"').format(language)


def _shown(value: object) -> object:
    """Every text the template puts out passes here."""
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value
