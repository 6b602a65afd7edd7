"""What customers need of the company: fixtures/needs.yaml. A journey says by the tag @need.S1 which need it shows."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from tellonce.model.base import Frozen

__all__ = ["NEED_TAG", "Need", "Needs"]

NEED_TAG = "need."
"""What a tag begins with that names a need; after it comes the need's id."""


class Need(Frozen):
    """One need. lives: what the customer lives through where it is served."""

    need: str = Field(min_length=1)
    lives: str = ""


class Needs(Frozen):
    """fixtures/needs.yaml: id -> need, in the order in which reports tell them."""

    needs: Mapping[str, Need]
