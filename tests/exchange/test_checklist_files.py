"""Checklist files: what is wrong is named with its place, and what is right comes back equal."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readiness_app.domain.errors import InvalidFile, NotFound
from readiness_app.exchange.checklist_files import (
    built_in_checklist,
    built_in_checklists,
    checklist_problems,
    encode_checklist,
    load_checklist,
)

Document = dict[str, Any]
Change = Callable[[Document], object]


def document() -> Document:
    return json.loads(encode_checklist(built_in_checklist("data-processing-terms")))


def item(doc: Document, number: int = 1) -> Document:
    return doc["sections"][0]["items"][number]


def problems_after(change: Change) -> tuple[str, ...]:
    doc = document()
    change(doc)
    return checklist_problems(json.dumps(doc).encode())


def test_a_written_checklist_reads_back_equal(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_bytes(encode_checklist(built_in_checklist("frontier-deployment")))
    assert load_checklist(file) == built_in_checklist("frontier-deployment")


def test_a_duplicate_item_id_gets_its_sentence() -> None:
    found = problems_after(lambda doc: item(doc).update(id="DPT-01"))
    assert found == ("$.sections[0].items[1].id: the item id DPT-01 is given twice; every one must be its own",)


def test_a_bad_checklist_is_refused_with_all_its_problems(tmp_path: Path) -> None:
    doc = document()
    item(doc).update(id="DPT-01", when={"all": ["moon"]})
    file = tmp_path / "bad.json"
    file.write_text(json.dumps(doc), encoding="utf-8")
    with pytest.raises(InvalidFile, match=r"bad\.json is not a checklist .* DPT-01 is given twice") as caught:
        load_checklist(file)
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda doc: doc["sections"][1].update(id="ROL"), "$.sections[1].id: the section id ROL is given twice"),
        (lambda doc: item(doc).update(when={"all": ["moon"]}), "$.sections[0].items[1].when: DPT-02 depends on moon"),
        (lambda doc: doc["scope"].append({"key": "moon", "question": "Is it full?"}), "no item depends on moon"),
        (lambda doc: doc["scope"].append(doc["scope"][0]), "the scope key eu_personal_data is given twice"),
        (lambda doc: item(doc).update(maps=["PRV"]), '$.sections[0].items[1].maps[0]: "PRV" is not the key of an item'),
        (lambda doc: item(doc).update(maps=["DPT-02"]), "DPT-02 maps to itself"),
        (lambda doc: doc["sign_off"].pop("internal"), '$.sign_off: "internal" is missing'),
        (lambda doc: doc["sign_off"].update(internal=[]), "$.sign_off.internal: must not be empty"),
        (lambda doc: item(doc).update(when={}), "$.sections[0].items[1].when: must not be empty"),
        (lambda doc: item(doc).update(when={"all": ["a1"], "any_of": ["a1"]}), "when: has more than 1 entry"),
        (lambda doc: item(doc).update(expires_days="60"), '$.sections[0].items[1].expires_days: must be a whole number, not "60"'),
        (lambda doc: item(doc).update(id="DPT-02\n"), "$.sections[0].items[1].id: "),
        (lambda doc: item(doc).update(verdict="good"), '$.sections[0].items[1]: "verdict": no field of this name belongs here'),
        (lambda doc: item(doc)["gate"].update(tier="moon"), '"moon" is none of sandbox, internal, customer-facing, high-risk'),
        (lambda doc: doc.update(published="soon"), '$.published: "soon" is not a date'),
        (lambda doc: doc.update(format="readiness-pack"), '$.format: must be "readiness-checklist"'),
    ],
)
def test_each_problem_is_named_with_its_place(change: Change, sentence: str) -> None:
    assert any(sentence in problem for problem in problems_after(change))


def test_an_unknown_built_in_names_those_there_are() -> None:
    with pytest.raises(NotFound, match="frontier-deployment"):
        built_in_checklist("moon")


def test_built_in_checklists_come_largest_first() -> None:
    assert [checklist.id for checklist in built_in_checklists()] == ["frontier-deployment", "data-processing-terms", "staged-access-cyber"]
