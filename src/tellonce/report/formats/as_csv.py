"""cells.csv: a row for each cell, for a spreadsheet. RFC 4180, UTF-8 with a byte order mark.

Without the mark Excel takes the file for one of the old code pages; whoever reads it otherwise says utf-8-sig.
"""

from __future__ import annotations

import csv
from io import StringIO

from tellonce.model.cell import CellVerdict
from tellonce.report.account import Account
from tellonce.report.links import Links, links_of
from tellonce.story.headline import happens_to_her
from tellonce.story.visible import one_line
from tellonce.story.words import WORDS, group_of, promised

__all__ = ["COLUMNS", "as_csv"]

COLUMNS = (
    *("id", "run", "journey", "line", "scenario", "persona", "customer", "change", "fact"),
    *("touchpoint", "touchpoint called", "channel", "owner", "lane", "stage", "kind", "moment of truth"),
    *("promise", "verdict", "word", "flags", "promised within (s)", "promised", "reached after (s)"),
    *("expected", "old", "last seen", "broke", "what she lives through", "reason", "time", "link"),
)
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST = 2_000


def as_csv(account: Account) -> bytes:
    """One head and one row a cell, in the order of the run. A text that a spreadsheet would calculate begins with '."""
    page = StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    links = links_of(account)
    for cell in account.cells:
        writer.writerow(_row(cell, links))
    return b"\xef\xbb\xbf" + page.getvalue().encode("utf-8", "replace")


def _row(cell: CellVerdict, links: Links) -> list[str]:
    texts = (
        *(cell.id, cell.run, cell.journey, cell.line, cell.scenario_name, cell.persona, cell.customer, cell.change),
        *(cell.fact_called, cell.touchpoint, cell.touchpoint_called, cell.channel, cell.owner, cell.lane, cell.stage),
        *(cell.kind, "yes" if cell.moment_of_truth else "no", group_of(cell.verdict), cell.verdict),
        *(WORDS[cell.verdict].short, " ".join(cell.flags), f"{cell.promised_within_s:g}", promised(cell)),
        *("" if cell.reached_after_s is None else f"{cell.reached_after_s:.3f}", cell.new, cell.old, cell.last_seen),
        *(cell.broke_how, happens_to_her(cell) if cell.consequence else "", cell.reason, cell.clock),
    )
    return [*(_harmless(one_line(str(text), _LONGEST)) for text in texts), links.cell(cell)]


def _harmless(text: str) -> str:
    """Source: OWASP, "CSV Injection"."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text
