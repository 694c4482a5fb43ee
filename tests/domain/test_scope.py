"""Rule 6: the scope decides what applies; what is unanswered applies."""

import pytest

from readiness_app.domain.checklist import When
from readiness_app.domain.scope import applies, deciding_keys, open_conditions
from readiness_app.domain.vocabulary import ScopeAnswer
from tests.builders import an_item

YES, NO, OPEN = ScopeAnswer.YES, ScopeAnswer.NO, ScopeAnswer.OPEN
BOTH = an_item(when=When(all=("a", "b")))
EITHER = an_item(when=When(any_of=("a", "b")))


@pytest.mark.parametrize(
    ("item", "scope", "expected"),
    [
        (an_item(), {}, True),
        (BOTH, {}, True),
        (BOTH, {"a": YES, "b": YES}, True),
        (BOTH, {"a": YES, "b": NO}, False),
        (BOTH, {"a": OPEN, "b": OPEN}, True),
        (EITHER, {"a": NO}, True),
        (EITHER, {"a": NO, "b": YES}, True),
        (EITHER, {"a": NO, "b": NO}, False),
    ],
)
def test_what_applies(item, scope, expected):
    assert applies(item, scope) is expected


def test_the_no_that_takes_an_item_out_is_named():
    assert deciding_keys(BOTH, {"a": YES, "b": NO}) == ("b",)


def test_the_yes_that_keeps_an_item_in_is_named():
    assert deciding_keys(EITHER, {"a": NO, "b": YES}) == ("b",)


def test_unanswered_conditions_are_shown_as_open():
    assert open_conditions(BOTH, {"a": YES}) == ("b",)


def test_an_item_without_a_condition_has_none_open():
    assert open_conditions(an_item(), {}) == ()
