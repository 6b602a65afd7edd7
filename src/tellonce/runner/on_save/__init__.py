"""`tellonce watch`: after each save, what is concerned is checked and run, while browser and services stay up.

Not to be taken for the floor `tellonce.watch`, which watches touchpoints while a scenario runs.
"""

from __future__ import annotations

from tellonce.runner.on_save.session import WatchArgs, check_after_each_save

__all__ = ["WatchArgs", "check_after_each_save"]
