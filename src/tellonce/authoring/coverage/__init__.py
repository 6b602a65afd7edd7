"""Which cells of the blueprint are watched by journeys, and which by none."""

from tellonce.authoring.coverage.cells import cover

__all__ = ["cover"]
