"""What a cell is called from run to run: its id is of one run only, since every run has other customers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from functools import lru_cache

__all__ = ["cell_key", "first_attempt", "lasting_change"]

_OF_ONE_RUN = re.compile(r"(?P<who>.+)-[0-9a-f]{6}-(?P<nth>\d+)", re.DOTALL)
_ATTEMPT = re.compile(r"(?P<first>.+)#\d+", re.DOTALL)


@lru_cache(maxsize=1024)
def lasting_change(change: str) -> str:
    """A change's key without what is its customer's alone: `maria-7f3a01-2`, her second change, is `maria-2`.

    A key of another form is taken to last, and comes back as it is.
    """
    found = _OF_ONE_RUN.fullmatch(change)
    return f"{found['who']}-{found['nth']}" if found else change


def cell_key(scenario: str, change: str, fact: str, touchpoint: str) -> str:
    """16 hexadecimal digits, the same in every run of the same scenario. scenario: the id of its first attempt.

    It changes with the scenario's name, with the order of the changes in it, and with the keys of the blueprint.
    """
    names = "\x00".join((scenario, lasting_change(change), fact, touchpoint))
    return hashlib.sha256(names.encode("utf-8", "replace")).hexdigest()[:16]


def first_attempt(scenario: str, known: Collection[str]) -> str:
    """The id of the scenario's first attempt. known: every id of the run; a name may end in "#2" by itself."""
    found = _ATTEMPT.fullmatch(scenario)
    return found["first"] if found and found["first"] in known else scenario
