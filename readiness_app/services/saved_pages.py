"""What a saved page says of itself: from which address, and when. A hint for the form; a person keeps it or not."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from readiness_app.domain.capturing import is_web_address

_SUFFIXES = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
_MOST = 16_384  # bytes from the beginning, where browsers write it
_ADDRESS = (
    re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000})\s*-->"),  # Chrome, Edge
    re.compile(r"Page saved with SingleFile\s+url:\s*(\S{1,2000})"),
    re.compile(r"^Snapshot-Content-Location:\s*(\S{1,2000})", re.MULTILINE),  # one-file pages (MHTML)
)
_TIMES = (
    re.compile(r"saved date:\s*(\w{3} \w{3} \d{2} \d{4} \d{2}:\d{2}:\d{2}) GMT([+-]\d{4})"),  # SingleFile
    re.compile(r"^Date:\s*(.{10,60})$", re.MULTILINE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """Address and time a saved page names, each empty or None where it names none."""

    address: str = ""
    captured: datetime | None = None


def saved_page(path: Path) -> SavedPage:
    """What the file says of itself at its beginning; nothing for what is no saved page or cannot be read."""
    if path.suffix.lower() not in _SUFFIXES or not path.is_file():
        return SavedPage()
    try:
        with path.open("rb") as source:
            start = source.read(_MOST).decode("utf-8", errors="replace")
    except OSError:
        return SavedPage()
    found = next((match.group(1) for pattern in _ADDRESS if (match := pattern.search(start))), "")
    if not is_web_address(found):
        return SavedPage()
    return SavedPage(address=found, captured=_time(start))


def _time(start: str) -> datetime | None:
    by_extension, by_header = (pattern.search(start) for pattern in _TIMES)
    try:
        if by_extension:
            return datetime.strptime(" ".join(by_extension.groups()), "%a %b %d %Y %H:%M:%S %z").astimezone(UTC)
        if by_header and start.startswith(("From:", "Date:", "MIME-Version:", "Subject:", "Snapshot-")):
            stated = parsedate_to_datetime(by_header.group(1).strip())
            return stated.astimezone(UTC) if stated.tzinfo else None
    except (ValueError, TypeError, OverflowError):
        return None
    return None
