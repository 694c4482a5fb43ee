"""The tamper matrix: for each act behind the program's back, who notices, and who cannot and so must stay silent."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.services.tampering import (
    DETECTORS,
    ONE,
    SENTENCES,
    Act,
    Place,
    all_gone,
    anew,
    body,
    both,
    build,
    inserted,
    more_reviews,
    of_another,
    older,
    raw,
    record_changed,
    rehashed,
    removed,
    sql,
    swapped,
    unseen,
    unseen_rewritten,
    unwritten,
    who_notices,
)

pytestmark = pytest.mark.slow  # one fixture seals and signs; each case takes a fraction of a second

_MINE = f"review_id = '{ONE}'"
_OWN_ROW = f"id = '{ONE}'"
_FOREIGN_ID = "UPDATE workspace SET id = 'ffffffffffffffffffffffffffffffff'"

CASES: dict[str, tuple[Act, str]] = {
    "nothing": (lambda place: None, ""),
    "entry edited: who": (sql(f"UPDATE history SET actor = 'Mallory' WHERE {_MINE} AND sequence = 3"), "chain"),
    "entry edited: what": (
        sql(f"UPDATE history SET after = replace(after, 'two', 'too') WHERE {_MINE} AND sequence = 3"),
        "chain rows",
    ),
    "entry deleted": (sql(f"DELETE FROM history WHERE {_MINE} AND sequence = 2"), "chain rows"),
    "entries exchanged": (raw(swapped), "chain"),
    "entry inserted": (raw(inserted), "chain rows kept backup report seen"),
    "rewritten from an entry before the sealing on": (rehashed(3, actor="Mallory"), "kept backup report seen"),
    "rewritten from an entry after the sealing on": (rehashed(11, actor="Mallory"), "backup seen"),
    "rewritten from an entry after the backup on": (rehashed(12, actor="Mallory"), "seen"),
    "tail cut, rows left": (sql(f"DELETE FROM history WHERE {_MINE} AND sequence = 12"), "rows seen"),
    "tail cut, rows put back": (unwritten(1), "seen"),
    "tail cut below the backup, rows put back": (unwritten(2), "backup seen"),
    "tail cut and continued": (both(unwritten(1), unseen), "seen"),
    "file put back to before the sealing": (older("before-seal"), "backup report seen"),
    "file put back to the backup's state": (older("backup"), "seen"),
    "file put back and continued": (older("before-seal", then=6), "backup report seen"),
    "file put back under another id": (both(older("before-seal"), sql(_FOREIGN_ID)), "report seen"),
    "guards taken away": (raw(lambda connection: None, guards_back=False), "file"),
    "answer changed, history left": (
        body("answer", f"{_MINE} AND item_id = 'SAC-01'", lambda answer: answer.update(note="quite another")),
        "rows",
    ),
    "answer added, history left": (sql(f"INSERT INTO answer SELECT review_id, 'SAC-05', body FROM answer WHERE {_MINE} LIMIT 1"), "rows"),
    "answer deleted, history left": (sql(f"DELETE FROM answer WHERE {_MINE} AND item_id = 'SAC-01'"), "rows"),
    "tier lowered, history left": (body("review", _OWN_ROW, lambda review: review["frame"].update(tier="internal")), "rows"),
    "signatory exchanged, history left": (
        body("review", _OWN_ROW, lambda review: review["signatories"][0].update(name="Mallory")),
        "rows",
    ),
    "state set to signed, history left": (sql(f"UPDATE review SET state = 'signed' WHERE {_OWN_ROW}"), "rows"),
    "checklist reworded": (sql("UPDATE checklist SET body = replace(body, 'vendor', 'seller')"), "kept"),
    "own checklist reworded": (
        both(more_reviews, sql("UPDATE checklist SET body = replace(body, 'vendor', 'seller') WHERE id = 'ours'")),
        "kept",
    ),
    "pack reworded": (both(more_reviews, sql("UPDATE pack SET body = replace(body, 'Mythos', 'Myth')")), "kept"),
    "nothing, with a pack and a person's own checklist": (more_reviews, ""),
    "evidence described otherwise": (body("evidence", _MINE, lambda file: file.update(title="Another page")), "rows"),
    "evidence bytes changed": (
        sql("UPDATE chunk SET bytes = CAST('Prompts are kept for 90 days.' AS BLOB) WHERE file_id = 1"),
        "file",
    ),
    "evidence bytes removed": (sql("DELETE FROM chunk WHERE file_id = 1", "DELETE FROM file WHERE id = 1"), "kept"),
    "sealed record changed": (sql("UPDATE edition SET record = x'7b7d'"), "kept"),
    "sealed record changed with its digest": (raw(record_changed), "rows kept report"),
    "sealed edition deleted": (sql("DELETE FROM edition"), "rows report"),
    "review deleted": (raw(removed), "backup report seen"),
    "history of another review in its place": (raw(of_another), "rows kept backup report seen"),
    "another workspace made under the name": (anew, "report"),
    "what nobody has seen rewritten": (both(unseen, unseen_rewritten), ""),
    "file deleted with all that knew of it": (all_gone, ""),
}


HOW = {
    "nothing": "nothing is done",
    "entry edited: who": "the name in entry 3 is another",
    "entry edited: what": "what entry 3 says is another",
    "entry deleted": "entry 2 is taken out",
    "entries exchanged": "entries 2 and 3 change places",
    "entry inserted": "a copy of entry 2 is put behind it, the others move up",
    "rewritten from an entry before the sealing on": "entry 3 changed, every hash from there on made again",
    "rewritten from an entry after the sealing on": "entry 11 changed, every hash from there on made again",
    "rewritten from an entry after the backup on": "entry 12 changed, every hash from there on made again",
    "tail cut, rows left": "the last entry is taken out",
    "tail cut, rows put back": "the last entry is taken out, its answer put back",
    "tail cut below the backup, rows put back": "the last two entries are taken out, their answers put back",
    "tail cut and continued": "the same with the last one, then the program goes on",
    "file put back to before the sealing": "an older copy of the whole file",
    "file put back to the backup's state": "a newer copy of the whole file",
    "file put back and continued": "an older copy, then the program makes six changes",
    "file put back under another id": "an older copy, and the workspace's id changed",
    "guards taken away": "the triggers that keep the history are dropped",
    "answer changed, history left": "a stored answer edited",
    "answer added, history left": "a stored answer put in",
    "answer deleted, history left": "a stored answer taken out",
    "tier lowered, history left": "the stored tier edited",
    "signatory exchanged, history left": "the name of who signs edited",
    "state set to signed, history left": "the stored state edited",
    "checklist reworded": "a word of the checklist as it is kept",
    "own checklist reworded": "a word of a checklist that a person wrote",
    "pack reworded": "a word of the pack as it is kept",
    "nothing, with a pack and a person's own checklist": "nothing is done",
    "evidence described otherwise": "the title of a file edited",
    "evidence bytes changed": "other bytes of the same length",
    "evidence bytes removed": "a file's bytes taken out",
    "sealed record changed": "other bytes in the place of a sealed record",
    "sealed record changed with its digest": "a word of the sealed record, and its digest with it",
    "sealed edition deleted": "the sealed record taken out",
    "review deleted": "every row of the review taken out",
    "history of another review in its place": "another review's entries, every hash made again",
    "another workspace made under the name": "the file deleted, a new one made under its name",
    "what nobody has seen rewritten": "an entry newer than every noted head rewritten, with its row and hash",
    "file deleted with all that knew of it": "file, backups, profile and report deleted, a new file made",
}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return build(tmp_path_factory.mktemp("tampering"))


@pytest.fixture
def place(made: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Place:
    """The whole folder put back as it was, in the same place: what this machine saw is noted by place."""
    kept = made.folder.with_name("kept")
    if not kept.exists():
        shutil.copytree(made.folder, kept)
    shutil.rmtree(made.folder)
    shutil.copytree(kept, made.folder)
    return made


@pytest.mark.parametrize("case", CASES)
def test_who_notices(place: Place, case: str, told: Callable[..., None]) -> None:
    act, names = CASES[case]
    act(place)
    found, expected = who_notices(place), frozenset(names.split())
    told(
        "history",
        case=case,
        how=HOW[case],
        must=f"noticed by {_in_words(expected)}",
        happened=f"noticed by {_in_words(found)}",
        times=1,
    )
    assert found == expected


def _in_words(names: frozenset[str]) -> str:
    return ", ".join(SENTENCES[name] for name in DETECTORS if name in names) or "nobody"


def test_every_detector_notices_something_and_none_everything() -> None:
    noticed = [set(names.split()) for _, names in CASES.values()]
    assert set().union(*noticed) == set(DETECTORS)
    assert not set(DETECTORS).intersection(*noticed)
