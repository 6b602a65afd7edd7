"""Who is there."""

from __future__ import annotations

from typing import Any

from tellonce.vocabulary.standard import Standard, given

__all__ = ["ALL"]


def is_a(context: Any, name: str, role: str) -> None:
    """Given Maria is a customer

    She takes part: as a fresh customer of her role, with values that nobody else has, and with her device and her ways.
    It is refused where her persona file gives her another role.
    """
    context.tellonce.scene.enter(name, role)


def share_an_account(context: Any, name: str, other: str) -> None:
    """Given Claire and Julien share an account

    Both are there, each with values of their own, and the one spoken of first is the one whom "she" means from now on.
    It is refused where the persona file of neither says so (shares_account_with).
    """
    context.tellonce.scene.enter_together(name, other)


ALL: tuple[Standard, ...] = (
    given("{persona} is a/an {role}", is_a),
    given("{persona} and {persona} share an account", share_an_account),
)
