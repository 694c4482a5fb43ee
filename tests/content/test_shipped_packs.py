"""The packs that are shipped: counts, rules, and a place for every fact."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from readiness_app import assets
from readiness_app.domain.answering import problems_of_knowledge
from readiness_app.domain.claim import Claim
from readiness_app.domain.pack import Pack
from readiness_app.domain.vocabulary import Confidence, Knowledge, SourceKind, Stance, UnknownReason
from readiness_app.exchange.checklist_files import built_in_checklist
from readiness_app.exchange.pack_files import built_in_pack, built_in_packs, encode_pack, pack_problems

LEAK, PREVIEW, BASELINE = "claude-mythos-2026-03-29", "claude-mythos-preview-2026-05-31", "claude-4-6-baseline-2026-03-29"
ROWS = [f"A-{n:02d}" for n in range(1, 82)] + [f"B-{n:02d}" for n in range(1, 53)]
DISPUTED = {"A-06", "A-41", "A-47", "A-53", "A-80", "B-01", "B-15", "B-22", "B-23", "B-26"}
UNCONFIRMED = {"A-04", "A-55", "A-56", "A-79", "B-24", "B-25"}
OWN_ITEMS = (
    "ACC-08 PRV-12 PRV-14 AGT-02 AGT-03 AGT-04 AGT-06 AGT-07 AGT-08 REG-01 REG-02 REG-04 REG-05 "
    "DEC-01 DEC-02 DEC-03 DEC-04 DEC-05 OPS-01 OPS-02 OPS-03 OPS-04 OPS-05 OPS-06 OPS-07"
)


@pytest.fixture(params=[LEAK, PREVIEW, BASELINE])
def pack(request: pytest.FixtureRequest) -> Pack:
    return built_in_pack(request.param)


def claims(pack: Pack) -> Iterator[Claim]:
    for proposal in pack.proposals:
        yield from proposal.claims
    yield from pack.background


def rows(claim: Claim) -> set[str]:
    return set(re.findall(r"[AB]-\d\d", claim.row))


def all_claims() -> list[Claim]:
    return [claim for pack in built_in_packs() for claim in claims(pack)]


def strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        yield from (text for key, value in node.items() for text in (key, *strings(value)))
    elif isinstance(node, list):
        yield from (text for value in node for text in strings(value))


def test_each_file_is_valid_and_written_as_we_write(pack: Pack) -> None:
    content = assets.resource_bytes("packs", f"{pack.id}.json")
    assert pack_problems(content, built_in_checklist("frontier-deployment")) == ()
    assert content == encode_pack(pack)


@pytest.mark.parametrize(("pack_id", "known", "partly", "unknown"), [(LEAK, 0, 21, 62), (PREVIEW, 22, 41, 20), (BASELINE, 4, 20, 59)])
def test_counts_of_knowledge(pack_id: str, known: int, partly: int, unknown: int) -> None:
    counted = Counter(proposal.knowledge for proposal in built_in_pack(pack_id).proposals)
    assert (counted[Knowledge.KNOWN], counted[Knowledge.PARTLY_KNOWN], counted[Knowledge.UNKNOWN]) == (known, partly, unknown)
    assert counted.total() == 83


def test_a_pack_is_silent_on_the_buyers_own_items(pack: Pack) -> None:
    items = {item.id for item in built_in_checklist("frontier-deployment").items()}
    assert items - {proposal.item for proposal in pack.proposals} == set(OWN_ITEMS.split())


def test_every_proposal_can_be_adopted(pack: Pack) -> None:
    for proposal in pack.proposals:
        missing = problems_of_knowledge(
            proposal.knowledge, claims=proposal.claims, unknown_reason=proposal.unknown_reason, search_log=proposal.search_log
        )
        assert missing == (), proposal.item


def test_every_row_has_its_place() -> None:
    placed = {row for claim in all_claims() for row in rows(claim)}
    assert [row for row in ROWS if row not in placed] == []
    assert placed <= set(ROWS)


def test_an_unknown_carries_reason_and_search_of_the_pack_itself(pack: Pack) -> None:
    checklist = built_in_checklist(pack.checklist)
    for proposal in pack.proposals:
        if proposal.knowledge is Knowledge.UNKNOWN:
            (line,) = proposal.search_log
            assert (line.by, line.when) == (f"pack {pack.id}", pack.as_of)
            assert line.what == checklist.item(proposal.item).question
            assert all(claim.stance in (Stance.BACKGROUND, Stance.DISPUTED) for claim in proposal.claims), proposal.item


def test_only_four_unknowns_wait_for_publication() -> None:
    reasons = {(pack.id, p.item): p.unknown_reason for pack in built_in_packs() for p in pack.proposals if p.unknown_reason}
    waiting = {key for key, reason in reasons.items() if reason is UnknownReason.NOT_YET_PUBLISHED}
    assert waiting == {(LEAK, item) for item in ("MOD-02", "RSK-04", "EXT-01", "PRV-09")}
    assert set(reasons.values()) == {UnknownReason.NOT_YET_PUBLISHED, UnknownReason.SEARCHED_NOT_FOUND}


def test_corrected_rows_are_disputed_everywhere_and_say_by_what() -> None:
    found = [claim for claim in all_claims() if rows(claim) & DISPUTED]
    assert {row for claim in found for row in rows(claim)} == DISPUTED
    for claim in found:
        assert claim.stance is Stance.DISPUTED, claim.id
        assert claim.correction and claim.correction.statement and claim.correction.source and claim.correction.dated, claim.id
        assert claim.quote == "", claim.id


def test_nothing_else_is_disputed() -> None:
    assert {row for claim in all_claims() if claim.stance is Stance.DISPUTED for row in rows(claim)} == DISPUTED


def test_unconfirmed_rows_are_of_low_confidence() -> None:
    for claim in all_claims():
        if rows(claim) & UNCONFIRMED:
            assert claim.confidence is Confidence.LOW, claim.id


def test_what_was_read_on_the_fan_site_stays_commentary() -> None:
    for claim in all_claims():
        assert (claim.source_kind is SourceKind.COMMENTARY) or not claim.row, claim.id
        assert ("fan site" in claim.source) == bool(claim.row), claim.id


def test_known_items_of_the_baseline_cite_primary_documents() -> None:
    known = {p.item: p for p in built_in_pack(BASELINE).proposals if p.knowledge is Knowledge.KNOWN}
    assert set(known) == {"MOD-02", "EXT-01", "PRV-01", "PRV-02"}
    assert all(any(claim.supports and not claim.weak and claim.address for claim in p.claims) for p in known.values())


@pytest.mark.parametrize("item", ["SEC-03", "SEC-05"])
@pytest.mark.parametrize("pack_id", [LEAK, BASELINE])
def test_the_page_with_an_impossible_date_says_so(pack_id: str, item: str) -> None:
    proposal = built_in_pack(pack_id).proposal(item)
    assert proposal
    told = [claim.caveat for claim in proposal.claims if claim.row.startswith("B")]
    assert told
    assert all("31 March" in caveat for caveat in told)


def test_claims_are_checked_on_the_packs_day_and_numbered(pack: Pack) -> None:
    for proposal in pack.proposals:
        assert [claim.id for claim in proposal.claims] == [f"{pack.id}:{proposal.item}:{n}" for n in range(1, len(proposal.claims) + 1)]
    assert all(claim.checked == pack.as_of and claim.pack == pack.id for claim in claims(pack))


def test_no_source_is_younger_than_its_pack(pack: Pack) -> None:
    assert [claim.id for claim in claims(pack) if claim.dated and claim.dated > pack.as_of] == []


def test_the_later_pack_knows_the_models_first_name() -> None:
    assert built_in_pack(PREVIEW).subject.is_about("anthropic", "Claude  Mythos")
    assert not built_in_pack(LEAK).subject.is_about("Anthropic", "Claude Sonnet 4.6")
    assert built_in_pack(BASELINE).subject.is_about("Anthropic", "claude opus 4.6")


@pytest.mark.parametrize("folder", ["checklists", "packs"])
def test_working_words_stay_out(folder: str) -> None:
    forbidden = re.compile(r"seed|txt|check \d", re.IGNORECASE)
    for name in assets.names(folder, ".json"):
        texts = strings(msgspec.json.decode(assets.resource_bytes(folder, name)))
        assert [text for text in texts if forbidden.search(text)] == [], name
