"""A conflict is resolved in favour of claims of the item; the others stay."""

from datetime import timedelta

import pytest

from readiness_app.domain.ageing import only_expired
from readiness_app.domain.answering import problems_of_answer
from readiness_app.domain.review import Resolution
from readiness_app.domain.vocabulary import Knowledge, SourceKind, Stance
from tests.builders import NOW, TODAY, a_claim, a_review, an_answer, an_item

FOR, AGAINST = a_claim(id="c1"), a_claim(id="c2", stance=Stance.CONTRADICTS, source_kind=SourceKind.CONTRACT)
WON = Resolution(prevails=("c2",), why="The contract binds.", by="Ada Byron", at=NOW)


def problems(**parts):
    answer = an_answer(**{"knowledge": Knowledge.KNOWN, "claims": (FOR, AGAINST), "resolution": WON} | parts)
    return problems_of_answer(an_item(1), answer, in_scope=True)


def test_the_prevailing_claim_carries_the_item():
    assert problems() == ()
    assert problems(claims=(FOR, a_claim(id="c2", stance=Stance.CONTRADICTS, source_kind=SourceKind.PRESS)))


@pytest.mark.parametrize("parts", [{"prevails": ()}, {"prevails": ("c9",)}, {"why": " "}])
def test_a_resolution_names_its_claims_and_its_reason(parts):
    values = {"prevails": WON.prevails, "why": WON.why, "by": WON.by, "at": WON.at} | parts
    assert problems(resolution=Resolution(**values))


def test_what_is_resolved_is_not_contested():
    assert problems(knowledge=Knowledge.CONTESTED)


def test_only_the_prevailing_claim_has_to_be_fresh():
    old = a_claim(id="c1", checked=TODAY - timedelta(days=4000))
    answer = an_answer(knowledge=Knowledge.KNOWN, claims=(old, AGAINST), resolution=WON)
    assert not only_expired(an_item(1), answer, a_review(), TODAY)
