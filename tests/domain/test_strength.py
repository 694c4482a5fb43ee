"""Strength of sources: the order of claims, and which citations are of one source."""

from dataclasses import replace
from datetime import timedelta

import pytest

from readiness_app.domain.claim import Anchor
from readiness_app.domain.review import Resolution
from readiness_app.domain.strength import Strength, ordered, plain_address, repeats, sources, strength
from readiness_app.domain.vocabulary import AnchorState, SourceKind, Stance
from tests.builders import NOW, TODAY, a_claim, a_review, an_answer, an_evidence, an_item

OLD = TODAY - timedelta(days=4000)


def cited(name, kind=SourceKind.DOCUMENTATION, **parts):
    """A claim whose source, address and id are made from a name."""
    return a_claim(**{"id": name, "source": name, "source_kind": kind, "address": f"https://example.com/{name}"} | parts)


def grouped(*claims, evidence=()):
    return [[claim.id for claim in group] for group in sources(claims, a_review(evidence=evidence))]


def test_the_strongest_source_comes_first():
    claims = (cited("a", SourceKind.PRESS), cited("b", SourceKind.CONTRACT), cited("c"))
    assert [claim.id for claim in ordered(claims, an_item(), a_review())] == ["b", "c", "a"]


def test_citations_of_one_source_stand_together():
    claims = (cited("a"), cited("b"), cited("c", source="A "))
    assert [claim.id for claim in ordered(claims, an_item(), a_review())] == ["a", "c", "b"]


def test_what_has_expired_comes_last_and_stances_stay_apart():
    claims = (cited("no", stance=Stance.CONTRADICTS), cited("old", SourceKind.CONTRACT, checked=OLD), cited("new", SourceKind.PRESS))
    assert [claim.id for claim in ordered(claims, an_item(), a_review())] == ["new", "old", "no"]


def test_of_mixed_kinds_the_weakest_orders():
    claims = (cited("a", SourceKind.CONTRACT, relays=SourceKind.PRESS), cited("b"))
    assert [claim.id for claim in ordered(claims, an_item(), a_review())] == ["b", "a"]


@pytest.mark.parametrize(
    "parts",
    [
        {"source": " A"},
        {"address": "https://www.EXAMPLE.com/a/#part"},
        {"address": "http://example.com/a"},
        {"source": "https://example.com/a#2", "address": ""},
    ],
)
def test_the_same_name_or_address_is_one_source(parts):
    assert grouped(cited("a"), cited("b", **parts)) == [["a", "b"]]


@pytest.mark.parametrize("address", ["https://example.com/a?id=2", "https://example.com/ab", ""])
def test_another_address_is_another_source(address):
    assert grouped(cited("a"), cited("b", address=address)) == [["a"], ["b"]]


def test_revisions_of_one_file_are_one_source():
    old, new = an_evidence(b"1"), an_evidence(b"2", replaces=an_evidence(b"1").sha256)
    claims = cited("a", evidence=old.sha256), cited("b", evidence=new.sha256), cited("c", evidence=an_evidence(b"3").sha256)
    assert grouped(*claims, evidence=(old, new, an_evidence(b"3"))) == [["a", "b"], ["c"]]


def test_files_that_replace_each_other_end():
    one, two = an_evidence(b"1", replaces=an_evidence(b"2").sha256), an_evidence(b"2", replaces=an_evidence(b"1").sha256)
    assert len(grouped(cited("a", evidence=one.sha256), cited("b"), evidence=(one, two))) == 2


def test_a_captured_page_is_its_address():
    page = an_evidence(b"1", address="https://example.com/a")
    assert grouped(cited("a"), cited("b", address="", evidence=page.sha256), evidence=(page,)) == [["a", "b"]]


def test_a_third_joins_two():
    assert grouped(cited("a"), cited("b"), cited("c", source="a", address="https://example.com/b")) == [["a", "b", "c"]]


def test_two_that_pass_on_the_same_kind_are_one_source():
    leak = {"relays": SourceKind.LEAKED_DRAFT}
    assert grouped(cited("a", SourceKind.PRESS, **leak), cited("b", SourceKind.COMMENTARY, **leak)) == [["a", "b"]]


def test_two_that_pass_on_different_kinds_are_two():
    told = cited("a", SourceKind.PRESS, relays=SourceKind.LEAKED_DRAFT), cited("b", SourceKind.PRESS, relays=SourceKind.SYSTEM_CARD)
    assert grouped(*told) == [["a"], ["b"]]


def test_passing_on_what_is_cited_itself_adds_no_source():
    assert grouped(cited("a", SourceKind.PRESS, relays=SourceKind.SYSTEM_CARD), cited("b", SourceKind.SYSTEM_CARD)) == [["b", "a"]]


def test_two_documents_stay_two_when_somebody_passes_one_of_them_on():
    told = cited("c", SourceKind.PRESS, relays=SourceKind.SYSTEM_CARD)
    assert len(grouped(cited("a", SourceKind.SYSTEM_CARD), cited("b", SourceKind.SYSTEM_CARD), told)) == 2


def test_an_article_that_says_something_itself_is_a_source():
    article = cited("a", SourceKind.PRESS), cited("b", SourceKind.PRESS, source="a", relays=SourceKind.SYSTEM_CARD)
    assert grouped(*article, cited("c", SourceKind.SYSTEM_CARD)) == [["c"], ["a", "b"]]


def test_a_repeated_source_names_the_claim_that_cited_it_first():
    claims = (cited("a"), cited("b", source="a"), cited("c", source="a", stance=Stance.CONTRADICTS))
    assert repeats(claims, a_review()) == {"b": "a"}


def test_strength_counts_what_carries_the_answer():
    claims = cited("a"), cited("b", source="a"), cited("c", SourceKind.CONTRACT), cited("d", stance=Stance.BACKGROUND)
    found = strength(an_item(), an_answer(claims=claims), a_review())
    assert found == Strength(claims=3, expired=0, independent=2, strongest=SourceKind.CONTRACT, against=0)


def test_what_has_expired_makes_nothing_strong():
    claims = cited("a"), cited("b", SourceKind.CONTRACT, checked=OLD), cited("c", stance=Stance.CONTRADICTS)
    found = strength(an_item(), an_answer(claims=claims), a_review())
    assert found == Strength(claims=2, expired=1, independent=1, strongest=SourceKind.DOCUMENTATION, against=1)


def test_once_resolved_the_prevailing_claims_count():
    won = Resolution(prevails=("c",), why="It binds.", by="Ada", at=NOW)
    answer = an_answer(claims=(cited("a"), cited("c", SourceKind.CONTRACT, stance=Stance.CONTRADICTS)), resolution=won)
    found = strength(an_item(), answer, a_review())
    assert (found.claims, found.strongest, found.against) == (1, SourceKind.CONTRACT, 1)


def test_nothing_carries_an_unknown():
    assert strength(an_item(), an_answer(claims=()), a_review()) == Strength(claims=0, expired=0, independent=0, strongest=None, against=0)


@pytest.mark.parametrize(("address", "plain"), [("http://[bad#x", "http://[bad"), (" ", ""), ("Mail of 3 March", "Mail of 3 March")])
def test_an_address_that_is_none_is_taken_as_it_is(address, plain):
    assert plain_address(address) == plain


def test_a_quote_that_is_not_in_its_file_is_no_source():
    gone = Anchor(state=AnchorState.NOT_FOUND, checked=TODAY)
    claims = (cited("a", SourceKind.CONTRACT, anchor=gone), cited("b"), cited("c", anchor=replace(gone, state=AnchorState.ON_ANOTHER_PAGE)))
    found = strength(an_item(), an_answer(claims=claims), a_review())
    assert (found.claims, found.independent, found.strongest, found.not_found) == (3, 2, SourceKind.DOCUMENTATION, 1)
    assert strength(an_item(), an_answer(claims=claims[:1]), a_review()).strongest is None


def test_the_strongest_kind_is_named_whatever_comes_first():
    answer = an_answer(claims=(cited("a", SourceKind.PRESS), cited("b", SourceKind.CONTRACT)))
    assert strength(an_item(), answer, a_review()).strongest is SourceKind.CONTRACT


def test_against_are_the_claims_of_the_other_side_whichever_prevails():
    claims = (cited("yes"), cited("no", stance=Stance.CONTRADICTS), cited("never", stance=Stance.CONTRADICTS))
    assert strength(an_item(), an_answer(claims=claims), a_review()).against == 2
    settled = an_answer(claims=claims, resolution=Resolution(prevails=("no",), why="x", by="Ada", at=NOW))
    assert strength(an_item(), settled, a_review()).against == 1


def test_an_address_in_place_of_a_name_is_an_address():
    for scheme in ("http://", "HTTPS://"):
        assert len(grouped(cited("a"), cited("b", source=f"{scheme}example.com/a", address=""))) == 1
    assert len(grouped(cited("a", address="x"), cited("b", source="x", address=""))) == 2


def test_a_file_counts_as_every_address_it_and_its_first_revision_were_captured_from():
    old = an_evidence(b"one", address="https://example.com/old")
    new = an_evidence(b"two", address="https://example.com/new", replaces=old.sha256)
    resting = cited("a", evidence=new.sha256, address="https://example.com/own")
    for address in ("https://example.com/old", "https://example.com/new", "https://example.com/own"):
        assert len(grouped(resting, cited("b", address=address), evidence=(old, new))) == 1


def test_revisions_that_replace_each_other_end():
    one, two = an_evidence(b"one"), an_evidence(b"two")
    first = an_evidence(b"first", replaces=one.sha256)
    round_and_round = (first, replace(one, replaces=two.sha256), replace(two, replaces=one.sha256))
    for file in round_and_round:
        assert len(grouped(cited("a", evidence=file.sha256), cited("b", evidence="f" * 64), evidence=round_and_round)) == 2


def test_what_is_passed_on_is_told_apart_by_kind_also_behind_another():
    direct = cited("d", SourceKind.CONTRACT)
    first = cited("a", SourceKind.PRESS, relays=SourceKind.LEAKED_DRAFT)
    second = cited("b", SourceKind.PRESS, relays=SourceKind.CONTRACT)
    third = cited("c", SourceKind.PRESS, relays=SourceKind.LEAKED_DRAFT)
    assert sorted(sorted(group) for group in grouped(first, direct, second, third)) == [["a", "c"], ["b", "d"]]


def test_of_the_kinds_the_strongest_is_named_not_the_first_by_name():
    for kinds in ((SourceKind.COMMENTARY, SourceKind.DOCUMENTATION), (SourceKind.DOCUMENTATION, SourceKind.COMMENTARY)):
        answer = an_answer(claims=tuple(cited(kind.value, kind) for kind in kinds))
        assert strength(an_item(), answer, a_review()).strongest is SourceKind.DOCUMENTATION


def test_claims_expire_with_their_file():
    gone = an_evidence(b"1", expires=TODAY - timedelta(days=1))
    claims = (cited("a"), cited("no", stance=Stance.CONTRADICTS, evidence=gone.sha256), cited("n2", stance=Stance.CONTRADICTS))
    found = strength(an_item(), an_answer(claims=(*claims, cited("b", evidence=gone.sha256))), a_review(evidence=(gone,)))
    assert (found.against, found.claims, found.expired) == (1, 2, 1)


def test_the_first_of_revisions_that_go_round_is_known_by_its_address():
    one, two = an_evidence(b"one"), an_evidence(b"two", address="https://example.com/b", replaces=an_evidence(b"one").sha256)
    resting = cited("a", evidence=one.sha256)
    assert grouped(resting, cited("b"), evidence=(replace(one, replaces=two.sha256), two)) == [["a", "b"]]
