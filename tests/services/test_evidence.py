"""Files on their way in, back and out."""

import hashlib

import pytest

from readiness_app.domain.changes import change_answer
from readiness_app.domain.confidentiality import PROGRAM
from readiness_app.domain.errors import NotFound, Refused, Unreadable
from readiness_app.domain.vocabulary import Confidentiality
from readiness_app.services import evidence, reviewing
from readiness_app.services.evidence import Details
from readiness_app.services.files import inspect
from tests.builders import NOW
from tests.services.conftest import BY

LIMIT = 1_000


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "note.txt"
    path.write_bytes(b"what we read")
    return path


def attach(workspace, review, path, item="MOD-02", **parts):
    return evidence.attach(workspace, review, item, path, Details(**parts), BY, NOW, limit=LIMIT)


def test_an_attached_file_comes_back(workspace, review, note):
    after, found = attach(workspace, review, note, title="Note")
    assert evidence.read(workspace, found.sha256) == note.read_bytes()
    assert reviewing.load_review(workspace, review.id) == after


def test_the_item_points_to_it(workspace, review, note):
    after, found = attach(workspace, review, note)
    assert after.uses_of(found.sha256) == ("MOD-02",)


def test_the_same_file_on_two_items_is_listed_once(workspace, review, note):
    after, _ = attach(workspace, review, note)
    after, found = attach(workspace, after, note, "MOD-03")
    assert (len(after.evidence), after.uses_of(found.sha256)) == (1, ("MOD-02", "MOD-03"))


def test_attaching_it_twice_to_one_item_writes_nothing(workspace, review, note):
    after, _ = attach(workspace, review, note)
    again, _ = attach(workspace, after, note)
    assert (again, len(reviewing.history(workspace, review.id))) == (after, 3)


def test_an_empty_title_becomes_the_name(workspace, review, note):
    assert attach(workspace, review, note)[1].title == "note.txt"


@pytest.mark.parametrize(("size", "words"), [(0, "empty"), (LIMIT + 1, "limit")])
def test_an_empty_or_too_large_file_is_refused(workspace, review, tmp_path, size, words):
    path = tmp_path / "f.bin"
    path.write_bytes(b"x" * size)
    with pytest.raises(Refused, match=words):
        attach(workspace, review, path)
    assert reviewing.load_review(workspace, review.id) == review


def test_a_file_at_the_limit_is_taken(workspace, review, tmp_path):
    path = tmp_path / "f.bin"
    path.write_bytes(b"x" * LIMIT)
    assert attach(workspace, review, path)[1].size == LIMIT


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(Refused, match="not a file"):
        inspect(tmp_path, LIMIT)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(Unreadable, match=r"gone\.txt"):
        inspect(tmp_path / "gone.txt", LIMIT)


def test_a_file_that_changes_meanwhile_is_refused(workspace, review, note):
    found = inspect(note, LIMIT)
    note.write_bytes(b"what we writ")
    change = evidence.attach_change(review, "MOD-02", found, Details(), BY, NOW)
    with pytest.raises(Refused, match="changed while"):
        reviewing.apply(workspace, review, change, BY, NOW, files=(found,))
    assert reviewing.load_review(workspace, review.id) == review


def test_an_unknown_item_is_refused(workspace, review, note):
    with pytest.raises(NotFound, match="MOD-99"):
        attach(workspace, review, note, "MOD-99")


def test_a_copy_is_written(workspace, review, note, tmp_path):
    _, found = attach(workspace, review, note)
    evidence.save_as(workspace, found.sha256, tmp_path / "copy.txt")
    assert (tmp_path / "copy.txt").read_bytes() == note.read_bytes()


def test_purged_bytes_are_gone_and_the_rest_stays(workspace, review, note):
    after, found = attach(workspace, review, note)
    purged = evidence.purge(workspace, after, found.sha256, BY, "Wrong file", NOW).evidence_file(found.sha256)
    assert (purged.name, purged.purged.why) == ("note.txt", "Wrong file")
    with pytest.raises(NotFound):
        evidence.read(workspace, found.sha256)


def test_the_purged_marker_is_in_no_byte_of_the_file(workspace, review, tmp_path):
    marker = hashlib.sha256(b"marker").hexdigest().encode()
    path = tmp_path / "secret.txt"
    path.write_bytes(marker)
    after, found = attach(workspace, review, path)
    evidence.purge(workspace, after, found.sha256, BY, "Wrong file", NOW)
    held = b"".join(p.read_bytes() for p in tmp_path.iterdir() if p.name.startswith("w.readiness"))
    assert marker not in held


def test_a_detached_file_stays_listed(workspace, review, note):
    after, found = attach(workspace, review, note)
    after = reviewing.apply(workspace, after, evidence.detach_change(after, "MOD-02", found.sha256), BY, NOW)
    assert (after.uses_of(found.sha256), len(after.evidence)) == ((), 1)


def test_a_review_has_a_limit_of_its_own(review, note):
    with pytest.raises(Refused, match="would hold"):
        evidence.check_review_limit(review, inspect(note, LIMIT), 5)


def test_a_claim_can_point_to_it(workspace, review, note):
    after, found = attach(workspace, review, note)
    change = change_answer(after, "MOD-03", BY, evidence=(found.sha256,))
    assert reviewing.apply(workspace, after, change, BY, NOW).uses_of(found.sha256) == ("MOD-02", "MOD-03")


@pytest.mark.parametrize("start", [b"\x7fELF\x02", b"MZ\x90\0\x03", b"#!/bin/sh\n", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"])
def test_a_program_is_known_by_how_it_begins(tmp_path, start):
    (tmp_path / "notes.txt").write_bytes(start + b"more")
    assert inspect(tmp_path / "notes.txt", LIMIT).media_type == PROGRAM


@pytest.mark.parametrize("text", [b"MZ is how they begin", b"# a heading", b" #!/bin/sh"])
def test_a_text_is_no_program(tmp_path, text):
    (tmp_path / "notes.txt").write_bytes(text)
    assert inspect(tmp_path / "notes.txt", LIMIT).media_type == "text/plain"


@pytest.mark.parametrize(
    ("first", "then", "kept"),
    [
        (Confidentiality.INTERNAL, Confidentiality.UNDER_NDA, Confidentiality.UNDER_NDA),
        (Confidentiality.PUBLIC, Confidentiality.CONFIDENTIAL, Confidentiality.CONFIDENTIAL),
        (Confidentiality.UNDER_NDA, Confidentiality.CONFIDENTIAL, Confidentiality.UNDER_NDA),
        (Confidentiality.PUBLIC, Confidentiality.INTERNAL, Confidentiality.PUBLIC),
    ],
)
def test_a_listed_file_that_is_attached_as_stricter_becomes_so(workspace, review, note, first, then, kept):
    after, _ = attach(workspace, review, note, title="Note", confidentiality=first)
    _, found = attach(workspace, after, note, "MOD-03", title="Other", confidentiality=then)
    assert (found.confidentiality, found.title) == (kept, "Note")


def test_a_purged_file_is_not_kept_again(workspace, review, note):
    after, found = attach(workspace, review, note)
    purged = evidence.purge(workspace, after, found.sha256, BY, "Wrong file", NOW)
    with pytest.raises(Refused, match=r"note\.txt was purged from this review by"):
        attach(workspace, purged, note, "MOD-03")
