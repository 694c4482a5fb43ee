"""Pack files: a proposal that nobody could adopt is refused before it reaches a review."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from readiness_app.exchange.checklist_files import built_in_checklist
from readiness_app.exchange.pack_files import built_in_pack, encode_pack, load_pack, pack_problems

Document = dict[str, Any]
PACK = "claude-4-6-baseline-2026-03-29"


def proposal(doc: Document, item: str) -> Document:
    return next(entry for entry in doc["proposals"] if entry["item"] == item)


def claim(doc: Document, item: str, number: int = 0) -> Document:
    return proposal(doc, item)["claims"][number]


def problems_after(change: Callable[[Document], object]) -> tuple[str, ...]:
    doc = json.loads(encode_pack(built_in_pack(PACK)))
    change(doc)
    return pack_problems(json.dumps(doc).encode(), built_in_checklist("frontier-deployment"))


def test_a_written_pack_reads_back_equal() -> None:
    pack = built_in_pack(PACK)
    assert load_pack(encode_pack(pack)) == pack


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda doc: proposal(doc, "MOD-03").pop("unknown_reason"), "MOD-03 could not be adopted as unknown. Say why it is unknown."),
        (lambda doc: proposal(doc, "MOD-03").pop("search_log"), "MOD-03 could not be adopted as unknown. Add at least one line"),
        (lambda doc: proposal(doc, "RSK-03").pop("claims"), "RSK-03 could not be adopted as partly_known. Add at least one claim"),
        (lambda doc: proposal(doc, "RSK-03").update(knowledge="known"), "leaked drafts alone cannot make an item known"),
        (lambda doc: proposal(doc, "RSK-03").update(knowledge="contested"), "Contested needs a contradicting claim."),
        (lambda doc: proposal(doc, "RSK-03").update(knowledge="not_applicable"), '"not_applicable" is none of known'),
        (lambda doc: proposal(doc, "RSK-03").update(verdict="acceptable"), '"verdict": no field of this name belongs here'),
        (lambda doc: proposal(doc, "RSK-03").update(unknown_reason="declined"), "needs no reason for being unknown"),
        (lambda doc: proposal(doc, "RSK-03").update(item="XYZ-01"), "has no item XYZ-01"),
        (lambda doc: proposal(doc, "RSK-03").update(item="DEC-02"), "DEC-02 is answered by the program"),
        (lambda doc: proposal(doc, "RSK-03").update(item="RSK-02"), "RSK-02 is proposed twice"),
        (lambda doc: claim(doc, "RSK-03").update(quote="word " * 16), "16 words; at most 15 may be quoted"),
        (lambda doc: claim(doc, "RSK-03").update(id=f"{PACK}:RSK-02:1"), "is given twice"),
        (lambda doc: claim(doc, "RSK-03").update(pack="other"), 'must name this pack, claude-4-6-baseline-2026-03-29, not "other"'),
        (lambda doc: claim(doc, "RSK-03").update(added_by="Ada"), "added_by: must stay empty here"),
        (lambda doc: claim(doc, "RSK-01", 1).pop("correction"), "a disputed claim says what the better source says"),
        (lambda doc: doc.update(checklist="moon"), "the pack is for moon, not for frontier-deployment"),
    ],
)
def test_each_problem_is_named(change: Callable[[Document], object], sentence: str) -> None:
    found = problems_after(change)
    assert any(sentence in problem for problem in found), found


def test_fifteen_words_may_be_quoted() -> None:
    assert problems_after(lambda doc: claim(doc, "RSK-03").update(quote="word " * 15)) == ()
