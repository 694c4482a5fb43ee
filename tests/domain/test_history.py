"""Rule 12: the chain shows what was changed."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from readiness_app.domain.history import GENESIS, ChainReport, Entry, check_chain, check_tail, hash_of, parts_of, set_back
from tests.builders import NOW


def a_chain(length=5):
    entries, previous = [], GENESIS
    for number in range(1, length + 1):
        parts = {
            "operation": "answer",
            "target": f"QST-{number:02d}",
            "before": "{}",
            "after": f'{{"note":"{number}"}}',
            "previous": previous,
        }
        entry = Entry(review="R1", sequence=number, at=NOW, offset=60, actor="Ada", machine="m", **parts)
        entries.append(replace(entry, hash=hash_of(entry)))
        previous = entries[-1].hash
    return entries


def test_an_untouched_chain_is_intact():
    chain = a_chain()
    assert (check_chain(chain).intact, check_chain(chain).head) == (True, chain[-1].hash)


@pytest.mark.parametrize(
    "field", [name for name in Entry.__dataclass_fields__ if name not in ("hash", "sequence", "previous", "at", "offset")]
)
def test_an_edited_field_is_found(field):
    chain = a_chain()
    chain[2] = replace(chain[2], **{field: "forged"})
    assert check_chain(chain).first_bad == 3


def test_a_deleted_entry_is_found():
    chain = a_chain()
    del chain[1]
    assert check_chain(chain).first_bad == 2


def test_swapped_entries_are_found():
    chain = a_chain()
    chain[1], chain[2] = chain[2], chain[1]
    assert check_chain(chain).first_bad == 2


def test_an_entry_hashed_anew_breaks_the_next_link():
    chain = a_chain()
    forged = replace(chain[2], after="{}")
    chain[2] = replace(forged, hash=hash_of(forged))
    assert check_chain(chain).first_bad == 4


def test_text_cannot_move_from_one_field_to_the_next():
    entry = a_chain(1)[0]
    assert hash_of(replace(entry, actor="Ad", machine="am")) != hash_of(replace(entry, actor="Ada", machine="m"))


def test_a_tail_is_checked_without_what_is_before_it():
    tail = check_tail(a_chain()[2:])
    assert (tail.intact, tail.length, tail.head) == (True, 5, a_chain()[-1].hash)


def test_a_tail_that_was_edited_or_has_a_hole_is_found():
    chain = a_chain()
    assert check_tail([*chain[2:4], replace(chain[4], actor="forged")]).first_bad == 5
    assert check_tail([chain[2], chain[4]]).first_bad == 4


def test_no_entries_have_an_intact_tail():
    assert check_tail([]).intact


def test_a_clock_that_was_set_back_is_noted_by_number():
    chain = a_chain()
    chain[3] = replace(chain[3], at=NOW - timedelta(days=1))
    assert set_back(chain) == (4,)
    assert set_back(a_chain()) == ()


def test_the_hash_is_the_one_that_anybody_can_work_out():
    # printf '2:R1' '1:1' '25:2026-03-29T09:30:00+00:00' ... | sha256sum
    fields = ("R1", "1", "2026-03-29T09:30:00+00:00", "60", "Ada", "m", "answer", "QST-01", "{}", '{"note":"1"}', GENESIS)
    told = "".join(f"{len(field)}:{field}" for field in fields)
    assert hash_of(a_chain(1)[0]) == hashlib.sha256(told.encode()).hexdigest()


@pytest.mark.parametrize("check", [check_chain, check_tail])
def test_a_break_is_told_with_what_holds_before_it(check):
    chain = a_chain()
    for damaged, problem in (
        ([*chain[:2], replace(chain[2], actor="x"), *chain[3:]], "Entry 3 was changed after it was written."),
        ([*chain[:2], *chain[3:]], "Entry 3 is missing: the next one found is number 4."),
        ([*chain[:2], replace(chain[2], previous=GENESIS)], "Entry 3 does not follow from the entry before it."),
    ):
        assert check(damaged) == ChainReport(length=2, head=chain[1].hash, first_bad=3, problem=problem)


def test_nothing_at_all_has_the_first_head():
    assert check_tail([]) == check_chain([]) == ChainReport(length=0, head=GENESIS)


@pytest.mark.parametrize(("text", "parts"), [('{"note": "n"}', {"note": "n"}), ("[1]", {}), ("", {}), ("[" * 100_000, {}), ("null", {})])
def test_what_an_entry_holds_is_read_whatever_stands_there(text, parts):
    assert parts_of(text) == parts
