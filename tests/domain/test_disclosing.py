"""Which claims may leave the house, one by one."""

from dataclasses import replace

import pytest

from readiness_app.domain.claim import Anchor, Claim
from readiness_app.domain.disclosing import OWN, Why, as_proposed, is_public_address, why_withheld
from readiness_app.domain.review import Evidence, Purge
from readiness_app.domain.vocabulary import AnchorState, Confidentiality, SourceKind
from tests.builders import NOW, TODAY, a_claim, an_evidence

PROPOSED = a_claim(id="pack:1", pack="pack", address="")
LOST = Anchor(state=AnchorState.NOT_FOUND, checked=TODAY)
PUBLIC = an_evidence(b"public", confidentiality=Confidentiality.PUBLIC)
PURGED = an_evidence(b"purged", confidentiality=Confidentiality.PUBLIC, purged=Purge(by="Ada", at=NOW, why="x"))


def on(file: Evidence, **parts: object) -> Claim:
    return a_claim(evidence=file.sha256, **parts)


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        (on(PUBLIC), None),
        (on(PUBLIC, address="", source_kind=SourceKind.CONTRACT), None),
        (on(PUBLIC, anchor=LOST), Why.QUOTE_MISSING),
        (on(PUBLIC, source_kind=SourceKind.LEAKED_DRAFT), Why.UNPUBLISHED),
        (on(PURGED), Why.UNPUBLISHED),
        (on(an_evidence(b"not held")), Why.INTERNAL),
        (a_claim(), None),
        (a_claim(address=""), Why.UNPUBLISHED),
        (a_claim(address="https://wiki.corp/a"), Why.UNPUBLISHED),
        (a_claim(source_kind=SourceKind.LEAKED_DRAFT), Why.UNPUBLISHED),
        (PROPOSED, None),
        (replace(PROPOSED, statement="We found otherwise."), Why.UNPUBLISHED),
        (replace(PROPOSED, source_kind=SourceKind.LEAKED_DRAFT), Why.UNPUBLISHED),
        *((a_claim(source_kind=kind), Why.UNPUBLISHED) for kind in OWN),
        *((a_claim(relays=kind), Why.UNPUBLISHED) for kind in OWN),
    ],
)
def test_why_a_claim_stays_out(claim: Claim, why: Why | None) -> None:
    files = {file.sha256: file for file in (PUBLIC, PURGED)}
    assert why_withheld(claim, files, {PROPOSED, replace(PROPOSED, source_kind=SourceKind.LEAKED_DRAFT)}) is why


@pytest.mark.parametrize("level", [one for one in Confidentiality if one is not Confidentiality.PUBLIC])
def test_a_file_decides_by_its_marking_also_once_it_was_purged(level: Confidentiality) -> None:
    for purged in (None, PURGED.purged):
        file = an_evidence(b"x", confidentiality=level, purged=purged)
        assert why_withheld(on(file, anchor=LOST), {file.sha256: file}, ()) is Why(level.value)


def test_a_claim_is_the_packs_until_its_words_change_wherever_it_was_looked_up() -> None:
    looked_up = replace(PROPOSED, anchor=LOST, evidence=PUBLIC.sha256)
    assert as_proposed(looked_up, {PROPOSED}) and not as_proposed(replace(looked_up, caveat="Ours"), {PROPOSED})
    assert as_proposed(replace(PROPOSED, pack=""), {replace(PROPOSED, pack="")}) is False


@pytest.mark.parametrize(
    ("address", "public"),
    [
        (" https://example.com/a ", True),
        ("https://example.com./a", True),
        ("https://corp.example.com/", True),
        ("https://me@example.com/", False),
        ("https://:secret@example.com/", False),
        ("https://localhost/", False),
        ("https://example/", False),
        ("https:///a", False),
        ("https://127.0.0.1/", False),
        ("http://10.0.0.8./a", False),
        ("http://93.184.216.34./a", True),
        ("http://10.1/a", False),
        ("http://10.0.0.0x8/a", False),
        *((f"https://wiki.{end}/", False) for end in ("local", "localhost", "localdomain", "internal", "intranet")),
        *((f"https://wiki.{end}./", False) for end in ("corp", "lan", "home", "private")),
    ],
)
def test_which_hosts_can_be_reached_from_outside(address: str, public: bool) -> None:
    assert is_public_address(address) is public
