"""Signing a report: one person, one role, one field that the report already holds."""

from datetime import datetime
from pathlib import Path
from typing import NotRequired, TypedDict, Unpack

from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.signing.files import read_whole, sync_folder, write_part
from readiness_app.signing.levels import Level, ValidationMaterial
from readiness_app.signing.tokens import AnyIdentity

LARGEST_FILE = 500_000_000


class Wanted(TypedDict):
    """What is to be signed, by whom, and how.

    `role_label` is the role in words, `meaning` the sentence that the signature stands for, `now` (with time zone) the claimed time;
    `appearance` a one-page PDF of the field's size, or None to keep how the field looks; `timestamp_url` the address (http, https) of an
    RFC 3161 authority, which every `level` above B-B needs, and which makes a signature B-T in any case; `material` where B-LT and B-LTA
    get certificates and proofs from (None: from the signature and its time stamp alone).
    """

    field: str
    identity: AnyIdentity
    role_label: str
    meaning: str
    now: datetime
    appearance: bytes | None
    timestamp_url: NotRequired[str | None]
    level: NotRequired[Level]
    material: NotRequired[ValidationMaterial | None]


def sign_field(data: bytes, *, name: str = "This report", **wanted: Unpack[Wanted]) -> bytes:
    """The document with one field signed, as an update that leaves every earlier byte as it is; the last one locks it.

    `name` is what messages call the document. Raises Refused where the field is missing, taken or locked, the person has signed already, or
    validation data are not to be had, and Unreadable where the document or the authority fails.
    """
    # pyHanko costs a second to import, so it is loaded by the first signature and not by the program's start.
    from readiness_app.signing import pades

    order = pades.Order(
        field=wanted["field"],
        identity=wanted["identity"],
        role_label=wanted["role_label"],
        meaning=wanted["meaning"],
        now=wanted["now"],
        appearance=wanted["appearance"],
    )
    level = wanted.get("level", Level.B_B)
    return pades.signed(
        data, order, pades.Proof(level=level, timestamp_url=wanted.get("timestamp_url"), material=wanted.get("material")), name
    )


def sign_file(path: Path, **wanted: Unpack[Wanted]) -> bytes:
    """Signs a file in place, whole or not at all, and returns its new bytes; arguments and errors as for `sign_field`.

    Raises NotFound for a missing file, Unreadable where it cannot be written, Refused where somebody changed it meanwhile.
    """
    path = path.resolve()
    before = read_whole(path, LARGEST_FILE)
    after = sign_field(before, name=path.name, **wanted)
    _replace(path, before, after)
    return after


def _replace(path: Path, before: bytes, after: bytes) -> None:
    part: Path | None = None
    try:
        # Replacing needs only the folder to be writable; a file that its owner made read-only is left alone all the same.
        with path.open("r+b"):
            pass
        part = write_part(path, after, path.stat().st_mode & 0o777)
        if path.read_bytes() != before:
            raise Refused(f"{path.name} was changed by somebody else while it was being signed. Their file was kept; sign it again.")
        part.replace(path)
        sync_folder(path.parent)
    except OSError as trouble:
        raise Unreadable(f"{path.name} cannot be written ({trouble.strerror}). Nothing was signed; the file is as it was.") from trouble
    finally:
        if part is not None:
            part.unlink(missing_ok=True)
