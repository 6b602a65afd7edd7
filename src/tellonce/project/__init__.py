"""Reads a project's own files: settings, blueprint, personas. Every mistake is reported with its line."""

from tellonce.project.load import Project, load_project
from tellonce.project.settings import Settings, find_root

__all__ = ["Project", "Settings", "find_root", "load_project"]
