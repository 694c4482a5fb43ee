"""Where a web address leads, told in full before anybody follows it: its host, and what about it could deceive."""

import ipaddress
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

SCHEMES = ("http", "https", "mailto")
LONGEST = 2_000  # characters: longer ones are no address that a person can judge


class Doubt(StrEnum):
    """What could make somebody take an address for another one."""

    USER = "user"  # what stands before an @ looks like the host and is none
    LETTERS = "letters"  # the host has letters that look like others
    NUMBERS = "numbers"  # the host is a number
    PLAIN = "plain"  # what is read there can be read and changed on the way
    PORT = "port"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """An address that may be followed: what is opened, in ASCII alone, the host it leads to, and every doubt about it."""

    address: str
    host: str
    doubts: tuple[Doubt, ...]


def destination(text: str) -> Destination | None:
    """Where an address leads; None where it is none that may be followed: another scheme, no host, hidden characters, too long."""
    text = text.strip()
    if not text or len(text) > LONGEST or any(unicodedata.category(one)[0] in "CZ" for one in text) or "\\" in text:
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
        if parts.scheme.lower() not in SCHEMES:
            return None
        if parts.scheme.lower() == "mailto":
            return Destination(address=text, host=parts.path, doubts=()) if text.isascii() and "@" in parts.path else None
        host = (parts.hostname or "").rstrip(".")
        spelled = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    if not spelled or not all(one.isalnum() or one in ".-:_" for one in spelled):
        return None
    doubts = {
        Doubt.USER: "@" in parts.netloc,
        Doubt.LETTERS: any(part.startswith("xn--") for part in spelled.lower().split(".")),
        Doubt.NUMBERS: _is_number(spelled),
        Doubt.PLAIN: parts.scheme.lower() == "http",
        Doubt.PORT: port not in (None, 80, 443),
    }
    head, _, tail = text.partition(parts.netloc)
    netloc = parts.netloc if parts.netloc.isascii() else _spelled(parts.netloc, spelled)
    return Destination(address=f"{head}{netloc}{tail}", host=spelled.lower(), doubts=tuple(one for one, there in doubts.items() if there))


def _spelled(netloc: str, host: str) -> str:
    port = netloc.rpartition("@")[2].partition(":")[2]
    return f"{host}:{port}" if port else host


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        last = host.rpartition(".")[2].lower()
        return last.isdigit() or last.startswith("0x")
    return True
