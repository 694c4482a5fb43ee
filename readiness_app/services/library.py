"""The checklists and packs that come with the program, and the check of files that people wrote themselves."""

import json
from pathlib import Path

from readiness_app.domain.checklist import Checklist
from readiness_app.domain.errors import NotFound
from readiness_app.domain.pack import Pack
from readiness_app.exchange import checklist_files, pack_files


def checklists() -> tuple[Checklist, ...]:
    """Every built-in checklist, the largest first."""
    return tuple(sorted(checklist_files.built_in_checklists(), key=lambda checklist: -sum(1 for _ in checklist.items())))


def checklist(checklist_id: str) -> Checklist:
    """The built-in checklist with this id; raises NotFound."""
    return checklist_files.built_in_checklist(checklist_id)


def packs() -> tuple[Pack, ...]:
    """Every built-in pack, oldest first."""
    return pack_files.built_in_packs()


def pack(pack_id: str) -> Pack:
    """The built-in pack with this id; raises NotFound."""
    return pack_files.built_in_pack(pack_id)


def packs_for(checklist_id: str) -> tuple[Pack, ...]:
    """The packs that answer this checklist."""
    return tuple(candidate for candidate in packs() if candidate.checklist == checklist_id)


def checklist_problems(path: Path) -> tuple[str, ...]:
    """Every error of a checklist file with its place; empty when it is good. Raises Unreadable."""
    return checklist_files.checklist_problems(path)


def pack_problems(path: Path) -> tuple[str, ...]:
    """Every error of a pack file with its place; its items are checked where its checklist is built in. Raises Unreadable."""
    return pack_files.pack_problems(path, _checklist_named_in(path))


def _checklist_named_in(path: Path) -> Checklist | None:
    try:
        named = json.loads(path.read_bytes()[:20_000_000]).get("checklist")
        return checklist(str(named))
    except (OSError, ValueError, AttributeError, RecursionError, NotFound):
        return None  # the real check of the file names what is wrong with it
