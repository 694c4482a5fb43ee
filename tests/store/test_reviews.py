import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from readiness_app.domain.errors import NotFound, Refused, ReviewSealed, StaleChange
from readiness_app.domain.life import reopened, sealed
from readiness_app.domain.review import UNANSWERED, Answer, Review
from readiness_app.domain.vocabulary import Knowledge, State, Tier
from readiness_app.store import reviews
from readiness_app.store.codec import encode
from readiness_app.store.database import Database
from tests.builders import (
    NOW,
    a_checklist,
    a_decision,
    a_frame,
    a_full_review,
    a_pack,
    a_review,
    a_sealed_review,
    a_sealing,
    a_signed_review,
    an_answer,
    an_evidence,
)


def load(database: Database, review_id: str = "R1") -> Review:
    with database.read() as connection:
        return reviews.load(connection, review_id)


def write(database: Database, before: Review, after: Review) -> None:
    with database.write() as connection:
        reviews.write(connection, before, after)


def with_answer(review: Review, item: str, answer: Answer) -> Review:
    return replace(review, answers={**review.answers, item: answer})


@pytest.mark.parametrize(
    "review", [a_review(), a_full_review(), a_sealed_review(), a_signed_review()], ids=lambda r: r.state + str(len(r.answers))
)
def test_a_review_comes_back_equal(workspace: Database, review: Review) -> None:
    with workspace.write() as connection:
        reviews.add(connection, review)
    assert load(workspace) == review


def test_an_unknown_review_is_told_with_those_there_are(held: Database) -> None:
    with pytest.raises(NotFound, match=r"no review R9 .* here are: R1"):
        load(held, "R9")


def test_an_id_is_taken_once(held: Database) -> None:
    with pytest.raises(Refused, match="already a review R1"), held.write() as connection:
        reviews.add(connection, a_full_review(created_by="Somebody else"))
    assert load(held).created_by == "Ada Byron"


def test_ids_come_oldest_first(held: Database) -> None:
    with held.write() as connection:
        reviews.add(connection, a_full_review(id="A", created=NOW.replace(year=2027)))
        assert reviews.ids(connection) == ("R1", "A")


CHANGES: dict[str, Callable[[Review], Review]] = {
    "answer changed": lambda r: with_answer(r, "QST-01", an_answer(note="new")),
    "answer added": lambda r: with_answer(r, "QST-05", an_answer()),
    "answer removed": lambda r: replace(r, answers={k: v for k, v in r.answers.items() if k != "QST-02"}),
    "frame": lambda r: replace(r, frame=a_frame(tier=Tier.SANDBOX)),
    "decision": lambda r: replace(r, decision=a_decision(rationale="Other")),
    "signatories": lambda r: replace(r, signatories=r.signatories[:1]),
    "evidence added": lambda r: replace(r, evidence=(*r.evidence, an_evidence(b"third"))),
    "evidence described": lambda r: replace(r, evidence=(replace(r.evidence[0], title="New"), *r.evidence[1:])),
    "evidence removed": lambda r: replace(r, evidence=r.evidence[:1]),
    "sealed": lambda r: sealed(r, a_sealing()),
    "nothing": lambda r: replace(r),
    "everything": lambda r: a_full_review(
        frame=a_frame(tier=Tier.SANDBOX),
        answers={"QST-05": an_answer()},
        evidence=(an_evidence(b"x"),),
        decision=None,
        signatories=(),
        round=2,
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_differs_is_stored(held: Database, change: Callable[[Review], Review]) -> None:
    before = load(held)
    after = change(before)
    write(held, before, after)
    assert load(held) == after


def test_only_what_differs_is_stored(held: Database) -> None:
    before = load(held)
    write(held, before, with_answer(before, "QST-01", an_answer(note="mine")))
    write(held, before, with_answer(before, "QST-02", an_answer(note="theirs")))
    assert [load(held).answers[item].note for item in ("QST-01", "QST-02")] == ["mine", "theirs"]


STALE = [name for name in CHANGES if name not in ("nothing", "everything", "sealed", "evidence added", "answer added")]


@pytest.mark.parametrize("name", STALE)
def test_a_part_changed_by_somebody_else_is_not_overwritten(held: Database, name: str) -> None:
    before = load(held)
    theirs = CHANGES["everything"](before)
    write(held, before, theirs)
    with pytest.raises(StaleChange, match="changed by somebody else"):
        write(held, before, CHANGES[name](before))
    assert load(held) == theirs


def test_an_answer_that_both_begin_is_not_overwritten(held: Database) -> None:
    before = load(held)
    write(held, before, with_answer(before, "QST-05", an_answer(note="theirs")))
    with pytest.raises(StaleChange):
        write(held, before, with_answer(before, "QST-05", an_answer(note="mine")))
    assert load(held).answers["QST-05"].note == "theirs"


def test_a_stale_change_takes_its_fresh_parts_back(held: Database) -> None:
    before = load(held)
    theirs = with_answer(before, "QST-02", an_answer(note="theirs"))
    write(held, before, theirs)
    with pytest.raises(StaleChange):
        write(held, before, with_answer(with_answer(before, "QST-01", an_answer(note="mine")), "QST-02", an_answer(note="mine")))
    assert load(held) == theirs


def test_an_empty_answer_counts_as_none(held: Database) -> None:
    before = load(held)
    write(held, before, with_answer(before, "QST-05", UNANSWERED))
    write(held, before, with_answer(before, "QST-05", an_answer()))
    assert load(held).answers["QST-05"] == an_answer()


def test_sealed_in_the_meantime_refuses_answers(held: Database) -> None:
    before = load(held)
    write(held, before, sealed(before, a_sealing()))
    with pytest.raises(ReviewSealed, match=r"Edition 1 .* was sealed in the meantime"):
        write(held, before, with_answer(before, "QST-01", an_answer(note="late")))


def test_an_edition_behind_is_stale(held: Database) -> None:
    before = load(held)
    closed = sealed(before, a_sealing())
    write(held, before, closed)
    write(held, closed, reopened(closed, "More was found.", "Ada Byron", NOW, "ab" * 32))
    with pytest.raises(StaleChange, match=r"become edition 2 \(open\)"):
        write(held, before, with_answer(before, "QST-01", an_answer(note="late")))


def test_signatures_collected_twice_at_once_are_stale(held: Database) -> None:
    before = load(held)
    closed = sealed(before, a_sealing())
    write(held, before, closed)
    write(held, closed, replace(closed, sign_offs=a_signed_review().sign_offs, state=State.SIGNED))
    with pytest.raises(StaleChange):
        write(held, closed, replace(closed, sign_offs=a_signed_review().sign_offs[:1]))


def test_a_text_of_an_earlier_version_with_the_same_value_is_no_conflict(held: Database) -> None:
    before = load(held)
    short = '{"knowledge":"not_applicable","because":"No images are used.","reviewed_by":["Ada Byron"]}'
    assert short != encode(before.answers["QST-04"])
    with held.write() as connection:
        connection.exec_driver_sql("UPDATE answer SET body = ? WHERE item_id = 'QST-04'", (short,))
    after = with_answer(before, "QST-04", replace(before.answers["QST-04"], because="None at all."))
    write(held, before, after)
    assert load(held) == after


OTHER = """
import sys
from dataclasses import replace
from pathlib import Path
from readiness_app.domain.changes import change_answer
from readiness_app.domain.errors import StaleChange
from readiness_app.store import reviews
from readiness_app.store.database import Database
database, lost = Database.open(Path(sys.argv[1])), 0
for number in range(40):
    with database.read() as connection:
        seen = reviews.load(connection, "R1")
    note = seen.stored_answer("QST-04").note
    try:
        with database.write() as connection:
            reviews.write(connection, seen, change_answer(seen, "QST-04", "A", note=note + sys.argv[2]).applied_to(seen))
    except StaleChange:
        lost += 1
print(40 - lost)
"""


def test_two_processes_never_overwrite_each_other(held: Database, path: Path) -> None:
    command = [sys.executable, "-c", OTHER, str(path)]
    running = [subprocess.Popen([*command, name], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) for name in "ab"]
    kept = {name: int(process.communicate()[0]) for name, process in zip("ab", running, strict=True)}
    note = load(held).answers["QST-04"].note
    assert {name: note.count(name) for name in "ab"} == kept


def test_half_a_character_is_refused_before_anything_is_stored(held: Database) -> None:
    before = load(held)
    with pytest.raises(Refused, match="half a character"):
        write(held, before, with_answer(before, "QST-01", an_answer(note="\udc00")))
    assert load(held) == before


def test_a_change_keeps_review_and_checklist(held: Database) -> None:
    before = load(held)
    with pytest.raises(ValueError, match="keeps the review"):
        write(held, before, replace(before, checklist=a_checklist(7)))


def test_a_checklist_version_never_changes_its_content(held: Database) -> None:
    changed = replace(a_checklist(5), title="Another title")
    with pytest.raises(Refused, match="with other content"), held.write() as connection:
        reviews.add(connection, a_full_review(id="R2", checklist=changed))


def test_reviews_share_their_pinned_checklist(held: Database) -> None:
    with held.write() as connection:
        reviews.add(connection, a_full_review(id="R2"))
    assert load(held).checklist is load(held, "R2").checklist


def test_a_pack_is_pinned_once(held: Database) -> None:
    with held.write() as connection:
        reviews.pin_pack(connection, a_pack())
        reviews.pin_pack(connection, a_pack())
        assert reviews.pack(connection, "test-pack", "1.0.0") == a_pack()


def test_a_pack_version_never_changes_its_content(held: Database) -> None:
    with pytest.raises(Refused, match="with other content"), held.write() as connection:
        reviews.pin_pack(connection, a_pack())
        reviews.pin_pack(connection, a_pack(title="Another title"))


def test_a_pack_that_is_not_here_is_told(held: Database) -> None:
    with pytest.raises(NotFound, match=r"pack test-pack 2\.0\.0"), held.read() as connection:
        reviews.pack(connection, "test-pack", "2.0.0")


def test_who_holds_a_file(held: Database) -> None:
    with held.write() as connection:
        reviews.add(connection, a_full_review(id="R2"))
        assert reviews.holding(connection, an_evidence(b"draft").sha256) == ("R1", "R2")
        assert reviews.holding(connection, an_evidence(b"none").sha256) == ()


def test_knowledge_survives_as_its_own_type(held: Database) -> None:
    assert load(held).answers["QST-02"].knowledge is Knowledge.UNKNOWN
