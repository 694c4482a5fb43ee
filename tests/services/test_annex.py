"""The annex: written whole beside a report, and checked when a report is verified."""

import hashlib
import json
import os
import shutil

import pytest

from readiness_app.domain.confidentiality import PROGRAM
from readiness_app.domain.errors import NotFound, Refused, Unreadable
from readiness_app.domain.vocabulary import Confidentiality
from readiness_app.report.embedded import embedded_files
from readiness_app.services import annex, evidence, sealing, signing_off, verifying
from readiness_app.services.evidence import Details
from tests.builders import NOW, a_review, an_evidence
from tests.services.conftest import BY, by_file, ready

SECRET, TOOL, NOTE = b"under the agreement", b"#!/bin/sh\necho hello\n", b"for everybody"


def attach(workspace, review, folder, name, content, level):
    (folder / name).write_bytes(content)
    return evidence.attach(workspace, review, "MOD-02", folder / name, Details(confidentiality=level), BY, NOW, limit=1_000)[0]


@pytest.fixture
def filled(workspace, review, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    review = attach(workspace, review, folder, "secret.txt", SECRET, Confidentiality.UNDER_NDA)
    review = attach(workspace, review, folder, "tool.txt", TOOL, Confidentiality.PUBLIC)
    return attach(workspace, review, folder, "note.txt", NOTE, Confidentiality.PUBLIC)


@pytest.fixture
def sealed(workspace, filled, people, tmp_path):
    return sealing.seal(workspace, ready(workspace, filled, people), BY, NOW, tmp_path / "report.pdf").review


@pytest.fixture
def signed(report, people):
    for role, person in people.items():
        signing_off.sign_file(report, by_file(role, person))
    return report


@pytest.fixture
def folder(workspace, sealed, tmp_path):
    return annex.write_annex(workspace, sealed.id, tmp_path / "report-annex").folder


def named(content, name):
    return f"{hashlib.sha256(content).hexdigest()[:12]}-{name}"


def check(report):
    return next((one for one in verifying.verify(report).checks if one.name == "annex"), None)


def test_it_holds_what_the_report_leaves_out(folder, report):
    assert sorted(path.name for path in folder.iterdir()) == sorted(("annex.json", named(SECRET, "secret.txt"), named(TOOL, "tool.txt")))
    assert [content for _, content in embedded_files(report.read_bytes()).values()] == [NOTE]


def test_a_script_under_another_name_is_told_by_its_content(sealed):
    assert [one.media_type for one in sealed.evidence] == ["text/plain", PROGRAM, "text/plain"]


def test_the_list_names_files_review_and_digest(workspace, sealed, folder):
    told = json.loads((folder / "annex.json").read_text("utf-8"))
    first = {"file": named(SECRET, "secret.txt"), "name": "secret.txt", "size": len(SECRET), "sha256": hashlib.sha256(SECRET).hexdigest()}
    digest = hashlib.sha256(sealing.record(workspace, sealed)).hexdigest()
    assert (told["review"], told["edition"], told["digest"], told["files"][0]) == (sealed.id, 1, digest, first)


def test_nothing_in_it_can_be_run(folder):
    assert not any(os.access(path, os.X_OK) for path in folder.iterdir())


def test_the_same_review_gives_the_same_annex(workspace, sealed, folder, tmp_path):
    other = annex.write_annex(workspace, sealed.id, tmp_path / "other").folder
    assert {p.name: p.read_bytes() for p in other.iterdir()} == {p.name: p.read_bytes() for p in folder.iterdir()}


def test_a_report_that_leaves_nothing_out_has_no_annex(workspace, review, people, tmp_path):
    done = sealing.seal(workspace, ready(workspace, review, people), BY, NOW).review
    with pytest.raises(Refused, match="leaves no file out"):
        annex.write_annex(workspace, done.id, tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_an_open_review_has_no_annex(workspace, filled, tmp_path):
    with pytest.raises(NotFound, match="seal it first"):
        annex.write_annex(workspace, filled.id, tmp_path / "a")


def test_a_folder_with_other_files_is_left_alone(workspace, sealed, folder):
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(Refused, match="other files"):
        annex.write_annex(workspace, sealed.id, folder, force=True)
    assert (folder / "mine.txt").read_text() == "mine"


def test_an_annex_is_replaced_only_on_request(workspace, sealed, folder):
    with pytest.raises(Refused, match="already"):
        annex.write_annex(workspace, sealed.id, folder)
    (folder / "annex.json").write_text("old")
    annex.write_annex(workspace, sealed.id, folder, force=True)
    assert "digest" in (folder / "annex.json").read_text() and [p.name for p in folder.parent.glob("*annex*")] == ["report-annex"]


def test_damaged_evidence_leaves_no_half_annex(workspace, sealed, tmp_path, monkeypatch):
    def damaged(workspace, sha256, path):
        raise Unreadable("damaged")

    monkeypatch.setattr(evidence, "save_as", damaged)
    with pytest.raises(Unreadable):
        annex.write_annex(workspace, sealed.id, tmp_path / "a")
    assert not list(tmp_path.glob("a*"))


def test_what_was_purged_since_is_named(workspace, sealed, signed, tmp_path):
    review = sealing.reopen(workspace, sealed, "The tool changed", BY, NOW)
    evidence.purge(workspace, review, hashlib.sha256(TOOL).hexdigest(), BY, "Not ours", NOW)
    written = annex.write_annex(workspace, sealed.id, tmp_path / "report-annex")
    assert [one.name for one in written.gone] == ["tool.txt"]
    assert check(signed).ok and "not there: tool.txt" in check(signed).detail


def test_two_files_that_would_have_one_name_carry_their_whole_hash():
    both = tuple(an_evidence(sha256="a" * 12 + digit * 52, name="A.sh") for digit in "12")
    assert sorted(annex._names(a_review(evidence=both))) == [f"{one.sha256}-A.sh" for one in both]


def test_without_an_annex_nothing_is_said_of_one(signed):
    assert check(signed) is None


def test_an_annex_beside_the_report_is_checked(signed, folder):
    found = verifying.verify(signed)
    assert (
        found.valid
        and found.checks[-1].detail == "The annex report-annex holds 2 of the 2 files that the report lists by hash alone, unchanged."
    )


def test_a_file_kept_back_is_named_and_no_fault(signed, folder):
    (folder / named(SECRET, "secret.txt")).unlink()
    assert check(signed).ok and "1 of the 2 files" in check(signed).detail and "not there: secret.txt" in check(signed).detail


def test_what_a_file_manager_leaves_behind_is_no_fault(signed, folder):
    (folder / ".DS_Store").write_bytes(b"\0")
    assert check(signed).ok


def change(folder):
    (folder / named(SECRET, "secret.txt")).write_bytes(SECRET[::-1])


def grow(folder):
    (folder / named(SECRET, "secret.txt")).write_bytes(SECRET + b".")


def add(folder):
    (folder / "more.txt").write_bytes(b"more")


def rename(folder):
    (folder / named(TOOL, "tool.txt")).rename(folder / named(TOOL, "invoice.txt"))


def exchange(folder):
    (folder / named(TOOL, "tool.txt")).write_bytes(SECRET)


def put_in_what_is_inside(folder):
    (folder / named(NOTE, "note.txt")).write_bytes(NOTE)


def nest(folder):
    (folder / named(TOOL, "tool.txt")).unlink()
    (folder / named(TOOL, "tool.txt")).mkdir()


def relist(folder):
    told = json.loads((folder / "annex.json").read_text("utf-8"))
    told["files"][0]["name"] = "harmless.txt"
    (folder / "annex.json").write_text(json.dumps(told))


def take_from_another(folder):
    told = json.loads((folder / "annex.json").read_text("utf-8"))
    (folder / "annex.json").write_text(json.dumps(told | {"digest": "0" * 64}))


def break_list(folder):
    (folder / "annex.json").write_text("{")


def replace_by_file(folder):
    shutil.rmtree(folder)
    folder.write_text("no folder")


FAULTS = (change, grow, add, rename, exchange, put_in_what_is_inside, nest, relist, take_from_another, break_list, replace_by_file)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_an_annex_that_is_not_what_the_record_lists_is_refused(signed, folder, fault):
    fault(folder)
    found = verifying.verify(signed)
    assert not found.valid and [one.name for one in found.checks if not one.ok] == ["annex"]
    assert found.summary.startswith("report.pdf itself is valid: 2 of 2")


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_links_and_pipes_are_never_opened(signed, folder, kind):
    place = folder / named(TOOL, "tool.txt")
    content = place.rename(folder.parent / "elsewhere")
    if kind == "link":
        place.symlink_to(content)
    else:
        os.mkfifo(place)
    assert not check(signed).ok and "is not listed" in check(signed).detail


def test_the_annex_of_a_superseded_edition_can_be_written(workspace, sealed, tmp_path):
    sealing.reopen(workspace, sealed, "The tool went", BY, NOW)
    assert annex.write_annex(workspace, sealed.id, tmp_path / "first", 1).edition == 1


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are those of POSIX")
def test_only_its_owner_may_read_it(workspace, sealed, tmp_path):
    made = annex.write_annex(workspace, sealed.id, tmp_path / "report-annex")
    assert {one.stat().st_mode & 0o777 for one in made.folder.iterdir()} == {0o600} and made.folder.stat().st_mode & 0o777 == 0o700
