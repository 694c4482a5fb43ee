"""Nothing is sealed over damage, and nothing is made of a sealed edition that was altered."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from readiness_app.domain.changes import DecisionMade
from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.domain.vocabulary import Audience, State
from readiness_app.services import comparing, extracts, heads, reviewing, sealing
from readiness_app.services.workspace import Workspace
from tests.builders import a_decision
from tests.services.tampering import BY, ONE, Act, Place, at, body, build, older, raw, record_changed, sql

pytestmark = pytest.mark.slow  # one fixture seals and signs; each case takes a fraction of a second
_MINE = f"review_id = '{ONE}'"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return build(tmp_path_factory.mktemp("soundness"))


@pytest.fixture
def place(whole: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A copy of it, in a place of its own that this machine has seen in the state it is in."""
    monkeypatch.setenv("READINESS_DATA_DIR", str(tmp_path / "data"))
    shutil.copytree(whole.folder, tmp_path / "w")
    made = Place(tmp_path / "w")
    with Workspace.open(made.file) as workspace:
        review = reviewing.load_review(workspace, ONE)
        reviewing.apply(workspace, review, DecisionMade(before=None, after=a_decision(edition=2)), BY, at(31))
        heads.note(workspace, at(32))
    return made


def seal(place: Place) -> None:
    with Workspace.open(place.file) as workspace:
        sealing.seal(workspace, reviewing.load_review(workspace, ONE), BY, at(40), seals=place.folder / "seals")


def state_of(place: Place) -> tuple[State, int]:
    with Workspace.open(place.file, read_only=True) as workspace:
        return reviewing.load_review(workspace, ONE).state, len(reviewing.history(workspace, ONE))


DAMAGE: dict[str, tuple[Act, str]] = {
    "answer edited": (body("answer", f"{_MINE} AND item_id = 'SAC-01'", lambda one: one.update(note="another")), "answer to SAC-01"),
    "entry edited": (sql(f"UPDATE history SET actor = 'Mallory' WHERE {_MINE} AND sequence = 3"), "Entry 3 was changed"),
    "evidence edited": (sql("UPDATE chunk SET bytes = CAST('Prompts are kept for 90 days.' AS BLOB) WHERE file_id = 1"), "“Page”"),
    "earlier record edited": (raw(record_changed), "edition 1"),
    "checklist reworded": (sql("UPDATE checklist SET body = replace(body, 'vendor', 'seller')"), "The checklist"),
    "guards dropped": (raw(lambda connection: None, guards_back=False), "taken away"),
    "older copy": (older("backup", then=0), "the last 2 are missing"),
}


def test_what_is_whole_is_sealed(place: Place) -> None:
    seal(place)
    assert state_of(place)[0] is State.SEALED


@pytest.mark.parametrize("case", DAMAGE)
def test_damage_is_not_sealed_over(place: Place, case: str, told: Callable[..., None]) -> None:
    act, named = DAMAGE[case]
    act(place)
    before = state_of(place)
    with pytest.raises(Refused, match=named) as refused:
        seal(place)
    after = state_of(place)
    assert "readiness restore acme.readiness" in str(refused.value) and after == before
    told(
        "history",
        case=f"sealing over a damaged workspace: {case}",
        how="asked to seal the review",
        must="refused with what is wrong, nothing done",
        happened=f"refused; {after[0].value}, {after[1]} entries as before ({before[1]})",
        times=1,
    )


READERS: dict[str, Callable[[Workspace, Path], object]] = {
    "report": lambda workspace, out: sealing.export_edition(workspace, ONE, out, 1),
    "extract": lambda workspace, out: extracts.preview(workspace, ONE, Audience.VENDOR, edition=1),
    "compare": lambda workspace, out: comparing.side(workspace, f"{ONE}@1"),
    "editions": lambda workspace, out: sealing.editions(workspace, ONE),
}
ALTERED: dict[str, Act] = {
    "record": sql("UPDATE edition SET record = x'7b7d'"),
    "record and digest": raw(record_changed),
    "report": sql("UPDATE edition SET latest_sha256 = (SELECT sha256 FROM file WHERE id = 1)"),
    "history": sql(f"UPDATE history SET actor = 'Mallory' WHERE {_MINE} AND operation = 'seal'"),
}


@pytest.mark.parametrize("case", ALTERED)
def test_nothing_is_made_of_an_altered_edition(place: Place, case: str, tmp_path: Path, told: Callable[..., None]) -> None:
    ALTERED[case](place)
    refused = []
    with Workspace.open(place.file, read_only=True) as workspace:
        for name, reader in READERS.items():
            with pytest.raises(Unreadable, match=f"Edition 1 of {ONE} cannot be used"):
                reader(workspace, tmp_path / "out.pdf")
            refused.append(name)
    assert not (tmp_path / "out.pdf").exists()
    told(
        "history",
        case=f"altered sealed record: {case}",
        how=f"asked for {', '.join(READERS)}",
        must="refused with what was altered, nothing written",
        happened=f"{len(refused)} of {len(READERS)} refused",
        times=len(READERS),
    )
