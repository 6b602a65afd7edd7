"""Steps that are written in YAML: read, checked, declared as those in Python are, and done in the browser."""

from tellonce.engine.written.declare import declare_written

__all__ = ["declare_written"]
