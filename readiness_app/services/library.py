"""The checklists and packs that come with the program, and the check of files that people wrote themselves."""

from pathlib import Path

from readiness_app.domain.checklist import Checklist
from readiness_app.domain.errors import ReadinessError, Refused
from readiness_app.domain.pack import Pack
from readiness_app.exchange import checklist_files, pack_files
from readiness_app.exchange.json_files import read_json


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


def find_checklist(name: str) -> Checklist:
    """The built-in checklist with this id, or the one in the file of this name; raises NotFound, Unreadable, InvalidFile, Refused."""
    if not _is_file(name):
        return checklist(name)
    found = checklist_files.load_checklist(Path(name))
    _refuse_a_double(found, tuple(c for c in checklists() if (c.id, c.version) == (found.id, found.version)), Path(name).name)
    return found


def find_pack(name: str, answers: Checklist) -> Pack:
    """The built-in pack with this id, or the one in the file of this name, checked against its checklist; raises the same."""
    if not _is_file(name):
        return pack(name)
    found = pack_files.load_pack(Path(name), answers)
    _refuse_a_double(found, tuple(p for p in packs() if (p.id, p.version) == (found.id, found.version)), Path(name).name)
    return found


def any_pack(name: str) -> Pack:
    """The same where the checklist is to be that which the pack names, if it is built in."""
    return pack_files.load_pack(Path(name), _checklist_named_in(Path(name))) if _is_file(name) else pack(name)


def built_in_checklist(checklist_id: str) -> Checklist | None:
    """The built-in checklist with this id, or None."""
    return next((c for c in checklists() if c.id == checklist_id), None)


def _is_file(name: str) -> bool:
    return name.lower().endswith(".json") or "/" in name or "\\" in name


def _refuse_a_double(found: Checklist | Pack, built_in: tuple[Checklist | Pack, ...], name: str) -> None:
    if built_in and built_in[0] != found:
        raise Refused(
            f"{name} calls itself {found.id} {found.version}, which comes with the program and says something else. "
            "Nothing was changed; give the file an id or a version of its own."
        )


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
        return checklist(str(read_json(path).get("checklist")))
    except ReadinessError:
        return None  # the real check of the file names what is wrong with it
