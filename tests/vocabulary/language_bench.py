"""A bank whose facts and touchpoints have names in six languages: those that the sentences' examples speak of."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from small_bank import BLUEPRINT, JAN, MARIA, make_small_bank
from tellonce.authoring.sentences import Sentence
from tellonce.runner.registry import SentenceRegistry
from tellonce.vocabulary import load

LANGUAGES = ("de", "fr", "es", "nl", "fi")
_FACTS = """
postal address | Postanschrift | adresse postale | dirección postal | postadres | postiosoite, postiosoitteensa, \
    postiosoitteen, postiosoitteeseensa, postiosoitteeseen, postiosoitettaan, postiosoitetta, postiosoitteesta
email address | E-Mail-Adresse | adresse e-mail | dirección de correo electrónico | e-mailadres | sähköpostiosoite, \
    sähköpostiosoitteensa, sähköpostiosoitteeseensa
e-mail address | Mailadresse | adresse mail | correo electrónico | mailadres | meiliosoite
phone number | Telefonnummer | numéro de téléphone | número de teléfono | telefoonnummer | puhelinnumero, \
    puhelinnumeronsa, puhelinnumeroaan
case status | Bearbeitungsstand | état du dossier | estado del caso | dossierstatus | käsittelytila, käsittelytilaansa
parcel status | Paketstatus | état du colis | estado del paquete | pakketstatus | paketin tila, pakettinsa tilan
delivery day | Liefertag | jour de livraison | día de entrega | leverdag | toimituspäivä, toimituspäivänsä, \
    toimituspäivästään
complaint | Beschwerde | réclamation | reclamación | klacht | valitus, valituksensa
criticism | Kritik | critique | crítica | kritiek | kritiikki, kritiikistään
account package | Kontopaket | formule de compte | paquete de cuenta | rekeningpakket | tilipaketti, tilipakettinsa, \
    tilipaketistaan
"""
_TOUCHPOINTS = """
the card letter | der Kartenbrief, den Kartenbrief | le courrier de la carte | la carta de la tarjeta | de kaartbrief \
    | korttikirje, korttikirjettä, korttikirjeen
the text message | die SMS | le SMS | el SMS | de sms | tekstiviesti
the newsletter | der Newsletter | la newsletter | el boletín | de nieuwsbrief | uutiskirje, uutiskirjettä
the feedback request | die Bitte um Rückmeldung, die Bitten um Rückmeldung | la demande d'avis, les demandes d'avis \
    | la solicitud de opinión, las solicitudes de opinión | het feedbackverzoek, de feedbackverzoeken \
    | palautepyyntö, palautepyyntöä
the details page | die Datenseite | la page de ses coordonnées | la página de sus datos | de gegevenspagina | tietosivu
the agent desktop | der Beratungsplatz | le poste du conseiller | el puesto del agente | de werkplek van de medewerker \
    | asiakaspalvelijan näkymä
the confirmation mail | die Bestätigungsmail | l'e-mail de confirmation | el correo de confirmación \
    | de bevestigingsmail | vahvistusviesti
the partner feed | der Partner-Feed | le flux du partenaire | el canal del socio | de partnerfeed | kumppanin syöte
the invoice | die Rechnung | la facture | la factura | de factuur | lasku
the notice to her old e-mail address | die Mitteilung an ihre alte E-Mail-Adresse \
    | l'avis à son ancienne adresse e-mail | el aviso a su antigua dirección de correo electrónico \
    | de melding aan haar oude e-mailadres \
    | ilmoitus vanhaan sähköpostiosoitteeseen
"""


def _table(text: str) -> dict[str, dict[str, list[str]]]:
    """English name -> language -> what it is called there, in every form."""
    rows = [line.split(" | ") for line in re.sub(r" +", " ", text).strip().splitlines()]
    return {
        english: {code: forms.split(", ") for code, forms in zip(LANGUAGES, others, strict=True)}
        for english, *others in rows
    }


FACTS, TOUCHPOINTS = _table(_FACTS), _table(_TOUCHPOINTS)
_KINDS = {
    "postal address": "postal_address",
    "email address": "email",
    "e-mail address": "email",
    "phone number": "phone",
    "delivery day": "date",
    "account package": "plan",
}
_CHANNELS = {
    "the text message": "sms",
    "the feedback request": "mail",
    "the details page": "app",
    "the invoice": "invoice",
}


def _key(called: str) -> str:
    return called.removeprefix("the ").replace(" ", "-")


def named_blueprint() -> str:
    """The small bank's, with all these names."""
    facts = [
        f"  {called.replace(' ', '_')}: {{kind: {_KINDS.get(called, 'text')}, called: {called}, "
        f"known_from_start: {str(called in list(_KINDS)[:4]).lower()}, "
        f"called_in: {json.dumps(names, ensure_ascii=False)}}}\n"
        for called, names in FACTS.items()
    ]
    spots = [
        f"  {_key(called)}:\n    called: {called}\n    called_in: {json.dumps(names, ensure_ascii=False)}\n"
        f"    channel: {_CHANNELS.get(called, 'post')}\n"
        f"    owner: {'Quality Office' if 'feedback' in called else 'Card Operations'}\n"
        "    lane: frontstage\n    stage: Getting the card\n    kind: emission\n"
        f"    facts: [{', '.join(fact.replace(' ', '_') for fact in FACTS)}]\n    destination: postal_address\n"
        "    fed_by: cards\n    promise: {within: 1 day}\n"
        f'    probe: {{kind: documents, folder: "{{data}}/{_key(called)}"}}\n'
        for called, names in TOUCHPOINTS.items()
    ]
    head, _, rest = BLUEPRINT.partition("facts:\n")
    systems = rest[rest.index("systems:") : rest.index("touchpoints:")]
    return f"{head}facts:\n{''.join(facts)}{systems}touchpoints:\n{''.join(spots)}"


def named_bank(root: Path) -> SentenceRegistry:
    """Its sentences. It has Maria, Jan, and whoever else the examples speak of."""
    others = {name.casefold(): MARIA.replace("Maria", name) for name in ("Claire", "Julien", "Liam", "Ingrid", "Aino")}
    registry = SentenceRegistry(
        make_small_bank(root, blueprint=named_blueprint(), personas={"maria": MARIA, "jan": JAN, **others})
    )
    load(registry, root)
    return registry


def understood(registry: SentenceRegistry, language: str, kind: str, text: str) -> list[tuple[Sentence, list[Any]]]:
    """Every sentence that this step is in a journey of this language, and what its function would get."""
    found = registry.index.of(language).find(kind, text)
    return [(one, _asked(one, text)) for one in found]


def _asked(sentence: Sentence, text: str) -> list[Any]:
    asked: list[Any] = []
    scene = _Listening(asked)
    context = SimpleNamespace(tellonce=SimpleNamespace(scene=scene, run=lambda _done: None, said={}))
    sentence.function(context, *(argument.value for argument in sentence.match(text) or ()))
    return asked


class _Listening:
    """A scene that writes down which verb it is asked, and with what."""

    def __init__(self, asked: list[Any]) -> None:
        self._asked = asked

    def __getattr__(self, name: str) -> Any:
        if name == "asking":  # what is asked beyond promises
            return self
        return lambda *values, **_: self._asked.append((name, *values))
