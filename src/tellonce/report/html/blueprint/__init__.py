"""The service blueprint as a drawing: who meets what, behind which line, and along which way a fact comes there."""

from tellonce.report.html.blueprint.drawing import Card, Drawing, Edge, Line, Node
from tellonce.report.html.blueprint.layout import lay_out
from tellonce.report.html.blueprint.overview import Overview, overview
from tellonce.report.html.blueprint.part import Part, about_fact, the_whole, way_to
from tellonce.report.html.blueprint.payload import drawings_index

__all__ = [
    "Card",
    "Drawing",
    "Edge",
    "Line",
    "Node",
    "Overview",
    "Part",
    "about_fact",
    "drawings_index",
    "lay_out",
    "overview",
    "the_whole",
    "way_to",
]
