"""Steps in YAML over the small bank: written, declared, and what was declared."""

from __future__ import annotations

from pathlib import Path

from small_bank import BLUEPRINT, make_small_bank
from tellonce.engine.flows import Deeds, begin_deeds
from tellonce.engine.written import declare_written
from tellonce.model.persona import Customer, Persona
from tellonce.project.blueprint_file import load_blueprint

__all__ = ["ADDRESSES", "FACTS", "MARIA", "WITH_FACTS", "declare"]

FACTS = """  phone: {kind: phone, called: phone number, known_from_start: false}
  package: {kind: plan, called: account package, known_from_start: false}
  delivery_day: {kind: date, called: delivery day, known_from_start: false}
"""
WITH_FACTS = BLUEPRINT.replace("systems:", f"{FACTS}systems:", 1)
ADDRESSES = {"web": "http://bank.test", "root": "", "python": ""}
MARIA = Customer(
    key="maria-1",
    persona=Persona(name="Maria", locale="de_DE", language="de", time_zone="Europe/Berlin"),
    values={"email": {"address": "maria@mail.example"}},
    service_id="4711",
    secrets={"password": "Correct-Horse"},
)


def declare(root: Path, text: str) -> Deeds:
    """What steps/own.yaml declares. Raises UsageProblem as loading does."""
    make_small_bank(root, blueprint=WITH_FACTS)
    blueprint, _ = load_blueprint(root / "fixtures" / "blueprint.yaml", root=root)
    blueprint = blueprint.model_copy(update={"addresses": {"web": "http://bank.test"}})
    path = root / "steps" / "own.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    deeds = begin_deeds(lambda _flow: None, root=root, blueprint=blueprint)
    try:
        declare_written(path, root=root)
    finally:
        begin_deeds(lambda _flow: None)
    return deeds
