"""The annex: what the report lists by hash alone, on request in a folder beside it, and whether such a folder is what the record lists."""

import hashlib
import json
import os
import re
import shutil
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readiness_app.domain.confidentiality import file_name, left_out
from readiness_app.domain.errors import NotFound, ReadinessError, Refused, Unreadable
from readiness_app.domain.review import Evidence, Review
from readiness_app.exchange.json_files import read_json
from readiness_app.exchange.record import decode_record
from readiness_app.services import evidence, sealing
from readiness_app.services.verification import Checks
from readiness_app.services.workspace import Workspace
from readiness_app.store import rights

LIST_NAME = "annex.json"
_FORMAT = "readiness-annex"
_PIECE = 1_000_000
_SHOWN = 3  # names in one sentence
_OF_THE_SYSTEM = (".DS_Store", "Thumbs.db")  # file managers leave them behind in folders that somebody looked into
_OURS = re.compile(r"(?:[0-9a-f]{12}|[0-9a-f]{64})-[A-Za-z0-9._-]+", re.ASCII)


class AnnexThere(Refused):
    """The folder holds an annex that was not to be replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """A folder that was written: its files, and those whose bytes this workspace no longer holds."""

    folder: Path
    edition: int
    files: tuple[Evidence, ...]
    gone: tuple[Evidence, ...]


def folder_beside(report: Path) -> Path:
    """Where `verify` looks for the annex of a report: `report.pdf` has `report-annex`."""
    return report.with_name(f"{report.stem}-annex")


def require_free(folder: Path, *, force: bool = False) -> None:
    """Raises Refused where an annex cannot be written: something else is there, or an annex that is not to be replaced."""
    if not folder.parent.is_dir():
        raise Refused(f"There is no folder {folder.parent}. Nothing was written; make it first.")
    if not os.path.lexists(folder):
        return
    if folder.is_symlink() or not folder.is_dir():
        raise Refused(f"{folder} exists already and is no folder. Nothing was written; choose another name.")
    held = sorted(folder.iterdir())
    if not held:
        return
    if strange := [path.name for path in held if not _may_be_replaced(path)]:
        raise Refused(f"{folder} holds other files ({strange[0]}). Nothing was written; choose a new folder.")
    if not force:
        raise AnnexThere(f"{folder} holds an annex already. Nothing was written; choose another place, or take that one away first.")


def _may_be_replaced(path: Path) -> bool:
    known = path.name in (LIST_NAME, *_OF_THE_SYSTEM) or bool(_OURS.fullmatch(path.name))
    return known and stat.S_ISREG(path.lstat().st_mode)


def files_of(workspace: Workspace, review_id: str, edition: int | None = None) -> tuple[Evidence, ...]:
    """What the report of a sealed edition (the newest unless named) lists by hash alone; raises NotFound."""
    return left_out(decode_record(sealing.sealed_edition(workspace, review_id, edition).record))


def write_annex(workspace: Workspace, review_id: str, folder: Path, edition: int | None = None, *, force: bool = False) -> Annex:
    """Writes what the report of a sealed edition (the newest unless named) lists by hash alone, the whole folder or nothing.

    Raises Refused where there is nothing to write or the folder is not free, NotFound, Unreadable.
    """
    require_free(folder, force=force)
    sealed = sealing.sealed_edition(workspace, review_id, edition)
    recorded = decode_record(sealed.record)
    if not left_out(recorded):
        raise Refused(f"The report of edition {sealed.edition} leaves no file out, so there is no annex. Nothing was written.")
    part = folder.with_name(f"{folder.name}.part")
    try:
        part.mkdir(mode=0o700)  # it holds what was to stay out of the report
    except FileExistsError as error:
        raise Refused(f"{part} is there from an attempt that was cut short. Nothing was written; delete it first.") from error
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        files, gone = _filled(workspace, recorded, part)
        sealing.write_whole(part / LIST_NAME, _listing(recorded, sealed.digest, files), mode=rights.ALONE)
        _put_in_place(part, folder)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Annex(folder=folder, edition=sealed.edition, files=files, gone=gone)


def _unwritable(folder: Path, error: OSError) -> Unreadable:
    return Unreadable(f"{folder} cannot be written: {error.strerror or error}. Nothing was changed; choose another folder.")


def _filled(workspace: Workspace, recorded: Review, part: Path) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    files: list[Evidence] = []
    gone: list[Evidence] = []
    for name, one in _names(recorded).items():
        try:
            evidence.save_as(workspace, one.sha256, part / name)
            files.append(one)
        except NotFound:  # purged since; the report still lists it
            gone.append(one)
    return tuple(files), tuple(gone)


def _names(recorded: Review) -> dict[str, Evidence]:
    """Each file that was left out by its name in the annex; where two would have one name, both carry their whole hash."""
    plain = [file_name(one) for one in left_out(recorded)]
    folded = [name.casefold() for name in plain]
    return {
        name if folded.count(name.casefold()) == 1 else f"{one.sha256}{name[12:]}": one
        for name, one in zip(plain, left_out(recorded), strict=True)
    }


def _listing(recorded: Review, digest: str, files: tuple[Evidence, ...]) -> bytes:
    names = {one.sha256: name for name, one in _names(recorded).items()}
    listed = [{"file": names[one.sha256], "name": one.name, "size": one.size, "sha256": one.sha256} for one in files]
    shape = {"format": _FORMAT, "schema_version": 1, "review": recorded.id, "edition": recorded.edition, "digest": digest, "files": listed}
    return (json.dumps(shape, ensure_ascii=False, indent=1) + "\n").encode()


def _put_in_place(part: Path, folder: Path) -> None:
    """Moves the written folder to its name; an annex that was there goes away only once the new one stands."""
    if not folder.exists():
        part.rename(folder)
        return
    old = folder.with_name(f"{folder.name}.old")
    folder.rename(old)
    try:
        part.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    try:
        shutil.rmtree(old)
    except OSError as error:
        raise Unreadable(f"{folder} was written, but what it replaced is still there as {old}. Delete that yourself.") from error


def check_annex(folder: Path, review: Review, digest: str, work: Checks) -> None:
    """Adds the check `annex` where the folder is there: nothing in it but files that the record leaves out of the report, unchanged.

    A file that is not there is named and is no fault: who passes a report on may keep it back.
    """
    if not os.path.lexists(folder):
        return
    try:
        wrong = list(_faults(folder, review, digest))
        held = set() if wrong else {unicodedata.normalize("NFC", path.name) for path in folder.iterdir()}
    except OSError as error:
        reason = f"The annex {folder.name} could not be read ({error.strerror or error}), so it was not checked."
        work.add("annex", False, reason, warning=True)
        return
    expected = _names(review)
    missing = [one.name for name, one in expected.items() if name not in held]
    here = len(expected) - len(missing)
    words = f"The annex {folder.name} holds {here} of the {len(expected)} files that the report lists by hash alone, unchanged"
    words += f"; not there: {_some(missing)}." if missing else "."
    work.add("annex", not wrong, f"The annex {folder.name} is not what the record lists: {_some(wrong)}." if wrong else words)


def _faults(folder: Path, review: Review, digest: str) -> Iterator[str]:
    """What is wrong with an annex, one phrase each. Nothing in it is opened but plain files of the expected name and size."""
    if folder.is_symlink() or not folder.is_dir():
        yield "it is no folder of its own"
        return
    expected = _names(review)
    for path in sorted(folder.iterdir()):
        name = unicodedata.normalize("NFC", path.name)
        if not stat.S_ISREG(path.lstat().st_mode) or name not in (LIST_NAME, *_OF_THE_SYSTEM, *expected):
            yield f"{path.name} is not listed"
        elif name == LIST_NAME:
            yield from _faults_of_list(path, expected, digest)
        elif name in expected:
            yield from _faults_of_file(path, expected[name])


def _faults_of_file(path: Path, listed: Evidence) -> Iterator[str]:
    try:
        if path.stat().st_size != listed.size or _sha256(path) != listed.sha256:
            yield f"{path.name} was changed"
    except OSError:  # a fault and no warning: otherwise one locked file would hide a changed one
        yield f"{path.name} cannot be read"


def _faults_of_list(path: Path, expected: Mapping[str, Evidence], digest: str) -> Iterator[str]:
    try:
        told = read_json(path)
    except ReadinessError:
        yield f"{LIST_NAME} cannot be read"
        return
    if told.get("format") != _FORMAT or told.get("digest") != digest:
        yield f"{LIST_NAME} belongs to another report"
        return
    files = told.get("files")
    if not isinstance(files, list) or not all(_is_listed(entry, expected) for entry in files):
        yield f"{LIST_NAME} lists other files than the record"


def _is_listed(entry: Any, expected: Mapping[str, Evidence]) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
        return False
    one = expected.get(entry["file"])
    return one is not None and (entry.get("name"), entry.get("size"), entry.get("sha256")) == (one.name, one.size, one.sha256)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while piece := source.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _some(phrases: list[str]) -> str:
    more = len(phrases) - _SHOWN
    return ", ".join(phrases[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
