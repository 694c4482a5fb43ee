from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from readiness_app.domain.checklist import Checklist
from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.domain.pack import Pack
from readiness_app.domain.review import Answer, Review
from readiness_app.store.codec import decode, encode, time_text
from tests.builders import a_checklist, a_claim, a_full_review, a_pack, a_signed_review, an_answer


@pytest.mark.parametrize(
    "value", [a_checklist(), a_pack(), an_answer(), a_full_review(), a_signed_review()], ids=lambda v: type(v).__name__
)
def test_values_come_back_equal(value: Checklist | Pack | Answer | Review) -> None:
    assert decode(encode(value), type(value)) == value


def test_the_order_of_keys_does_not_matter() -> None:
    review = a_full_review()
    turned = a_full_review(answers=dict(reversed(review.answers.items())))
    assert encode(turned) == encode(review)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(Refused, match="half a character"):
        encode(a_claim(quote="\ud800"))


@pytest.mark.parametrize("text", ["{", "{}", '{"id": 1}', "null"])
def test_a_damaged_text_is_told(text: str) -> None:
    with pytest.raises(Unreadable, match="stored checklist is damaged"):
        decode(text, Checklist)


def test_times_are_stored_in_utc() -> None:
    at = datetime(2026, 3, 29, 11, 30, tzinfo=timezone(timedelta(hours=2)))
    assert time_text(at) == datetime(2026, 3, 29, 9, 30, tzinfo=UTC).isoformat()


def test_a_time_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="zone"):
        time_text(datetime.combine(date(2026, 3, 29), datetime.min.time()))
