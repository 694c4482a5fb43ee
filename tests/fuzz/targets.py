"""What a fuzzer feeds: each parser of foreign bytes, which may raise known trouble and nothing else."""

import json
from collections.abc import Callable
from datetime import date

from readiness_app.domain.errors import InvalidFile, ReadinessError
from readiness_app.domain.quotes import FileText, Searchable
from readiness_app.exchange.checklist_files import load_checklist
from readiness_app.exchange.pack_files import load_pack
from readiness_app.exchange.record import decode_record, encode_record


def record(data: bytes) -> None:
    """A record that is taken comes back as the same bytes, if it is of today's version."""
    review = decode_record(data)
    assert b'"schema_version":1' in data or encode_record(review) == data


def checklist(data: bytes) -> None:
    """A checklist file."""
    load_checklist(data)


def pack(data: bytes) -> None:
    """A pack file."""
    load_pack(data)


def pdf(data: bytes) -> None:
    """A PDF to verify: whatever it is, there is a verdict, and never a good one for what the fuzzer made."""
    from readiness_app.services.verifying import verify_bytes

    assert not verify_bytes(data, "fuzz.pdf").valid


def answers(data: bytes) -> None:
    """A question list that came back; in the process of its own, trouble is a ValueError with words."""
    from readiness_app.exchange.returned_sheet import answer

    try:
        answer({}, data)
    except ValueError as error:
        raise InvalidFile(str(error)) from error


def words(data: bytes) -> None:
    """A text, a Markdown file or a saved page: its words can be searched, and what is cut out of them is found."""
    from readiness_app.services.text_child import answer

    for kind in ("html", "markdown", "text", "mhtml"):
        try:
            _, pages = answer({"kind": kind}, data)
        except ValueError as error:
            raise InvalidFile(str(error)) from error
        searched = Searchable(FileText(pages=tuple(json.loads(pages)), paged=False))
        searched.anchor("kept for 30 days", 1, date.today())
        searched.near("kept for 30 days")
        if searched.text.pages:
            assert searched.span("kept for 30 days", 1) is None or searched.pages_of("kept for 30 days")


_ALL = (record, checklist, pack, pdf, answers, words)
TARGETS: dict[str, Callable[[bytes], None]] = {target.__name__: target for target in _ALL}


def attempt(name: str, data: bytes) -> bool:
    """Feeds one target; True where it took the bytes, False where it refused them as it may. Anything else passes through."""
    try:
        TARGETS[name](data)
    except ReadinessError:
        return False
    return True
