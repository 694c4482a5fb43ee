"""The rules of the verifier that stands alone, in this process: it names what is wrong and takes a head as it is printed."""

from collections.abc import Callable
from typing import Any

import pytest

from docs.verify_history import GENESIS, hash_of, problem_of, problem_of_head
from readiness_app.domain.history import Entry
from readiness_app.domain.history import hash_of as our_hash_of
from tests.builders import NOW

Entries = list[dict[str, Any]]


@pytest.fixture
def entries() -> Entries:
    """Three entries as they are exported."""
    made: Entries = []
    for number in (1, 2, 3):
        previous = made[-1]["hash"] if made else GENESIS
        fields = {"review": "R1", "sequence": number, "offset": 60, "actor": "Ä", "machine": "m", "operation": "answer", "target": "T"}
        fields |= {"before": "{}", "after": f"{number}", "previous": previous}
        made.append({**fields, "at": "2026-03-29T09:30:00Z", "hash": our_hash_of(Entry(**fields, at=NOW))})  # type: ignore[arg-type]
    return made


def test_the_hash_is_the_program_s_own(entries: Entries) -> None:
    assert [hash_of(entry) for entry in entries] == [entry["hash"] for entry in entries] and problem_of(entries) == ""
    assert hash_of({**entries[0], "at": "2026-03-29T09:30:00+00:00"}) == entries[0]["hash"]


def test_no_entries_hold_and_one_does(entries: Entries) -> None:
    first = entries[0]
    assert problem_of([]) == "" and problem_of([first]) == ""


@pytest.mark.parametrize(
    ("tamper", "problem"),
    [
        (lambda entries: entries[1].update(actor="Somebody"), "Entry 2 was changed after it was written."),
        (lambda entries: entries.pop(1), "Entry 2 is missing: the next one found is number 3."),
        (lambda entries: entries.pop(0), "Entry 1 is missing: the next one found is number 2."),
        (lambda entries: entries[1].update(previous=GENESIS), "Entry 2 does not follow from the entry before it."),
        (lambda entries: entries[2].update(review="R2"), "Entry 3 belongs to another review."),
    ],
)
def test_what_is_wrong_is_said(entries: Entries, tamper: Callable[[Entries], object], problem: str) -> None:
    tamper(entries)
    assert problem_of(entries) == problem


def test_a_head_is_taken_as_it_is_printed(entries: Entries) -> None:
    head = entries[1]["hash"]
    printed = " ".join(head[at : at + 4] for at in range(0, 64, 4)).upper()
    assert problem_of_head(entries, printed, 2) == problem_of_head(entries, head, None) == ""
    assert problem_of_head(entries, head, 3) == "The head you hold is entry 2, not entry 3."
    assert problem_of_head(entries, "0" * 64, None).startswith("The head you hold is not among the entries: ")


@pytest.mark.parametrize("told", ["", "0" * 63, "0" * 65, "g" * 64])
def test_half_a_head_is_none(entries: Entries, told: str) -> None:
    with pytest.raises(ValueError, match=f"^{told} is not a whole head, which has 64 digits$"):
        problem_of_head(entries, told, None)
