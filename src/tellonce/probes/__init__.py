"""How to look at one place. Imports nothing heavy: a probe's libraries come with its kind."""

from tellonce.probes.registry import known_kinds, make_probe, settings_model

__all__ = ["known_kinds", "make_probe", "settings_model"]
