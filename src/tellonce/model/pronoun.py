"""A word that stands for a person, in the language in which a journey says it."""

from __future__ import annotations

__all__ = ["Pronoun", "meant_by"]


class Pronoun(str):
    """As it was said ("ihre"), so that messages say it likewise; means: the English word that stands for it ("her").

    A word that any person may be called by ("hän", "su") means "they" or "their", which English says of anybody too.
    """

    __slots__ = ("means",)
    means: str

    def __new__(cls, said: str, means: str) -> Pronoun:
        made = super().__new__(cls, said)
        made.means = means
        return made


def meant_by(word: str) -> str:
    """The English word: that of a pronoun of another language, else the word itself."""
    return word.means if isinstance(word, Pronoun) else word
