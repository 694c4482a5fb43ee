"""PDFs that others may have made, read in a process of their own: four kilobytes of one can unpack to more than any machine holds."""

import hashlib
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from readiness_app.domain.errors import InvalidFile, ReadinessError, Unreadable
from readiness_app.services.child import MEMORY, ChildFailed, run_in_child, tell
from readiness_app.services.verification import Check, Judged, OnCheck, Signer
from readiness_app.settings import seals_folder
from readiness_app.signing.values import Certificate

SECONDS = 120  # a report of two thousand items is drawn again in half of it on a slow machine
_COPIES = 8  # how many times a file may stand in memory while it is taken apart
_sound: set[bytes] = set()  # hashes of what was read within the limits before


def judged(
    data: bytes,
    name: str,
    trusted: Sequence[Certificate],
    pinned: Collection[str],
    on_check: OnCheck | None,
    beat: Callable[[], None] | None,
) -> Judged:
    """As `verifying.judged`, apart from this process. Raises Unreadable, also for what needs too much time or memory."""
    order = {"name": name, "trusted": [one.pem for one in trusted], "pinned": sorted(pinned), "data": str(seals_folder().parent)}

    def told(fact: object) -> None:
        if on_check is not None:
            on_check(msgspec.convert(fact, Check))

    header, record = _asked("judge", order, data, name, told, beat)
    _sound.add(hashlib.sha256(data).digest())
    try:
        checks = msgspec.convert(header["checks"], tuple[Check, ...])
        signers = msgspec.convert(header["signers"], tuple[Signer, ...])
    except (KeyError, msgspec.ValidationError) as error:
        raise Unreadable(_words(name, "it is damaged")) from error
    return Judged(checks=checks, signers=signers, summary=str(header.get("summary", "")), record=record)


def record_in(data: bytes, name: str) -> bytes:
    """The record's bytes out of a report. Raises InvalidFile for another PDF, Unreadable."""
    return _asked("record", {"name": name}, data, name)[1]


def check_within_limits(data: bytes, name: str) -> None:
    """Raises Unreadable for a PDF that cannot be read within the limits; what else is wrong with it is for others to say."""
    key = hashlib.sha256(data).digest()
    if key not in _sound:
        _asked("open", {"name": name}, data, name)
        _sound.add(key)


def _asked(
    kind: str,
    order: Mapping[str, object],
    data: bytes,
    name: str,
    on_told: Callable[[Any], None] | None = None,
    beat: Callable[[], None] | None = None,
) -> tuple[dict[str, Any], bytes]:
    memory = MEMORY + _COPIES * len(data)
    try:
        header, rest = run_in_child(__name__, {"kind": kind, **order}, data, seconds=SECONDS, memory=memory, on_told=on_told, beat=beat)
    except (ChildFailed, msgspec.ValidationError) as error:
        raise Unreadable(_words(name, str(error) if isinstance(error, ChildFailed) else "it is damaged")) from error
    if "unreadable" in header:
        raise Unreadable(str(header["unreadable"]))
    if "invalid" in header:
        raise InvalidFile(str(header["invalid"]))
    return header, rest


def _words(name: str, why: str) -> str:
    return f"{name} cannot be read as a PDF: {why}. Nothing was changed; ask its sender for it again."


def answer(order: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """In the process itself: "judge" (a header with checks and signers, the record), "record" (its bytes) or "open" (nothing)."""
    try:
        match order["kind"]:
            case "judge":
                return _judge(order, data)
            case "record":
                return _record(order, data)
            case _:
                return _open(order, data)
    except InvalidFile as error:
        return {"invalid": str(error)}, b""
    except ReadinessError as error:
        return {"unreadable": str(error)}, b""


def _judge(order: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    from readiness_app.services import verifying
    from readiness_app.signing.identities import load_certificate

    os.environ["READINESS_DATA_DIR"] = str(order["data"])  # where this machine's seals lie
    trusted = [load_certificate(str(pem).encode()) for pem in order["trusted"]]
    found = verifying.judged(data, str(order["name"]), trusted, order["pinned"], lambda check: tell(msgspec.to_builtins(check)))
    parts = {"checks": found.checks, "signers": found.signers, "summary": found.summary}
    return msgspec.to_builtins(parts), found.record


def _record(order: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    from readiness_app.report.embedded import embedded_record
    from readiness_app.services.files import naming

    with naming(str(order["name"])):
        return {}, embedded_record(data).record


def _open(order: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    from readiness_app.report.embedded import embedded_record
    from readiness_app.services.files import naming
    from readiness_app.signing import read

    name = str(order["name"])

    # What breaks off here for want of memory may look like damage, and must not be tried again where nothing limits it.
    with suppress(InvalidFile), naming(name):
        embedded_record(data)
    read.read_signatures(data, name, review_changes=False)
    read.read_revisions(data)
    return {}, b""
