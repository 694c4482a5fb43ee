"""Every way in for a file of somebody else, and a process that tries hostile files at one of them and tells what came of it."""

import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from readiness_app.domain.errors import InvalidFile, ReadinessError
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Role
from readiness_app.services.workspace import Workspace

NOW = datetime(2026, 3, 29, 12, tzinfo=UTC)
TAKEN = "taken"  # not a sentence: the file was harmless at this door


def attach(path: Path, workspace: Workspace, review: Review) -> None:
    from readiness_app.services import evidence
    from readiness_app.services.evidence import Details
    from readiness_app.services.files import inspect

    evidence.attach_change(review, None, inspect(path, 250_000_000), Details(), "Ada", NOW)


def text(path: Path, workspace: Workspace, review: Review) -> None:
    from readiness_app.services.file_text import text_of
    from readiness_app.services.files import inspect

    found = inspect(path, 250_000_000)
    text_of(path.read_bytes(), found.media_type)


def preview(path: Path, workspace: Workspace, review: Review) -> None:
    from readiness_app.services.files import inspect
    from readiness_app.ui.preview import PdfSource, image_file, outline, picture

    inspect(path, 250_000_000)
    if path.suffix == ".pdf":
        outline(PdfSource(data=path.read_bytes()))
        picture(PdfSource(data=path.read_bytes()), 0, 1.0)
    else:
        image_file(path.read_bytes(), 500)


def reply(path: Path, workspace: Workspace, review: Review) -> None:
    from readiness_app.services.replying import read_file

    read_file(path, 250_000_000)


def checklist(path: Path, workspace: Workspace, review: Review) -> None:
    from readiness_app.services.library import checklist_problems

    _refuse(checklist_problems(path))


def pack(path: Path, workspace: Workspace, review: Review) -> None:
    from readiness_app.services.library import pack_problems

    _refuse(pack_problems(path))


def compare(path: Path, workspace: Workspace, review: Review) -> None:
    from readiness_app.services.comparing import file_side

    file_side(path)


def verify(path: Path, workspace: Workspace, review: Review) -> None:
    from readiness_app.services.verifying import verify

    assert not verify(path).valid


def trust(path: Path, workspace: Workspace, review: Review) -> None:
    from readiness_app.services.signing_off import certificate

    certificate(path)


def sign(path: Path, workspace: Workspace, review: Review) -> None:
    from readiness_app.services.signing_off import check_role

    check_role(path, Role.SECURITY)


def identity(path: Path, workspace: Workspace, review: Review) -> None:
    from readiness_app.signing.identities import open_identity

    open_identity(path, "correct horse", NOW)


def collect(path: Path, workspace: Workspace, review: Review) -> None:
    from readiness_app.services.signing_off import collect

    collect(workspace, review, path, "Ada", NOW)


def workspace(path: Path, workspace: Workspace, review: Review) -> None:
    Workspace.open(path, read_only=True).close()


def key_file(path: Path, workspace: Workspace, review: Review) -> None:
    from readiness_app.store.keys import read

    read(path)


def settings(path: Path, workspace: Workspace, review: Review) -> None:
    from readiness_app.settings import Settings, load_settings

    assert load_settings(path) == Settings()


def manifest(path: Path, workspace: Workspace, review: Review) -> None:
    from readiness_app.store import backups

    folder = backups.folder_of(workspace.path)
    folder.mkdir(exist_ok=True)
    backup = folder / "w 2026-03-29 12.00.00.readiness"
    link = backups.manifest_of(backup)
    try:
        shutil.copy(workspace.path, backup)
        link.symlink_to(path)
        assert backups.held(workspace.path) == ()
    finally:
        shutil.rmtree(folder)


def _refuse(problems: tuple[str, ...]) -> None:
    """Those who only list what is wrong have said it by then."""
    if problems:
        raise InvalidFile(f"{problems[0].rstrip('.')}.")


DOORS: dict[str, Callable[[Path, Workspace, Review], None]] = {
    door.__name__: door
    for door in (
        *(attach, text, preview, reply, checklist, pack, compare, verify),
        *(trust, sign, identity, collect, workspace, key_file, settings, manifest),
    )
}


def tried(door: Callable[[Path, Workspace, Review], None], folder: Path, open_in: Path) -> Iterator[dict[str, Any]]:
    """For each file: its name, what was said, seconds, and whether the workspace is still the same."""
    with Workspace.create(open_in / "w.readiness", NOW, open_in / "seals") as held:
        review = _small_review(held)
        before = _state(held)
        for path in (*sorted(folder.iterdir()), folder / "nothing"):
            started = monotonic()
            said = TAKEN
            try:
                door(path, held, review)
            except ReadinessError as error:
                said = str(error)
            yield {"file": path.name, "said": said, "seconds": monotonic() - started, "same": _state(held) == before}


def _small_review(held: Workspace) -> Review:
    from readiness_app.domain.review import Subject
    from readiness_app.domain.vocabulary import Tier
    from readiness_app.services import reviewing

    subject = Subject(vendor="Example Labs", model="Model One")
    new = reviewing.NewReview(checklist="staged-access-cyber", subject=subject, tier=Tier.INTERNAL, as_of=NOW.date())
    return reviewing.create_review(held, new, "Ada Byron", NOW)


def _state(held: Workspace) -> tuple[bytes, int]:
    """The file as it stands on disk, and how many writes were kept."""
    held.database.fold_log()
    return hashlib.sha256(held.path.read_bytes()).digest(), held.written


if __name__ == "__main__":
    for told in tried(DOORS[sys.argv[1]], Path(sys.argv[2]), Path(sys.argv[3])):
        print(json.dumps(told), flush=True)
    # Of this program alone: what getrusage tells begins with the process that started it.
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(json.dumps({"peak": int(peak.split()[1]) * 1024}))
