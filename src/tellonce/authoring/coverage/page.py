"""Coverage as one page: the figures, the picture, every hole."""

from __future__ import annotations

from tellonce.authoring.coverage.as_text import summary
from tellonce.authoring.coverage.picture import coverage_as_picture
from tellonce.authoring.pages import render_page
from tellonce.model.coverage_account import CellWatch, Coverage

__all__ = ["coverage_as_page"]


def coverage_as_page(coverage: Coverage) -> str:
    """One self-contained HTML file. Moments of truth come first among the holes."""
    holes = [(row, cell) for row in coverage.rows for cell in row.cells if cell.watch is CellWatch.UNWATCHED]
    holes.sort(key=lambda pair: not pair[0].moment_of_truth)
    return render_page(
        "coverage.html.j2",
        service=coverage.service,
        coverage=coverage,
        lines=[" ".join(line.split()) for line in summary(coverage)],
        picture=coverage_as_picture(coverage, alone=False),
        holes=holes,
    )
