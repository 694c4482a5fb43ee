"""Every text field is filled: a new one is found through its type, and fails here until a marker or a reason stands in it."""

import pytest

from readiness_app.domain.pack import Pack
from readiness_app.domain.review import Review
from readiness_app.exchange.checklist_files import encode_checklist, load_checklist
from readiness_app.exchange.record import decode_record, encode_record
from readiness_app.settings import Settings
from tests.literal.filling import FIXED, text_fields, texts_of
from tests.literal.hostile import SPECIALS, Seen, Texts, read, seen
from tests.literal.review import literal

# Filled while a review is sealed, declined and reopened, or where a window or a command keeps a preference.
LATER = {
    *("Sealing.by", "Decline.by", "Decline.reason", "SignOff.name", "EditionDifference.evidence_added"),
    *("SupersededEdition.sealed_by", "SupersededEdition.reopened_by", "SupersededEdition.reason", "SupersededSignOff.name"),
    *("SupersededDecline.by", "SupersededDecline.reason"),
    *(path for path in text_fields(Settings) if path not in FIXED),
}


def filled(made: object) -> set[str]:
    return {path for path, text in texts_of(made) if "q<b>" in text}


def test_every_text_field_holds_a_marker_or_has_a_reason() -> None:
    made = literal(Texts())
    assert text_fields(Review, Pack, Settings) == filled(made.review) | filled(made.pack) | set(FIXED) | LATER


def test_no_field_with_a_reason_holds_a_marker() -> None:
    made = literal(Texts())
    assert (filled(made.review) | filled(made.pack)) & set(FIXED) == set()


@pytest.mark.parametrize("turn", range(0, len(SPECIALS), 6))
def test_record_and_files_give_every_text_back(turn: int) -> None:
    made = literal(Texts(turn))
    assert decode_record(encode_record(made.review)) == made.review
    assert load_checklist(encode_checklist(made.review.checklist)) == made.review.checklist


@pytest.mark.parametrize(
    ("shown", "problem"),
    [
        ("{}", False),
        ("{:.20}…", False),
        ("{:.20}", False),
        ("{:.20}x", True),
        ("{:.9}&{}", True),
    ],
)
def test_what_reads_the_screens_sees_every_other_text(shown: str, problem: bool) -> None:
    texts = Texts(every="<i>")
    text = texts.of("Claim.statement").lstrip("=+-@")
    found = list(seen(shown.format(text, text), texts))
    assert any(one.problem for one in found) is problem


@pytest.mark.parametrize(
    ("one", "other"), [("a\u202eb", "a‹U+202E›b"), ("a\x1bb", "a\\x1bb"), ("a\u202eb", "a[U+202E]b"), ("a\u200bb", "ab")]
)
def test_what_is_written_out_reads_the_same(one: str, other: str) -> None:
    assert read(one) == read(other)


def test_a_mnemonic_that_was_eaten_is_seen() -> None:
    texts = Texts(every="")
    text = texts.of("Claim.statement")
    assert [one for one in seen(text.replace("&y", "y"), texts) if one.problem]
    assert list(seen(text, texts)) == [Seen(1, True, "")]
