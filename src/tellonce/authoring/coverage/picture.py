"""Coverage as a picture: for each lane, touchpoints down and facts across; a shape and a colour for each state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from tellonce.authoring.pages import grid_style
from tellonce.model.coverage_account import CellWatch, Coverage, CoverageCell, CoverageRow
from tellonce.story.visible import one_line, visible
from tellonce.story.words import capitalised, plural

__all__ = ["LANES", "coverage_as_picture", "state_of"]

LANES = {
    "customer": "What she does",
    "frontstage": "What she meets",
    "backstage": "What staff use",
    "support": "What supports them",
}
_STATES = {
    "watched": "watched",
    "partly": "watched for some roles only",
    "unwatched": "watched by nobody: a hole",
    "exempt": "need not learn it",
}
_NAME = 300
_COUNT = 70
_COLUMN = 27
_ROW = 24
_HEAD = 150
_TITLE = 30
_MARGIN = 16
_R = 7.5
_LONGEST = 44


def coverage_as_picture(coverage: Coverage, *, alone: bool) -> Markup:
    """An SVG. alone: a file of its own, with its looks in it; else a part of a page that has them."""
    drawn, height, width = _lanes(coverage)
    title = f"{coverage.service}: {coverage.watched} of {coverage.cells} cells are watched by journeys"
    holes = sum(cell.watch is CellWatch.UNWATCHED for row in coverage.rows for cell in row.cells)
    told = (
        f"Touchpoints down, facts across, a block for each lane. A filled disc with a tick is watched, an empty square "
        f"is a hole, a half disc is watched for some roles only, a dash need not learn it. {holes} cells are holes."
    )
    parts = [
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" class="grid" role="img" aria-labelledby="grid-title grid-desc" '
            'width="{w}" height="{h}" viewBox="0 0 {w} {h}">'
        ).format(w=width, h=height),
        Markup('<title id="grid-title">{}</title><desc id="grid-desc">{}</desc>').format(_clean(title), told),
    ]
    if alone:
        parts.append(Markup("<style>{}</style>").format(Markup(grid_style())))  # noqa: S704 - our own file
    parts.append(Markup('<rect class="ground" width="{}" height="{}"/>').format(width, height))
    return Markup("\n").join([*parts, *drawn, Markup("</svg>")]) + "\n"


def state_of(cells: Sequence[CoverageCell]) -> str:
    """watched, partly, unwatched or exempt: what the roles of one fact at one touchpoint come to."""
    counted = [cell for cell in cells if cell.watch is not CellWatch.EXEMPT]
    watched = sum(cell.watch is CellWatch.WATCHED for cell in counted)
    if not counted:
        return "exempt"
    return "watched" if watched == len(counted) else "partly" if watched else "unwatched"


def _lanes(coverage: Coverage) -> tuple[list[Markup], int, int]:
    """The blocks, one under the other, and how high and wide they are together."""
    drawn: list[Markup] = list(_legend())
    top, widest = _MARGIN + _ROW + 10, 820
    for lane in (*LANES, *(row.lane for row in coverage.rows if row.lane not in LANES)):
        rows = [row for row in coverage.rows if row.lane == lane]
        if not rows or any(f'id="lane-{lane}"' in part for part in drawn):
            continue
        facts = [fact for fact in coverage.facts if any(row.of(fact) for row in rows)]
        drawn += _block(coverage, lane, rows, facts, top)
        top += _TITLE + _HEAD + _ROW * len(rows) + 2 * _MARGIN
        widest = max(widest, _MARGIN * 2 + _NAME + _COUNT + _COLUMN * len(facts) + _HEAD // 2)
    return drawn, top, widest


def _block(
    coverage: Coverage, lane: str, rows: Sequence[CoverageRow], facts: Sequence[str], top: int
) -> Iterator[Markup]:
    left, begin = _MARGIN + _NAME + _COUNT, top + _TITLE + _HEAD
    watched, counted = sum(row.watched for row in rows), sum(row.counted for row in rows)
    yield Markup('<g id="lane-{}">').format(lane)
    yield Markup('<text class="lane" x="{}" y="{}">{}</text>').format(_MARGIN, top + 18, LANES.get(lane, lane))
    yield _text(_MARGIN, top + 38, f"{watched} of {counted} cells are watched", "soft")
    for nth, fact in enumerate(facts):
        x, y = left + nth * _COLUMN + _COLUMN // 2, begin - 8
        yield Markup('<text transform="translate({} {}) rotate(-52)">{}</text>').format(
            x, y, _clean(one_line(coverage.facts[fact], 28))
        )
    for nth, row in enumerate(rows):
        yield from _line(coverage, row, facts, begin + nth * _ROW, left, banded=nth % 2 == 0)
    for nth in range(len(facts) + 1):
        x = left + nth * _COLUMN
        yield Markup('<path class="line" d="M{} {}V{}"/>').format(x, begin, begin + _ROW * len(rows))
    yield Markup("</g>")


def _line(
    coverage: Coverage, row: CoverageRow, facts: Sequence[str], top: int, left: int, *, banded: bool
) -> Iterator[Markup]:
    middle = top + _ROW // 2
    if banded:
        wide = _NAME + _COUNT + _COLUMN * len(facts)
        yield Markup('<rect class="band" x="{}" y="{}" width="{}" height="{}"/>').format(_MARGIN, top, wide, _ROW)
    star = Markup('<tspan class="truth"> ★</tspan>') if row.moment_of_truth else ""
    name = one_line(capitalised(row.called.removeprefix("the ")), _LONGEST)
    yield Markup('<text x="{}" y="{}">{}{}</text>').format(_MARGIN + 6, middle + 4.5, _clean(name), star)
    count = f"{row.watched} of {row.counted}" if row.counted else "–"
    yield Markup('<text class="soft" text-anchor="end" x="{}" y="{}">{}</text>').format(left - 12, middle + 4.5, count)
    for nth, fact in enumerate(facts):
        cells = row.of(fact)
        if cells:
            yield _shape(state_of(cells), left + nth * _COLUMN + _COLUMN / 2, middle, _told(coverage, row, fact, cells))


def _told(coverage: Coverage, row: CoverageRow, fact: str, cells: Sequence[CoverageCell]) -> str:
    said = []
    for cell in cells:
        many = plural(len(cell.scenarios), "scenario") if cell.scenarios else ""
        parts = (f"{cell.role}: {cell.watch.value}", cell.why, many, f"{cell.in_run} in the run" if cell.in_run else "")
        said.append(", ".join(part for part in parts if part))
    return f"{coverage.facts[fact]} at {row.called}: {'; '.join(said)}"


def _shape(state: str, x: float, y: float, title: str) -> Markup:
    shapes = {
        "watched": '<circle class="watched" r="{r}"/><path class="tick" d="m-3.6 .4 2.5 2.6 4.7-5.4"/>',
        "partly": '<circle class="partly" r="{i}"/><path class="half" d="M0 -{i}a{i} {i} 0 0 0 0 {d}z"/>',
        "unwatched": '<rect class="unwatched" x="-{s}" y="-{s}" width="{e}" height="{e}"/>',
        "exempt": '<path class="exempt" d="M-5 0H5"/>',
    }
    shape = Markup(shapes[state]).format(r=_R, i=_R - 1, d=2 * (_R - 1), s=_R - 1.5, e=2 * (_R - 1.5))  # noqa: S704
    return Markup('<g transform="translate({} {})"><title>{}</title>{}</g>').format(x, y, _clean(title), shape)


def _legend() -> Iterator[Markup]:
    x = float(_MARGIN + 10)
    for state, words in _STATES.items():
        yield _shape(state, x, _MARGIN + 8, words)
        yield _text(x + 14, _MARGIN + 12.5, words)
        x += 40 + 7.2 * len(words)
    yield Markup('<text class="truth" x="{}" y="{}">★ moment of truth</text>').format(x, _MARGIN + 12.5)


def _text(x: float, y: float, text: str, kind: str = "") -> Markup:
    return Markup('<text x="{}" y="{}"{}>{}</text>').format(
        x, y, Markup(' class="{}"').format(kind) if kind else "", _clean(text)
    )


def _clean(text: str) -> Markup:
    return escape(visible(text))
