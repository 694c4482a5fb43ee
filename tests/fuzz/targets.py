"""What a fuzzer feeds: each parser of foreign bytes, which may raise known trouble and nothing else."""

import json
import sys
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from docs import verify_history
from readiness_app.domain.errors import InvalidFile, ReadinessError
from readiness_app.domain.quotes import FileText, Searchable
from readiness_app.exchange.checklist_files import load_checklist
from readiness_app.exchange.pack_files import load_pack
from readiness_app.exchange.record import decode_record, encode_record
from readiness_app.settings import load_settings
from readiness_app.signing.identities import load_certificate, open_identity
from readiness_app.store import backups, keys


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
    from tests.verified_here import verified_here

    assert not verified_here(data, "fuzz.pdf").valid


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


def key(data: bytes) -> None:
    """The key file of an encrypted workspace; a passphrase is tried where that costs little."""
    held = keys.read(_laid("w.readiness.key", data))
    if all(abs(wrap.passes * wrap.memory) < 100_000 for wrap in held.wraps.values()):
        keys.unlocked(held, "correct horse")


def manifest(data: bytes) -> None:
    """What lies beside two backups, one of them sound: the list of backups is there all the same."""
    workspace = _laid("w.readiness", b"")
    folder = backups.folder_of(workspace)
    folder.mkdir(exist_ok=True)
    for name in ("a", "b"):
        (folder / f"{name}.readiness").touch()
    (folder / "a.json").write_bytes(data)
    (folder / "b.json").write_text(
        '{"workspace":"w.readiness","made":"2026-03-29T09:30:00Z","file":"b.readiness","size":0,"sha256":"","reviews":{},'
        f'"format":"{backups.FORMAT}","schema_version":1}}'
    )
    assert "b.readiness" in [one.path.name for one in backups.held(workspace)]


def settings(data: bytes) -> None:
    """Preferences never keep anybody out."""
    load_settings(_laid("settings.json", data))


def history(data: bytes) -> None:
    """The verifier that stands alone: whatever it is given, it says that all holds, what does not, or that this is no history."""
    said, given = StringIO(), sys.argv
    sys.argv = ["verify_history.py", str(_laid("history.json", data))]
    try:
        with redirect_stdout(said):
            assert verify_history.main() in (0, 1, 2) and said.getvalue()
    finally:
        sys.argv = given


def identity(data: bytes) -> None:
    """A certificate (PEM or DER), then the same bytes as a file with a key in it."""
    with suppress(ReadinessError):
        load_certificate(data)
    open_identity(_laid("identity.p12", data), "correct horse")


def page(data: bytes) -> None:
    """A foreign PDF, drawn and read; in the process of its own any trouble ends in words, so only a crash or an endless run is one."""
    from readiness_app.services import text_child
    from readiness_app.ui import picture_child

    orders: tuple[dict[str, object], ...] = (
        {"kind": "outline"},
        {"kind": "page", "number": 0, "scale": 0.2},
        {"kind": "marks", "number": 0, "quote": "kept for 30 days"},
    )
    with suppress(Exception):
        text_child.answer({"kind": "pdf"}, data)
    for order in orders:
        with suppress(Exception):
            picture_child.answer(order, data)


def _laid(name: str, data: bytes) -> Path:
    path = Path(_FOLDER.name) / name
    path.write_bytes(data)
    return path


_FOLDER = TemporaryDirectory()
_ALL = (record, checklist, pack, pdf, answers, words, key, manifest, settings, history, identity, page)
TARGETS: dict[str, Callable[[bytes], None]] = {target.__name__: target for target in _ALL}


def attempt(name: str, data: bytes) -> bool:
    """Feeds one target; True where it took the bytes, False where it refused them as it may. Anything else passes through."""
    try:
        TARGETS[name](data)
    except ReadinessError:
        return False
    return True
