"""A PDF letter's text: the address window, the page below it, the whole."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # ships no types
from PIL import Image
from pypdf import PdfReader

from tellonce.model.observation import Box, PageLine
from tellonce.probes.searchable import Searchable

__all__ = ["DIN_5008_WINDOW_MM", "Letter", "LetterReader", "Window", "page_called", "page_lines", "page_png"]

# PDFium keeps global state: two threads inside it at once crash the process.
_pdfium = threading.Lock()
_POINTS_PER_MM = 72 / 25.4
_CREATED = re.compile(r"^D:(?P<moment>\d{14})(?:(?P<sign>[+-])(?P<hours>\d{2})'?(?P<minutes>\d{2})?'?|(?P<zulu>Z).*)$")
_SAME_LINE_MM = 0.5
_Piece = tuple[float, str]
_Rect = tuple[float, float, float, float]
"""Left, bottom, right, top in points, from the page's bottom left corner: as PDFium tells it."""
_MOST_RECTS, _MOST_LINES, _LONGEST_LINE = 1_000, 200, 300
_MOST_CHARACTERS = 20_000
_Word = tuple[str, float, float, float]
"""Text, left, right, and the height of its middle, in points as in `_Rect`."""
_NO_LETTER = "\x00\ufffe\uffff"
_BLUR = 2.0
"""Points by which the boxes of letters and of lines may differ."""
_NEAR = 24.0
"""Points between two pieces of one line: more is another column."""
Window = tuple[float, float, float, float]
"""Left, top, right, bottom in millimetres from the page's top left corner."""
DIN_5008_WINDOW_MM: Window = (20.0, 45.0, 105.0, 90.0)
"""Where the address stands in letters by DIN 5008, forms A and B together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one PDF says.

    window: text in the address window of page 1.  page: the text below the window and on the following pages.
    pages: the whole text of each page, in order.
    created: ISO 8601 with time zone, or None when the file does not bear it.  unusable: why the text cannot be
    trusted, empty when it can (a picture of text, or fonts that do not say which letters they draw).
    """

    window: str
    page: str
    whole: Searchable
    pages: tuple[str, ...]
    subject: str = ""
    title: str = ""
    created: str | None = None
    unusable: str = ""


@dataclass(frozen=True, slots=True)
class LetterReader:
    """Reads letters with the address window at one place. Equal readers share what they read."""

    window_mm: Window

    def __call__(self, name: str, content: bytes) -> Letter:
        """The letter in `content`. Raises what the PDF libraries raise when it is no PDF."""
        letter = _by_pdfium(content, self.window_mm)
        if not _broken(letter.whole.text):
            return letter
        # Fonts without a usable map from glyphs to letters: the two libraries guess differently, one may be right.
        second = _by_pypdf(content, self.window_mm, letter)
        why = _broken(second.whole.text)
        if not why:
            return second
        return Letter(
            window=letter.window,
            page=letter.page,
            whole=letter.whole,
            pages=letter.pages,
            subject=letter.subject,
            title=letter.title,
            created=letter.created,
            unusable=why,
        )


def page_called(number: int, of: int) -> str:
    """Which page it is; a letter of one page says no more."""
    return f"page {number} of {of}" if of > 1 else f"page {number}"


def page_png(content: bytes, number: int = 1, *, dots_per_inch: int = 110) -> bytes:
    """A picture of one page; number: from 1."""
    with _pdfium:
        document = pypdfium2.PdfDocument(content)
        try:
            picture = document[number - 1].render(scale=dots_per_inch / 72).to_pil()
        finally:
            document.close()
    out = io.BytesIO()
    # Few colours, lightly packed: a page of text looks the same at a third of the size. Which ones is chosen on every
    # fourth pixel of every fourth line: no verdict waits for the rest, and colours are as near as if it had been asked.
    sample = picture.resize((max(1, picture.width // 4), max(1, picture.height // 4)), Image.Resampling.NEAREST)
    palette = sample.quantize(colors=64, method=Image.Quantize.FASTOCTREE)
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(out, format="PNG", compress_level=3)
    return out.getvalue()


def page_lines(content: bytes, window_mm: Window, number: int = 1) -> tuple[PageLine, ...]:
    """Where each line of a page stands on its picture, from top to bottom, and each of its words; at most 200 lines,
    empty when there is no text. number: of the page, from 1; only the first has an address window. A page that is
    turned has no lines: its picture is turned, and what PDFium tells of its text is not."""
    with _pdfium:
        document = pypdfium2.PdfDocument(content)
        try:
            page = document[number - 1]
            if page.get_rotation():
                return ()
            width, height = page.get_size()
            text = page.get_textpage()
            found = [text.get_rect(n) for n in range(min(text.count_rects(), _MOST_RECTS))]
            pieces = [(rect, _tidy(text.get_text_bounded(*rect))) for rect in found]
            words = _words(text)
        finally:
            document.close()
    lines: list[list[tuple[_Rect, str]]] = []
    for rect, said in pieces:
        if not said:
            continue
        line = lines[-1][-1][0] if lines else None
        if line is not None and _beside(line, rect):
            lines[-1].append((rect, said))
        else:
            lines.append([(rect, said)])
    left, top, right, bottom = (edge * _POINTS_PER_MM for edge in window_mm)
    told = []
    for line_of in lines[:_MOST_LINES]:
        rects = [rect for rect, _ in line_of]
        x0, y0 = min(r[0] for r in rects), min(r[1] for r in rects)
        x1, y1 = max(r[2] for r in rects), max(r[3] for r in rects)
        across, down = (x0 + x1) / 2, height - (y0 + y1) / 2
        said = " ".join(dict.fromkeys(said for _, said in line_of))[:_LONGEST_LINE]
        told.append(
            PageLine(
                text=said,
                box=_fractions(x0 / width, (height - y1) / height, x1 / width, (height - y0) / height),
                window=number == 1 and left <= across <= right and top <= down <= bottom,
                words=" ".join(
                    f"{_parts(first / width)}-{_parts(last / width)}"
                    for first, last in _ends_of(said, (x0, y0, x1, y1), words)
                ),
            )
        )
    return tuple(told)


def _words(page: Any) -> list[_Word]:
    """Each word of a page, in the order of its text, and where it stands."""
    words: list[_Word] = []
    letters, first = "", 0
    count = min(page.count_chars(), _MOST_CHARACTERS)
    for at in range(count + 1):
        letter = chr(pdfium.FPDFText_GetUnicode(page, at)) if at < count else " "
        if letter not in _NO_LETTER and not letter.isspace():
            first = first if letters else at
            letters += letter
        elif letters:
            (left, low, _, high), (_, _, right, _) = page.get_charbox(first), page.get_charbox(at - 1)
            words.append((_tidy(letters), left, right, (low + high) / 2))
            letters = ""
    return words


def _ends_of(said: str, box: _Rect, words: Sequence[_Word]) -> list[tuple[float, float]]:
    """The left and the right end of each word of a line; empty when what PDFium tells of words is not what the line
    says, as of text that is drawn twice to look bold."""
    left, low, right, high = box
    within = [word for word in words if low <= word[3] <= high and left - _BLUR <= word[1] and word[2] <= right + _BLUR]
    return [(first, last) for _, first, last, _ in within] if [word[0] for word in within] == said.split() else []


def _beside(one: _Rect, other: _Rect) -> bool:
    """Whether both stand in the same line of text: they share half of the lower one's height, and nearly touch."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    lower = min(one[3] - one[1], other[3] - other[1])
    return shared > lower / 2 and -_NEAR < other[0] - one[2] < _NEAR


def _fractions(left: float, top: float, right: float, bottom: float) -> Box:
    first, second, third, fourth = (round(min(1.0, max(0.0, edge)), 4) for edge in (left, top, right, bottom))
    return first, second, third, fourth


def _parts(fraction: float) -> int:
    return round(10_000 * min(1.0, max(0.0, fraction)))


def _by_pdfium(content: bytes, window_mm: Window) -> Letter:
    with _pdfium:
        document = pypdfium2.PdfDocument(content)
        try:
            data = document.get_metadata_dict()
            pages = [page.get_textpage() for page in document]
            wholes = [_tidy(page.get_text_bounded()) for page in pages]
            width, height = document[0].get_size()
            left, top, right, bottom = (edge * _POINTS_PER_MM for edge in window_mm)
            window = _tidy(pages[0].get_text_bounded(left, height - bottom, right, height - top))
            below = _tidy(pages[0].get_text_bounded(0, 0, width, height - bottom))
        finally:
            document.close()
    return Letter(
        window=window,
        page=_joined([below, *wholes[1:]]),
        whole=Searchable(_joined(wholes)),
        pages=tuple(wholes),
        subject=data.get("Subject", ""),
        title=data.get("Title", ""),
        created=_created(data.get("CreationDate", "")),
    )


def _by_pypdf(content: bytes, window_mm: Window, first: Letter) -> Letter:
    reader = PdfReader(io.BytesIO(content))
    page = reader.pages[0]
    height = float(page.mediabox.height)
    left, top, right, bottom = window_mm
    within: list[_Piece] = []
    below: list[_Piece] = []

    def sort(text: str, outer: Sequence[float], inner: Sequence[float], _font: Any, _size: float) -> None:
        # Where the text matrix puts the first letter, as the page's own matrix moves it.
        x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        x_mm, y_mm = x / _POINTS_PER_MM, (height - y) / _POINTS_PER_MM
        if left <= x_mm <= right and top <= y_mm <= bottom:
            within.append((y_mm, text))
        elif y_mm > bottom:
            below.append((y_mm, text))

    whole = _tidy(page.extract_text(visitor_text=sort))
    others = [_tidy(other.extract_text()) for other in reader.pages[1:]]
    return Letter(
        window=_lines(within),
        page=_joined([_lines(below), *others]),
        whole=Searchable(_joined([whole, *others])),
        pages=(whole, *others),
        subject=first.subject,
        title=first.title,
        created=first.created,
    )


def _lines(pieces: Sequence[_Piece]) -> str:
    """Pieces of text in reading order, a line for each height on the page."""
    text = ""
    last_mm: float | None = None
    for y_mm, piece in pieces:
        text += piece if last_mm is None or abs(y_mm - last_mm) < _SAME_LINE_MM else f"\n{piece}"
        last_mm = y_mm
    return _tidy(text)


def _tidy(text: str) -> str:
    """PDFium marks a hyphen at a line's end as U+FFFE or U+0002; both are soft hyphens."""
    text = text.replace("\ufffe", "\u00ad").replace("\x02", "\u00ad").replace("\r\n", "\n")
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _joined(parts: Sequence[str]) -> str:
    return "\n".join(part for part in parts if part)


def _broken(text: str) -> str:
    """Why the text is no proof of what the page shows, or empty."""
    if not text.strip():
        return "the PDF has no text layer"
    for character in text:
        code = ord(character)
        if code in (0, 0xFFFD) or 0xE000 <= code <= 0xF8FF or code >= 0xF0000:
            return f"its text layer holds U+{code:04X}, which stands for no letter"
    return ""


def _created(text: str) -> str | None:
    found = _CREATED.match(text)
    if found is None:
        return None  # Without a time zone it could be any of 26 hours.
    offset = timedelta()
    if found["sign"]:
        offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
        offset = -offset if found["sign"] == "-" else offset
    moment = datetime.strptime(found["moment"], "%Y%m%d%H%M%S").replace(tzinfo=timezone(offset))
    return moment.isoformat()
