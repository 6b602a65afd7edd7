"""The sentences every project has: one sentence, one engine call."""

from tellonce.vocabulary.load import load

__all__ = ["load"]
