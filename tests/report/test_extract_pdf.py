"""The extract as a PDF: unsigned on every page, without record and evidence, and with no word in it that is not in the extract."""

from dataclasses import replace
from functools import cache
from io import BytesIO

import pikepdf
import pytest

from readiness_app.domain.extract import PARTS, Extract, Origin
from readiness_app.domain.extracting import extract
from readiness_app.domain.vocabulary import Audience, ExtractPart, Paper
from readiness_app.report.embedded import AnExtract, embedded_record
from readiness_app.report.extract import build_extract
from tests.builders import a_frame, a_hash, a_sealed_review
from tests.extract_markers import all_words, coded, everything, texts_in
from tests.pdf_reading import pages_text, reader, text_of
from tests.report.conftest import mythos

ORIGIN = Origin(digest=a_hash("record"), report=a_hash("report"), signed_report=a_hash("signed"))
CODED = coded(everything())


def found(audience: Audience, *, parts: tuple[ExtractPart, ...] | None = None) -> Extract:
    return extract(CODED.review, ORIGIN, audience, PARTS[audience] if parts is None else parts)


@cache
def made(audience: Audience) -> bytes:
    return build_extract(found(audience))


@cache
def of_mythos(audience: Audience) -> bytes:
    return build_extract(extract(mythos()[0], ORIGIN, audience))


def words_of(audience: Audience) -> str:
    return "\n".join(texts_in(found(audience)))


@pytest.mark.parametrize("audience", Audience)
def test_nothing_stands_anywhere_in_the_file_that_is_not_in_the_extract(audience: Audience) -> None:
    inside, allowed = all_words(made(audience)), words_of(audience)
    assert CODED.found_in(inside) <= CODED.found_in(allowed) and len(CODED.found_in(inside)) > 20
    assert not any(file.sha256[:8] in inside.replace(" ", "") for file in CODED.review.evidence[1:])


def test_the_search_finds_what_only_the_metadata_hold() -> None:
    review = replace(CODED.review, frame=a_frame())
    document = all_words(build_extract(extract(review, ORIGIN, Audience.VENDOR)))
    assert "ofRecordSha256" in document and "Extract for the vendor: Example Labs Model One" in document


@pytest.mark.parametrize("audience", Audience)
def test_every_page_says_what_it_is_and_where_it_comes_from(audience: Audience) -> None:
    pages = pages_text(of_mythos(audience))
    digest = f"{ORIGIN.digest[:8]} {ORIGIN.digest[8:16]}"
    name = {Audience.VENDOR: "Extract for the vendor", Audience.PROCUREMENT: "Extract for procurement"}[audience]
    foot = f"{name} · unsigned · not the report · taken from edition 1, digest {digest} …"
    assert len(pages) > 5 and all(foot in page and f"{name}, unsigned" in page for page in pages)


@pytest.mark.parametrize("audience", Audience)
def test_the_first_page_names_the_report_whole(audience: Audience) -> None:
    first = pages_text(made(audience))[0].replace(" ", "")
    assert all(digest in first for digest in (ORIGIN.digest, ORIGIN.report, ORIGIN.signed_report))


def test_the_vendor_is_told_how_much_stays_out_and_not_by_which_marking() -> None:
    first = pages_text(made(Audience.VENDOR))[0]
    assert "what is not public" in first and "10 claims" not in first and "marked" not in first


def test_procurement_is_told_by_which_marking() -> None:
    first = pages_text(build_extract(found(Audience.PROCUREMENT, parts=())))[0]
    assert "4 files (1 marked internal, 1 marked confidential, 1 marked under NDA and 1 no longer held)" in first
    assert "3 answers of the vendor" in first


def test_of_one_kind_alone_the_number_stands_once() -> None:
    review = replace(a_sealed_review(evidence=CODED.review.evidence[1:2]), answers={})
    first = pages_text(build_extract(extract(review, ORIGIN, Audience.PROCUREMENT)))[0]
    assert "These stay out: 0 claims; 1 file, marked internal." in first


def test_a_superseded_edition_says_so_on_every_page() -> None:
    old = extract(a_sealed_review(), replace(ORIGIN, superseded=True), Audience.VENDOR)
    pages = pages_text(build_extract(old))
    assert all("taken from edition 1, superseded, digest" in page for page in pages) and "Ask for the current one" in pages[0]


def test_same_extract_same_bytes() -> None:
    assert build_extract(found(Audience.VENDOR)) == made(Audience.VENDOR)


def test_us_letter() -> None:
    letter = replace(found(Audience.VENDOR), paper=Paper.LETTER)
    assert reader(build_extract(letter)).pages[0].mediabox.width == 612


@pytest.mark.parametrize("audience", Audience)
def test_it_holds_no_file_and_no_place_for_a_signature(audience: Audience) -> None:
    document = reader(made(audience))
    assert not document.attachments and "/AcroForm" not in document.trailer["/Root"] and document.metadata.author is None


def test_it_is_read_as_an_extract_and_as_no_report() -> None:
    with pytest.raises(AnExtract, match="an extract, not the report") as told:
        embedded_record(made(Audience.VENDOR))
    assert told.value.digest == ORIGIN.digest


def test_reports_still_name_no_extract(final) -> None:
    with pikepdf.open(BytesIO(final.pdf)) as document:
        assert b"extract" not in bytes(document.Root.Metadata.read_bytes())


def test_an_extract_without_questions_claims_and_files_says_so() -> None:
    bare = replace(found(Audience.VENDOR), items=(), files=())
    text = text_of(build_extract(bare))
    said = ("No question that is yours to answer is open.", "No claim of the review rests on a public source.", "No file of the review")
    assert all(sentence in text for sentence in said)


def test_a_decision_stands_on_the_first_page_with_how_far_it_is_signed() -> None:
    told = pages_text(made(Audience.VENDOR))[0]
    assert "Defer" in told and "Not every required role has signed the report yet." in told
