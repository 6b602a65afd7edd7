"""What customers of a new project change, and the words that its files need for it."""

from __future__ import annotations

from dataclasses import dataclass

from tellonce.model.errors import Problem, UsageProblem

__all__ = ["THINGS", "Field", "Thing", "thing_called"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A component of the fact, and how the practice service's form calls it."""

    component: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A fact, and the touchpoint that the practice service forgets: what is sent two weeks later.

    key, paper: that touchpoint's key and name.  desk: who sends it; folder: where its files lie.
    wrong_*: what she enters that must be refused.
    """

    fact: str
    called: str
    fields: tuple[Field, ...]
    about: str
    lives: str
    key: str
    paper: str
    channel: str
    desk: str
    owner: str
    folder: str
    expects: str
    asked: str
    consequence: str
    flow_about: str
    wrong_title: str
    wrong_called: str
    wrong_about: str
    wrong_field: str
    wrong_text: str

    @property
    def possessed(self) -> str:
        return f"their {self.called}"

    @property
    def possessed_her(self) -> str:
        return f"her {self.called}"

    @property
    def news(self) -> str:
        return f"{self.paper} goes out"

    @property
    def paper_bare(self) -> str:
        return self.paper.replace("the ", "a ", 1)

    @property
    def slug(self) -> str:
        return self.key.replace("-", "_")

    @property
    def desk_key(self) -> str:
        return self.desk.replace(" ", "-")

    @property
    def desk_constant(self) -> str:
        return self.desk.replace(" ", "_").upper()

    @property
    def listed(self) -> str:
        return f"[{self.fact}]"

    @property
    def form(self) -> str:
        """Field -> label, as Python writes it."""
        return ", ".join(f'"{field.component}": "{field.label}"' for field in self.fields)

    @property
    def paths(self) -> str:
        """Component -> path in JSON, as YAML writes it."""
        return ", ".join(f"{field.component}: {self.fact}.{field.component}" for field in self.fields)

    @property
    def columns(self) -> str:
        """Component -> column, as YAML writes it."""
        return ", ".join(f"{field.component}: {field.component}" for field in self.fields)


THINGS = (
    Thing(
        fact="postal_address",
        called="postal address",
        fields=(
            Field(component="street", label="Street"),
            Field(component="house_number", label="House number"),
            Field(component="postcode", label="Postcode"),
            Field(component="city", label="Town"),
        ),
        about="Teacher, 34, moves to another town. Does everything online once, properly, and expects it to stick.",
        lives="moves house",
        key="card-letter",
        paper="the card letter",
        channel="post",
        desk="letter shop",
        owner="Letter Shop",
        folder="letters",
        expects="her new card finds her",
        asked="goes to",
        consequence="{name}'s new card goes out with {possessive} old {fact}: {old}.",
        flow_about="She moves house and says so once.",
        wrong_title="An address without a postcode",
        wrong_called="a postal address without a postcode",
        wrong_about="She forgets the postcode.",
        wrong_field="Postcode",
        wrong_text="",
    ),
    Thing(
        fact="phone",
        called="phone number",
        fields=(Field(component="number", label="Phone number"),),
        about="Teacher, 34, has a new number. Does everything online once, properly, and expects it to stick.",
        lives="has a new number",
        key="delivery-list",
        paper="the delivery list",
        channel="partner",
        desk="delivery desk",
        owner="Deliveries",
        folder="deliveries",
        expects="the driver can reach her",
        asked="shows",
        consequence="The driver calls {possessive} old {fact}, {old}, and nobody opens the door.",
        flow_about="She has a new number and says so once.",
        wrong_title="A phone number without digits",
        wrong_called="a phone number without digits",
        wrong_about="She types a word where the number should be.",
        wrong_field="Phone number",
        wrong_text="later",
    ),
    Thing(
        fact="email",
        called="e-mail address",
        fields=(Field(component="address", label="E-mail address"),),
        about="Teacher, 34, has a new mailbox. Does everything online once, properly, and expects it to stick.",
        lives="has a new mailbox",
        key="newsletter-list",
        paper="the newsletter list",
        channel="partner",
        desk="newsletter desk",
        owner="Marketing",
        folder="newsletters",
        expects="the newsletter finds her",
        asked="shows",
        consequence="{name}'s newsletter goes to {possessive} old {fact}: {old}.",
        flow_about="She has a new mailbox and says so once.",
        wrong_title="An e-mail address without an @",
        wrong_called="an e-mail address without an at sign",
        wrong_about="She mistypes her address.",
        wrong_field="E-mail address",
        wrong_text="nobody",
    ),
)
"""The first is what is meant when nothing is said."""


def thing_called(said: str) -> Thing:
    """The thing of this name. Raises UsageProblem with the nearest."""
    wanted = " ".join(said.casefold().replace("_", " ").split())
    for thing in THINGS:
        if wanted in (thing.called, thing.fact.replace("_", " ")):
            return thing
    names = tuple(thing.called for thing in THINGS)
    raise UsageProblem(
        Problem(what=f"a new project cannot begin with '{said}'", bad=said, valid=names, hint="others come later")
    )
