"""A comparison as CSV for spreadsheets: one row an item, and no cell that a spreadsheet would take for a formula."""

import csv
from collections.abc import Iterable
from io import StringIO

from readiness_app.domain.claim import Claim
from readiness_app.domain.comparison import Comparison, ItemComparison, Standing
from readiness_app.wording import word

COLUMNS = (
    "Item",
    "Section",
    "Question",
    "What happened",
    "Knowledge before",
    "Knowledge after",
    "Verdict before",
    "Verdict after",
    "Gate before",
    "Gate after",
    "Gate moved",
    "Unconfirmed after",
    "What differs",
    "Answered now by",
    "From whom",
    "No longer claimed",
    "Answered by",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # also their full-width forms
_BOM = "\ufeff"  # without it, the spreadsheet most people have does not read UTF-8


def csv_of(found: Comparison) -> bytes:
    """The rows as UTF-8 with a byte-order mark, commas, every cell quoted; the same comparison gives the same bytes."""
    text = StringIO()
    rows = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerows([plain(cell) for cell in _row(item)] for item in found.items)
    return (_BOM + text.getvalue()).encode("utf-8", "replace")


def plain(cell: str) -> str:
    """The text so that no spreadsheet calculates it: what begins like a formula gets an apostrophe in front."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def _row(item: ItemComparison) -> Iterable[str]:
    old, new = item.before, item.after
    yield from (item.id, item.section, item.question, word(item.kind))
    yield from (word(side.knowledge) if side else "" for side in (old, new))
    yield from (word(side.verdict) if side else "" for side in (old, new))
    yield from (_gate(side) for side in (old, new))
    yield word(item.gate) if item.gate else ""
    yield "yes" if new and new.unconfirmed else ""
    yield ", ".join(name.replace("_", " ") for name in item.differs)
    yield _lines(claim.statement for claim in item.resolved_by)
    yield _lines(_source(claim) for claim in item.resolved_by)
    yield _lines(claim.statement for claim in item.gone)
    yield ", ".join(new.people) if new else ""


def _gate(side: Standing | None) -> str:
    if side is None or side.gate is None:
        return ""
    return f"{word(side.gate)}{' (hard)' if side.hard else ''}{f': {word(side.gate_reason)}' if side.gate_reason else ''}"


def _source(claim: Claim) -> str:
    return f"{claim.source} ({word(claim.source_kind)}{f', {claim.dated}' if claim.dated else ''})"


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)
