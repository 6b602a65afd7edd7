"""The verbs of the command line."""

from tellonce.cli.app import main

__all__ = ["main"]
