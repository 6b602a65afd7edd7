"""Ordinary words that stand one slip away from a keyword of their language, and start many a sentence of prose."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["PROSE"]

_WORDS = {
    "en": "the they them thee there these than this hen ten then when what where whey wen whenever even "
    "given give gives giver gain and any an a as at ant end hand but by buy bus bit put cut bug",
    "de": "wann wenn wen denn dann dan den das dass kann dank dünn und aber ober eber haber",
    "fr": "soit soir soif sort sait toit doit suit soin soie quand quant alors lors donc dont don mais mai maïs main "
    "mains mars fais amis cachant marchant sachet sachent et te",
    "es": "dado dada dados dadas dato datos lado lados nada cada dama data dedo dedos dudo dudas vado nado cuando "
    "cuanto cuanta cuantos cuándo cuadro entonces y e pero pera perro peri peso pelo cero",
    "nl": "gegeven gegevens gegeten stel steel spel stal snel stem tel stek als las sla wanneer dan and en een ne maar "
    "maal maak naar waar daar haar paar maart jaar",
    "fi": "oletetaan olettaa kun kuun niin niini tiin siin niit ja aja mutta muta muuta mutka musta muita",
}
PROSE: Mapping[str, frozenset[str]] = {code: frozenset(words.split()) for code, words in _WORDS.items()}
