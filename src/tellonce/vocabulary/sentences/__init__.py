"""The sentences that every project has, by what they are about. Each calls the scene once."""

from tellonce.vocabulary.sentences import absence, accessibility, effort, passing, people, propagation
from tellonce.vocabulary.standard import Standard

__all__ = ["ALL"]

ALL: tuple[Standard, ...] = (
    *people.ALL,
    *passing.ALL,
    *propagation.ALL,
    *absence.ALL,
    *accessibility.ALL,
    *effort.ALL,
)
