"""Is this text the new value, the old, somebody else's, garbled? Pure: no input, no output."""

from tellonce.recognise.contains import contains, tells
from tellonce.recognise.fields import fields_together
from tellonce.recognise.index import Sighting, ValueIndex
from tellonce.recognise.mangled import Manner
from tellonce.recognise.recognition import PERSONAL, Recognition, compared, recognise

__all__ = [
    "PERSONAL",
    "Manner",
    "Recognition",
    "Sighting",
    "ValueIndex",
    "compared",
    "contains",
    "fields_together",
    "recognise",
    "tells",
]
