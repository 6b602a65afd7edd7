"""`steps/*.yaml`: flows, enrolments, viewers and choices that need no Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from tellonce.model.base import Frozen
from tellonce.model.blueprint import Channel
from tellonce.model.duration import Seconds
from tellonce.model.effort import Actor, Server

__all__ = [
    "ACTS",
    "Answer",
    "Reading",
    "Sign",
    "WrittenAct",
    "WrittenChoice",
    "WrittenEnrolment",
    "WrittenFlow",
    "WrittenSteps",
]


class Sign(Frozen):
    """Something that is shown on a page. A text alone may be written instead of a mapping.

    role: an element of this role that says something.  css: an element, by a CSS selector.  text: words that it
    contains; alone: words that stand anywhere.
    """

    role: Literal["", "status", "alert", "heading", "dialog", "log"] = ""
    css: str = ""
    text: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Sign:
        if self.role and self.css:
            raise ValueError("say 'role' or 'css', not both")
        if not (self.role or self.css or self.text):
            raise ValueError("say what is shown: role, css or text")
        return self

    def __str__(self) -> str:
        where = f"role {self.role}" if self.role else self.css
        said = f'"{self.text}"' if self.text else ""
        return " with ".join(part for part in (where, said) if part)


def _sign(written: Any) -> Any:
    return {"text": written} if isinstance(written, str) else written


SignOrText = Annotated[Sign, BeforeValidator(_sign, json_schema_input_type=str | Sign)]
_Named = Annotated[Mapping[str, str], Field(min_length=1)]


class WrittenAct(Frozen):
    """One thing she does on a page; exactly one key.

    Fields, buttons and links are named by what they are called on the page, exactly; several names, such as those in
    other languages, stand side by side as "Phone number | Telefonnummer". `css=…` is a CSS selector instead.
    """

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    open: str | None = None
    """An address: "{web}/details/phone"."""
    fill: _Named | None = None
    """Field -> what she writes there."""
    choose: _Named | None = None
    """List, or group of radio buttons -> the option, by what it is called or by its value."""
    tick: str | None = None
    """A check box or a radio button."""
    untick: str | None = None
    attach: _Named | None = None
    """Field -> a file of the project."""
    press: str | None = None
    """A button or a link, by the keyboard."""
    wait_for: SignOrText | None = Field(default=None, alias="wait for")
    """Go on when this is shown."""

    @model_validator(mode="after")
    def _is_one(self) -> WrittenAct:
        if len(self.model_fields_set) != 1:
            raise ValueError(f"an act has one key, of {', '.join(ACTS)}; begin a new act with '-'")
        if getattr(self, next(iter(self.model_fields_set))) is None:
            raise ValueError("nothing is said of it")
        return self

    @property
    def verb(self) -> str:
        """The attribute that is filled in."""
        return next(iter(self.model_fields_set))


ACTS = tuple(str(field.alias or name) for name, field in WrittenAct.model_fields.items())


class Answer(Frozen):
    """How the company's answer is recognised, of which t0 is the moment.

    unknown: shown where it is plain that nobody knows (a page for crashes).  within: after that it has not answered.
    """

    accepted: SignOrText = Sign(role="status")
    refused: SignOrText = Sign(role="alert")
    unknown: SignOrText | None = None
    within: Seconds = 30.0


class Reading(Frozen):
    """Where the page says something. attribute: read instead of the text.  matching: a pattern with one group."""

    css: str = Field(min_length=1)
    attribute: str = ""
    matching: str = ""


class WrittenFlow(Frozen):
    """A sentence, and how the customer does it, act by act."""

    sentence: str = Field(min_length=1)
    about: str = ""
    changes: str | tuple[str, ...]
    channel: Channel = "web"
    by: Actor = "customer"
    served_by: Server = ""
    contact: bool | None = None
    answers: str | tuple[str, ...] = ()
    """These four as `flow` in Python takes them: what its effort is counted by."""
    also: Mapping[str, str | tuple[str, ...]] = {}
    """Code of a language -> what journeys in it say instead, in one or more ways."""
    new: str | Mapping[str, str] | None = None
    """What the sentence's words say the new value is: "{package}", or a text per component. Made up when left out."""
    acts: tuple[WrittenAct, ...] = Field(min_length=1)
    answer: Answer = Answer()
    learn: Mapping[str, Mapping[str, Reading]] = {}
    """Fact -> component -> where the answer says it: what only the company can tell her."""

    @property
    def changed(self) -> tuple[str, ...]:
        """The facts whose new value she brings."""
        return (self.changes,) if isinstance(self.changes, str) else self.changes


class WrittenChoice(Frozen):
    """Words of a sentence, and what each means. of: the fact whose values the meanings are."""

    words: Annotated[Mapping[str, Mapping[str, str]], Field(min_length=1)]
    of: str = ""


class WrittenEnrolment(Frozen):
    """One request that makes a fresh customer. json, form: key -> text; of the two, one.

    made_up: names of secrets that are made up for her, such as a password.  service_id, secrets: where the JSON answer
    says them, as dotted paths.
    """

    post: str = Field(min_length=1)
    headers: Mapping[str, str] = {}
    json_: Mapping[str, str] | None = Field(default=None, alias="json")
    form: Mapping[str, str] | None = None
    made_up: tuple[str, ...] = Field(default=(), alias="made up")
    service_id: str = Field(min_length=1, alias="service id")
    secrets: Mapping[str, str] = {}

    @model_validator(mode="after")
    def _sends_one_body(self) -> WrittenEnrolment:
        if self.json_ is not None and self.form is not None:
            raise ValueError("say 'json' or 'form', not both")
        return self


class WrittenSteps(Frozen):
    """One file. enrolments: by role.  viewers: name -> the acts by which that viewer signs in."""

    choices: Mapping[str, WrittenChoice] = {}
    enrolments: Mapping[str, WrittenEnrolment] = {}
    viewers: Mapping[str, Annotated[tuple[WrittenAct, ...], Field(min_length=1)]] = {}
    flows: tuple[WrittenFlow, ...] = ()
