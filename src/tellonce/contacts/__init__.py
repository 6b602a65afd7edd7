"""What customers say in service channels: read in, put down to touchpoint and cause, compared with the journeys."""

from tellonce.contacts.read_in import Asked, read_in
from tellonce.contacts.shown import SHAPES, shown

__all__ = ["SHAPES", "Asked", "read_in", "shown"]
