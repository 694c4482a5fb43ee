"""Comparing what lies in a workspace, in a record or in a report."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from readiness_app.domain.errors import InvalidFile, NotFound, ReadinessError, Refused
from readiness_app.domain.vocabulary import Difference, State
from readiness_app.exchange.pack_files import encode_pack
from readiness_app.services import comparing, library, reviewing, rounds, sealing
from readiness_app.services.rounds import RoundWanted
from tests.services.conftest import BY, NOW

FIRST_RECORD = Path(__file__).parents[1] / "exchange" / "first_record.json"
PREVIEW, MYTHOS = "claude-mythos-preview-2026-05-31", "claude-mythos-2026-03-29"


def test_an_edition_stands_beside_the_review_as_it_is_now(workspace, sealed):
    now = sealing.reopen(workspace, sealed, "The card is out", BY, NOW)
    reviewing.adopt(workspace, now, BY, NOW)
    found = comparing.compare(workspace, f"{sealed.id}@1", sealed.id)
    assert (found.before.state, found.after.edition, found.counts[Difference.NEWLY_UNKNOWN]) == (State.SEALED, 2, 62)


def test_a_report_on_disk_is_the_record_inside_it(workspace, sealed, report):
    found = comparing.compare(workspace, sealed.id, str(report))
    assert found.after.digest == found.before.digest == sealing.sealed_edition(workspace, sealed.id).digest


def test_a_record_of_the_first_version(workspace, review):
    found = comparing.compare(workspace, str(FIRST_RECORD), review.id)
    assert found.before.digest and found.of_kind(Difference.NEW)


def test_a_record_on_disk_beside_the_same_review(workspace, review, tmp_path):
    (tmp_path / "r.json").write_bytes(sealing.record(workspace, review))
    found = comparing.compare(workspace, str(tmp_path / "r.json"), review.id)
    assert found.counts[Difference.SAME] == len(found.items)


@pytest.mark.parametrize("name", ["no-such-review", "claude-mythos-2026-03-29@7", "gone.json", "gone.pdf"])
def test_what_is_not_there(workspace, review, name):
    with pytest.raises(NotFound):
        comparing.compare(workspace, review.id, name)


@pytest.mark.parametrize(("name", "data"), [("r.json", b"{"), ("r.json", b'{"format": "readiness-record"}'), ("r.pdf", b"%PDF-1.7")])
def test_what_cannot_be_read(workspace, review, tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadinessError):
        comparing.compare(workspace, review.id, str(tmp_path / name))


def test_two_packs():
    counts = comparing.compare_packs(MYTHOS, PREVIEW).counts
    assert (counts[Difference.RESOLVED], counts[Difference.PARTLY_RESOLVED], counts[Difference.SAME]) == (22, 23, 14)


def test_packs_for_two_checklists_have_nothing_in_common(tmp_path):
    (tmp_path / "p.json").write_bytes(encode_pack(replace(library.pack(MYTHOS), checklist="other", version="2.0.0")))
    with pytest.raises(Refused, match="cannot stand beside"):
        comparing.compare_packs(PREVIEW, str(tmp_path / "p.json"))


def test_the_ending_says_what_is_written(workspace, review, tmp_path):
    with pytest.raises(Refused, match="ends neither in"):
        comparing.write(comparing.compare(workspace, review.id, review.id), tmp_path / "c.docx")


def test_a_broken_pack_is_told(tmp_path):
    (tmp_path / "p.json").write_bytes(b"{}")
    with pytest.raises(InvalidFile):
        comparing.compare_packs(MYTHOS, str(tmp_path / "p.json"))


def a_pack_from_a_file(tmp_path):
    ours = replace(library.pack(PREVIEW), id="ours", version="1.0.0", title="Our own pack")
    proposals = tuple(replace(p, claims=tuple(replace(c, pack="ours") for c in p.claims)) for p in ours.proposals[:5])
    (tmp_path / "ours.json").write_bytes(encode_pack(replace(ours, proposals=proposals, background=())))
    return str(tmp_path / "ours.json")


def test_a_pack_that_came_from_a_file_can_be_chosen(workspace, review, tmp_path):
    change = reviewing.change_pack(workspace, review, a_pack_from_a_file(tmp_path))
    reviewing.apply(workspace, review, change, BY, NOW)
    assert [one.title for one in comparing.choices(workspace)][-1] == "Pack: Our own pack"
    found = comparing.compare_named(workspace, f"pack:{PREVIEW}", "pack:ours")
    assert len(found.of_kind(Difference.REMOVED)) == 78


def test_a_pack_that_came_from_a_file_is_still_known_by_its_id(workspace, review, tmp_path):
    review = reviewing.apply(workspace, review, reviewing.change_pack(workspace, review, a_pack_from_a_file(tmp_path)), BY, NOW)
    (tmp_path / "ours.json").unlink()
    assert reviewing.change_pack(workspace, review, "ours").after.pack == review.frame.pack


def test_what_a_review_is_best_compared_with(workspace, review, sealed):
    assert comparing.nearest_two(workspace, review.id) == ("", review.id)
    sealing.reopen(workspace, sealed, "The card is out", BY, NOW)
    assert comparing.nearest_two(workspace, review.id) == (f"{review.id}@1", review.id)
    assert [one.name for one in comparing.choices(workspace)][:2] == [review.id, f"{review.id}@1"]


def test_a_review_alone_shows_what_its_newer_pack_changed(workspace, review):
    adopted, _ = reviewing.adopt(workspace, review, BY, NOW)
    assert comparing.nearest_two(workspace, review.id) == ("", review.id)
    reviewing.apply(workspace, adopted, reviewing.change_pack(workspace, adopted, PREVIEW), BY, NOW)
    assert comparing.nearest_two(workspace, review.id) == (f"pack:{MYTHOS}", f"pack:{PREVIEW}")


def test_the_earlier_round_always_stands_first(workspace, sealed):
    planned = rounds.plan_round(workspace, sealed.id, RoundWanted(frame=replace(sealed.frame, as_of=date(2026, 5, 31))), BY, NOW)
    second = rounds.make_round(workspace, planned, BY, NOW)
    assert {comparing.nearest_two(workspace, one) for one in (sealed.id, second.id)} == {(sealed.id, second.id)}
    sealing.reopen(workspace, sealed, "The card is out", BY, NOW)
    assert comparing.nearest_two(workspace, second.id) == (f"{sealed.id}@1", second.id)
