"""Helpers beside this file are importable from every test: pytest puts the folder of a conftest on the path."""

from __future__ import annotations

import sys
from pathlib import Path

# made_runs: cells and runs made by hand; floors above and below the report use them too.
sys.path.append(str(Path(__file__).with_name("report")))
