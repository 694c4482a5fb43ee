"""Checklists and packs edited behind the program's back, in the workspace that keeps them."""

from dataclasses import replace

import pytest
import sqlcipher3.dbapi2 as driver

from readiness_app.domain.review import Subject
from readiness_app.domain.vocabulary import Tier
from readiness_app.exchange.checklist_files import encode_checklist
from readiness_app.services import library, reviewing
from readiness_app.services.reviewing import NewReview
from readiness_app.services.workspace import Workspace
from tests.builders import NOW, TODAY
from tests.services.conftest import BY

OWN = "Our own words"


@pytest.fixture
def path(tmp_path):
    """A workspace with a review that asks a built-in checklist and shows a pack, and one that asks a checklist a person wrote."""
    own = replace(library.checklist("staged-access-cyber"), id="ours", title=OWN)
    (tmp_path / "ours.json").write_bytes(encode_checklist(own))
    with Workspace.create(tmp_path / "w.readiness", NOW) as workspace:
        for checklist, pack in (("frontier-deployment", "claude-mythos-2026-03-29"), (str(tmp_path / "ours.json"), "")):
            subject = Subject(vendor="Anthropic", model="Claude Mythos")
            new = NewReview(checklist=checklist, subject=subject, tier=Tier.INTERNAL, as_of=TODAY, pack=pack)
            reviewing.create_review(workspace, new, BY, NOW)
    return tmp_path / "w.readiness"


def told(path):
    with Workspace.open(path, read_only=True) as workspace:
        return reviewing.check(workspace).anchors


def edited(path, statement):
    connection = driver.connect(str(path))
    assert connection.execute(statement).rowcount == 1
    connection.commit()
    connection.close()
    return told(path)


def test_untouched_ones_are_well(path):
    assert told(path) == ()


@pytest.mark.parametrize(("table", "word"), [("checklist", "evidence"), ("pack", "Mythos")])
def test_one_that_comes_with_the_program(path, table, word):
    (said,) = edited(path, f"UPDATE {table} SET body = replace(body, '{word} ', 'nothing ') WHERE id <> 'ours'")
    assert said.startswith(f"The {table} ") and said.endswith(" is not the one that comes with the program.")


def test_one_that_a_person_wrote(path):
    (said,) = edited(path, f"UPDATE checklist SET body = replace(body, '{OWN}', 'Other words') WHERE id = 'ours'")
    assert "The checklist ours" in said and "is not the one that claude-mythos-2026-03-29-2 began with" in said


def test_one_under_the_name_of_another(path):
    (said,) = edited(path, """UPDATE checklist SET body = replace(body, '"id":"ours"', '"id":"theirs"') WHERE id = 'ours'""")
    assert "calls itself theirs" in said


def test_one_that_cannot_be_read(path):
    said = edited(path, "UPDATE pack SET body = 'x'")
    assert [one for one in said if one.startswith("The pack claude-mythos") and one.endswith("cannot be read.")]


def test_a_workspace_of_before_the_digest_was_kept_gives_no_alarm(tmp_path, path, monkeypatch):
    monkeypatch.setattr("readiness_app.services.reviewing.told_at_creation", lambda connection, review: review.frame)
    new = NewReview(checklist=str(tmp_path / "ours.json"), subject=Subject(vendor="V", model="M"), tier=Tier.INTERNAL, as_of=TODAY)
    with Workspace.open(path) as workspace:
        reviewing.create_review(workspace, new, BY, NOW)
    assert told(path) == ()
