"""What a project can say, by whom, and where it can look: the catalogues that people search."""

from tellonce.authoring.catalogue.people import persona_cards
from tellonce.authoring.catalogue.places import touchpoint_cards
from tellonce.authoring.catalogue.search import searched
from tellonce.authoring.catalogue.sentences import list_sentences

__all__ = ["list_sentences", "persona_cards", "searched", "touchpoint_cards"]
