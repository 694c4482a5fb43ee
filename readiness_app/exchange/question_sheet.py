"""Question lists as spreadsheets: what a vendor fills in. Written here; what comes back is read in a process of its own."""

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from readiness_app.domain.errors import Refused
from readiness_app.exchange.workbook_bytes import workbook_bytes

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.dimensions import RowDimension
    from openpyxl.worksheet.worksheet import Worksheet

SHEET, ABOUT = "Questions", "Readiness"
FORMAT = "readiness-questions 1"
LONGEST_CELL = 32_767  # what a cell of this format holds; openpyxl would cut the rest without a word

# Title, width in characters. What a vendor writes stands in the last four, which alone can be changed.
COLUMNS = (
    ("No.", 6),
    ("Id", 10),
    ("What it is about", 36),
    ("Question", 46),
    ("What counts as evidence", 32),
    ("Answer", 56),
    ("Answered by", 20),
    ("Date", 13),
    ("Link or document", 32),
)
HIDDEN = ("Review", "List", "Item", "Text digest")
_OPEN, _DAY = range(6, 10), 8
_HEAD_ROW = 7
_FONT = "Calibri"
_LINE = 15.0  # points
# Characters that XML cannot hold, and texts that read like the format's own escapes for them.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_UNESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetQuestion:
    """One question as it is sent: its number, the item with its section, what it is `about`, the words to the vendor, its text digest."""

    number: int
    item: str
    section: str
    about: str
    question: str
    wanted: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetList:
    """A question list with everything that stands on it; `digest` is that of the review's record when it was made."""

    review: str
    list: str
    vendor: str
    model: str
    made: datetime
    made_by: str
    due: date | None
    digest: str
    questions: Sequence[SheetQuestion]


def written(asked: SheetList) -> bytes:
    """The list as an XLSX file. Raises Refused where a text is longer than a cell can hold; nothing is ever cut."""
    from openpyxl import Workbook  # imported when the first list is made, never at start

    book = Workbook()
    _named_styles(book)
    sheet = book.active
    sheet.title = SHEET
    _head(sheet, asked)
    _titles(sheet)
    for row, question in enumerate(asked.questions, _HEAD_ROW + 1):
        _question(sheet, row, question, asked)
    _look(sheet, asked)
    _about(book.create_sheet(ABOUT), asked)
    _describe(book, asked)
    return workbook_bytes(book)


def _head(sheet: "Worksheet", asked: SheetList) -> None:
    from openpyxl.styles import Font

    wanted = f"Please answer by {asked.due}." if asked.due else "No day is set for the answers."
    number = f"{len(asked.questions)} questions" if len(asked.questions) != 1 else "1 question"
    lines = (
        f"Questions to {asked.vendor} about {asked.model}",
        f"{wanted} {number}, sent by {asked.made_by} on {asked.made.astimezone(UTC).date()}.",
        "Write into the blue columns: Answer, Answered by, Date and Link or document. Leave empty what you do not answer.",
        "Keep the other columns as they are and the file as .xlsx: each answer is matched by its question.",
        f"Review {asked.review} · list {asked.list} · record (SHA-256) {asked.digest}",
    )
    for row, line in enumerate(lines, 1):
        _put(sheet.cell(row, 1), line).font = Font(name=_FONT, size=16 if row == 1 else 11 if row < 5 else 9, bold=row == 1)


def _titles(sheet: "Worksheet") -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    titles = [title for title, _ in COLUMNS] + list(HIDDEN)
    for column, title in enumerate(titles, 1):
        cell = _put(sheet.cell(_HEAD_ROW, column), title)
        cell.font = Font(name=_FONT, size=11, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="2F4FD0" if column in _OPEN else "4A5365")
        cell.alignment = Alignment(vertical="center", wrap_text=True)


def _named_styles(book: "Workbook") -> None:
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

    line = Side(style="thin", color="DDE1E8")
    for name, locked, number_format in (("asked", True, "General"), ("open", False, "@"), ("open day", False, "yyyy-mm-dd")):
        # "@" keeps what is typed as it was typed: no date out of 1/2, no formula out of =.
        style = NamedStyle(name, number_format=number_format, protection=Protection(locked=locked))
        style.font = Font(name=_FONT, size=11, color="161B26")
        style.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
        style.border = Border(bottom=line, left=line, right=line)
        if not locked:
            style.fill = PatternFill("solid", fgColor="F4F6FE")
        book.add_named_style(style)


def _question(sheet: "Worksheet", row: int, question: SheetQuestion, asked: SheetList) -> None:
    texts = ("", question.item, f"{question.section}\n{question.about}", question.question, question.wanted, "", "", "", "")
    for column, text in enumerate((*texts, asked.review, asked.list, question.item, question.digest), 1):
        cell = sheet.cell(row, column)
        if row == _HEAD_ROW + 1:
            cell.style = "open day" if column == _DAY else "open" if column in _OPEN else "asked"
        else:
            cell._style = copy(sheet.cell(_HEAD_ROW + 1, column)._style)  # naming the style for each of 26,000 cells takes longer
        if text:
            _put(cell, text)
    sheet.cell(row, 1).value = question.number
    lines = max(_lines(text, width) for text, (_, width) in zip(texts, COLUMNS, strict=True))
    sheet.row_dimensions[row] = _growing()(sheet, index=row, ht=min(lines * _LINE + 4, 400))


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of this many characters, rather one too many than one too few."""
    return sum(max(1, -(-len(line) * 10 // (width * 9))) for line in text.split("\n"))


@cache
def _growing() -> "type[RowDimension]":
    from openpyxl.worksheet.dimensions import RowDimension

    class Growing(RowDimension):  # type: ignore[misc]
        """A height to begin with that is not fixed: the row grows with a long answer."""

        customHeight = False

    return Growing


def _put(cell: "Cell", text: str) -> "Cell":
    """Writes a text as text, whatever it begins with."""
    safe = _ESCAPED.sub(_escape, text)
    if len(safe) > LONGEST_CELL:
        raise Refused(
            f"A text of {len(safe):,} characters begins with “{safe[:40]}”; a cell of a spreadsheet holds {LONGEST_CELL:,}. "
            "No spreadsheet was made and nothing was cut; send the list as a PDF."
        )
    cell.value = safe
    cell.data_type = "s"  # a text that begins with = would else be a formula
    return cell


def _escape(found: "re.Match[str]") -> str:
    return f"_x{ord(found[0]):04X}_"


def unescaped(text: str) -> str:
    """A cell's text with the format's escapes for characters turned back; half characters (lone surrogates) stay as they were written."""
    return _UNESCAPED.sub(_unescape, text)


def _unescape(found: "re.Match[str]") -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def _look(sheet: "Worksheet", asked: SheetList) -> None:
    from openpyxl.utils import get_column_letter

    for column, (_, width) in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for column in range(len(COLUMNS) + 1, len(COLUMNS) + len(HIDDEN) + 1):
        sheet.column_dimensions[get_column_letter(column)].hidden = True
    sheet.row_dimensions[_HEAD_ROW].height = 20
    sheet.freeze_panes = sheet.cell(_HEAD_ROW + 1, 3)
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows"):
        setattr(sheet.protection, allowed, False)  # False means: not locked, so that people can make room
    last = get_column_letter(len(COLUMNS))
    sheet.print_area = f"A1:{last}{_HEAD_ROW + len(asked.questions)}"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = f"List {asked.list}, record {asked.digest[:16]}"
    sheet.oddFooter.right.text = "Page &P of &N"


def _about(sheet: "Worksheet", asked: SheetList) -> None:
    """Where the list comes from, once more, out of sight: the rows name it too, in hidden columns."""
    sheet.sheet_state = "hidden"
    pairs = (("Format", FORMAT), ("Review", asked.review), ("List", asked.list), ("Record (SHA-256)", asked.digest))
    for row, pair in enumerate(pairs, 1):
        for column, text in enumerate(pair, 1):
            _put(sheet.cell(row, column), text)
    sheet.protection.sheet = True


def _describe(book: "Workbook", asked: SheetList) -> None:
    from openpyxl.packaging.custom import StringProperty

    about: Any = book.properties
    about.title = _ESCAPED.sub("", f"Questions to {asked.vendor} about {asked.model}")
    about.creator = _ESCAPED.sub("", asked.made_by)
    about.subject = f"Review {asked.review}, list {asked.list}"
    about.identifier = asked.digest
    about.created = about.modified = asked.made.astimezone(UTC).replace(tzinfo=None)
    for name, value in (("ReadinessReview", asked.review), ("ReadinessList", asked.list), ("ReadinessRecordSha256", asked.digest)):
        book.custom_doc_props.append(StringProperty(name=name, value=value))
