"""Rule 15: what goes into the report."""

from dataclasses import replace

import pytest

from readiness_app.domain.confidentiality import EMBEDDED_LIMIT, PROGRAM, embedded, file_name, is_program, left_out
from readiness_app.domain.review import Purge
from readiness_app.domain.vocabulary import Confidentiality
from tests.builders import NOW, a_review, an_evidence


@pytest.mark.parametrize(
    ("confidentiality", "goes_in"),
    [
        (Confidentiality.PUBLIC, True),
        (Confidentiality.INTERNAL, True),
        (Confidentiality.CONFIDENTIAL, False),
        (Confidentiality.UNDER_NDA, False),
    ],
)
def test_only_public_and_internal_files_go_in(confidentiality, goes_in):
    assert bool(embedded(a_review(evidence=(an_evidence(confidentiality=confidentiality),)))) is goes_in


def test_up_to_the_limit_in_all():
    big = replace(an_evidence(b"1"), size=EMBEDDED_LIMIT)
    small = an_evidence(b"2")
    assert embedded(a_review(evidence=(big, small))) == (big,)


def test_a_file_too_large_does_not_keep_smaller_ones_out():
    huge = replace(an_evidence(b"1"), size=EMBEDDED_LIMIT + 1)
    small = an_evidence(b"2")
    assert embedded(a_review(evidence=(huge, small))) == (small,)


def test_purged_files_stay_out():
    assert not embedded(a_review(evidence=(an_evidence(purged=Purge(by="Ada", at=NOW, why="mistake")),)))


@pytest.mark.parametrize(
    "name", ["a.exe", "A.EXE", "a.exe.", "a.js ", "a.pdf.vbs", "x.DLL", "a.sh", "a.jar", "a.msi", "a.scr", "a.ps1", "a.cmd"]
)
def test_programs_are_known_by_name_and_stay_out(name):
    assert not embedded(a_review(evidence=(an_evidence(name=name),)))


@pytest.mark.parametrize("media_type", [PROGRAM, "text/javascript; charset=utf-8", "Application/X-MSDownload"])
def test_programs_are_known_by_media_type_and_stay_out(media_type):
    assert not embedded(a_review(evidence=(an_evidence(media_type=media_type),)))


@pytest.mark.parametrize("name", ["notes.txt", "data.json", "exe", "a.exe.txt", "push.md"])
def test_other_names_are_no_programs(name):
    assert not is_program(an_evidence(name=name))


def test_what_is_left_out_is_all_that_is_neither_inside_nor_purged():
    inside, program = an_evidence(b"1"), an_evidence(b"2", name="a.sh")
    secret = an_evidence(b"3", confidentiality=Confidentiality.UNDER_NDA)
    gone = an_evidence(b"4", purged=Purge(by="Ada", at=NOW, why="mistake"))
    assert left_out(a_review(evidence=(inside, program, secret, gone))) == (program, secret)


@pytest.mark.parametrize(
    ("name", "safe"), [("../notes/r\u00e4dda.md", "notes_r_dda.md"), ("CON", "CON"), ("\u202e..", "file"), ("a.exe.", "a.exe")]
)
def test_a_copy_has_a_safe_name(name, safe):
    assert file_name(an_evidence(b"hello", name=name)) == f"2cf24dba5fb0-{safe}"
