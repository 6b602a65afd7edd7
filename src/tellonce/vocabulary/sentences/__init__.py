"""The sentences that every project has, by what they are about. Each calls the scene once."""

from tellonce.vocabulary.sentences import (
    absence,
    accessibility,
    changing,
    counts,
    effort,
    money,
    passing,
    people,
    promises,
    propagation,
    sameness,
    told,
)
from tellonce.vocabulary.standard import Standard

__all__ = ["ALL"]

ALL: tuple[Standard, ...] = (
    *people.ALL,
    *changing.ALL,
    *passing.ALL,
    *propagation.ALL,
    *promises.ALL,
    *sameness.ALL,
    *told.ALL,
    *counts.ALL,
    *money.ALL,
    *absence.ALL,
    *accessibility.ALL,
    *effort.ALL,
)
