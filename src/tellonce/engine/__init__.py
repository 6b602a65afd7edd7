"""Embodies customers, carries out flows beside the watching, and asks the judge."""

from tellonce.engine.engine import Engine, make_engine, start_services

__all__ = ["Engine", "make_engine", "start_services"]
