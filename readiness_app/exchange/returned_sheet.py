"""Returned question lists, read in a process of its own: foreign spreadsheets are checked first and never computed."""

import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.parsers import expat

from readiness_app.exchange.question_sheet import unescaped

MOST_ENTRIES, MOST_UNPACKED, MOST_RATIO = 2_000, 100_000_000, 100
MOST_ROWS, MOST_TEXT = 20_000, 5_000_000
MOST_COLUMNS, HEAD_WITHIN = 60, 100
_FIELDS = {
    "review": "review",
    "list": "list",
    "item": "item",
    "text digest": "digest",
    "id": "id",
    "question": "question",
    "what counts as evidence": "wanted",
    "answer": "answer",
    "response": "answer",
    "reply": "answer",
    "answered by": "by",
    "date": "dated",
    "link or document": "document",
}
_NOT_XLSX = "it is not a spreadsheet in the .xlsx format"


def answer(order: dict[str, object], data: bytes) -> tuple[dict[str, object], bytes]:
    """What a returned list holds: notes for people in the header, the rows as JSON; raises ValueError with what is wrong with the file."""
    merged = checked(data)
    try:
        rows, notes = _read(data, merged)
    except (ValueError, MemoryError, RecursionError):
        raise
    except Exception as error:  # whatever a foreign file makes the reader stumble over
        raise ValueError(f"it is damaged or not a spreadsheet ({type(error).__name__})") from error
    return {"notes": notes}, json.dumps(rows).encode()


def checked(data: bytes) -> dict[str, list[str]]:
    """Refuses, by ValueError, what is no harmless XLSX; gives the merged ranges by the sheet's part of the file."""
    if data[:8] == bytes.fromhex("d0cf11e0a1b11ae1"):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise ValueError("it is locked with a password; save it without one" if locked else "it is an old .xls; save it as .xlsx")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ValueError(_NOT_XLSX if data[:2] != b"PK" else "it is damaged or cut off") from error
    with archive:
        _check_size(archive, len(data))
        try:
            _check_kind(archive)
            return {entry.filename: _check_xml(archive, entry) for entry in archive.infolist() if _is_xml(entry.filename)}
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, zlib.error) as error:
            raise ValueError("it is damaged or cut off") from error


def _check_size(archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        raise ValueError(f"it has {len(entries):,} parts; a spreadsheet has a few dozen")
    if unpacked > MOST_UNPACKED:
        raise ValueError(f"it would unpack to {unpacked // 1_000_000:,} MB; the limit is {MOST_UNPACKED // 1_000_000}")
    if unpacked > 1_000_000 and unpacked > MOST_RATIO * size:
        raise ValueError(f"it would unpack to more than {MOST_RATIO} times its size")


def _check_kind(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:100]:
        raise ValueError("it is an OpenDocument file; save it as .xlsx")
    if "[Content_Types].xml" not in names:
        raise ValueError(_NOT_XLSX)
    kinds = archive.read("[Content_Types].xml")
    if b"macroEnabled" in kinds or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValueError("it holds macros; save it as .xlsx, without them")
    if b"spreadsheetml" not in kinds:
        raise ValueError(_NOT_XLSX)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _check_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> list[str]:
    """The merged ranges in one part; no part of a spreadsheet declares a document type, and entities come only with one."""
    merged: list[str] = []

    def element(name: str, attributes: dict[str, str]) -> None:
        if name.endswith("mergeCell") and len(merged) < MOST_ROWS:
            merged.append(attributes.get("ref", ""))

    def declared(*told: object) -> None:
        raise ValueError("it declares entities, which no spreadsheet needs")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    if "/worksheets/" in entry.filename:
        parser.StartElementHandler = element
    try:
        with archive.open(entry) as part:
            parser.ParseFile(part)
    except expat.ExpatError as error:
        raise ValueError("it is damaged or cut off") from error
    return merged


def _read(data: bytes, merged: dict[str, list[str]]) -> tuple[list[dict[str, Any]], list[str]]:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    rows: list[dict[str, Any]] = []
    notes: list[str] = []
    found = 0
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of its size is not to be trusted
        columns: dict[str, int] = {}
        for number, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
            if values.count(None) == len(values):  # a cell far down makes a million such rows
                continue
            if columns:
                rows += _row(number, values, columns)
                if len(rows) > MOST_ROWS:
                    raise ValueError(f"it has more than {MOST_ROWS:,} rows with something in them")
            elif number <= HEAD_WITHIN:
                columns = _columns(values)
            else:
                break
        if columns:
            found += 1
            notes += _merged_notes(merged.get(str(sheet._worksheet_path).lstrip("/"), []), columns)
    if not found:
        raise ValueError("no sheet of it has a column named Answer")
    if sum(len(str(value)) for row in rows for value in row.values()) > MOST_TEXT:
        raise ValueError(f"it holds more than {MOST_TEXT:,} characters")
    return rows, notes


def _columns(values: tuple[Any, ...]) -> dict[str, int]:
    """Which column holds what, where this row is the head of a list; the first of two columns of one name counts."""
    columns: dict[str, int] = {}
    for place, value in enumerate(values):
        field = _FIELDS.get(" ".join(_text(value).split()).rstrip(":").casefold())
        if field:
            columns.setdefault(field, place)
    return columns if "answer" in columns and len(columns) > 1 else {}


def _row(number: int, values: tuple[Any, ...], columns: dict[str, int]) -> Iterator[dict[str, Any]]:
    found = {field: values[place] for field, place in columns.items() if place < len(values)}
    texts = {field: _text(value) for field, value in found.items()}
    if not any(text.strip() for text in texts.values()):
        return
    day = _day(found.get("dated"))
    row: dict[str, Any] = {
        field: texts.get(field, "") for field in ("review", "list", "digest", "question", "wanted", "answer", "by", "document")
    }
    # The id that people see and the hidden one say the same, unless somebody has changed the sheet.
    seen, hidden = texts.get("id", "").strip(), texts.get("item", "").strip()
    row |= {"number": number, "item": seen or hidden, "digest": row["digest"] if seen in ("", hidden) else ""}
    yield row | {"dated": day.isoformat() if day else "", "dated_text": "" if day else texts.get("dated", "")}


def _text(value: Any) -> str:
    """A cell's value as text: a formula as it is written, never its result."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute or value.second) else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    written = getattr(value, "text", None)  # an array formula
    return unescaped(str(written if isinstance(written, str) else value)).replace("\r\n", "\n").replace("\r", "\n")


_NUMERIC = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)


def _day(value: Any) -> date | None:
    """A day, where the cell holds one or a text that reads in one way only: 2026-03-29, 29.03.2026, 29 Mar 2026, March 29, 2026."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = " ".join(_text(value).replace(",", " ").split())
    try:
        if match := _NUMERIC.fullmatch(text):
            year, month, day = match.group(1, 2, 3) if match[1] else match.group(6, 5, 4)
            return date(int(year), int(month), int(day))
    except ValueError:
        return None
    for form in ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _merged_notes(ranges: list[str], columns: dict[str, int]) -> list[str]:
    from openpyxl.utils.cell import range_boundaries

    notes = []
    for name in ranges:
        left, top, right, bottom = range_boundaries(name)
        if left is not None and bottom > top and left <= columns["answer"] + 1 <= right:
            notes.append(f"The answers of rows {top} to {bottom} are merged into one cell; it was taken for row {top} alone.")
    return notes[:20]
