"""What she tells once more: another value, or the one from before."""

from __future__ import annotations

from typing import Any

from tellonce.vocabulary.standard import Standard, when

__all__ = ["ALL"]


def changes_again(context: Any, who: str, whose: str, fact: str) -> None:
    """When she changes her postal address again

    She does once more what she did last to change this fact, and tells another new value: she corrects herself.
    What she told before is settled first. Every touchpoint is then watched for the newest value.
    It is refused where the sentence that she said before names the value: say that one again, with another value.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.change_again(who, fact, **context.tellonce.said))


def changes_back(context: Any, who: str, whose: str, fact: str) -> None:
    """When she changes her postal address back

    She does once more what she did last to change this fact, and tells the value that she had before it: it was a
    mistake, or she moved back. From then on the value in between is the old one, and must be used no longer.
    It is refused where she has not changed the fact in this scenario, or had no value of it before.
    """
    scene = context.tellonce.scene
    context.tellonce.run(scene.change_back(who, fact, **context.tellonce.said))


ALL: tuple[Standard, ...] = (
    when("{customer} changes {possessive} {fact} again", changes_again),
    when("{customer} changes {possessive} {fact} back", changes_back),
)
