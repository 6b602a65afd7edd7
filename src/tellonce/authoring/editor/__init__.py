"""What editors read of a project: its sentences for the Cucumber language server, and schemas of its files."""

from tellonce.authoring.editor.files import FOLDER, editor_files, settings_of_vs_code, stale_files, write_files

__all__ = ["FOLDER", "editor_files", "settings_of_vs_code", "stale_files", "write_files"]
