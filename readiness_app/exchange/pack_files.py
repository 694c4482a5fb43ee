"""Pack files: read, checked against schema, rule and checklist, and written."""

from collections.abc import Iterator
from functools import cache

import msgspec

from readiness_app import assets
from readiness_app.domain.answering import problems_of_knowledge
from readiness_app.domain.checklist import Checklist
from readiness_app.domain.claim import Claim
from readiness_app.domain.errors import InvalidFile, NotFound
from readiness_app.domain.pack import Pack, Proposal
from readiness_app.domain.vocabulary import Knowledge, Stance
from readiness_app.exchange.json_files import Source, decoded, encoded, problems, read_json

FORMAT = "readiness-pack"
QUOTE_LIMIT = 15
_PROPOSABLE = (Knowledge.KNOWN, Knowledge.PARTLY_KNOWN, Knowledge.UNKNOWN, Knowledge.CONTESTED)


def load_pack(source: Source, checklist: Checklist | None = None) -> Pack:
    """The pack in a foreign file (path or bytes), checked against its checklist where one is given.

    Raises Unreadable, or InvalidFile with every problem and its place.
    """
    document = read_json(source)
    found = problems(document, assets.schema("pack"))
    pack = None if found else decoded(document, Pack, _name(source))
    found = found or (problems_in_pack(pack, checklist) if pack else ())
    if found or pack is None:
        raise InvalidFile(f"{_name(source)} is not a pack that can be used: {found[0]}. It was not taken in; correct the file.", found)
    return pack


def pack_problems(source: Source, checklist: Checklist | None = None) -> tuple[str, ...]:
    """Every problem of a pack file with its place; empty for a good one. Raises Unreadable where it cannot be read at all."""
    try:
        load_pack(source, checklist)
    except InvalidFile as error:
        return error.problems or (str(error),)
    return ()


def encode_pack(pack: Pack) -> bytes:
    """The pack as the bytes of a file, pretty-printed, fields at their default left out."""
    return encoded(pack, FORMAT)


@cache
def built_in_packs() -> tuple[Pack, ...]:
    """The packs that are shipped, oldest first; decoded only, tests have checked them."""
    decoder = msgspec.json.Decoder(Pack)
    found = [decoder.decode(assets.resource_bytes("packs", name)) for name in assets.names("packs", ".json")]
    return tuple(sorted(found, key=lambda pack: (pack.as_of, pack.id)))


def built_in_pack(pack_id: str) -> Pack:
    """The shipped pack with this id; raises NotFound with the ids there are."""
    for pack in built_in_packs():
        if pack.id == pack_id:
            return pack
    known = ", ".join(pack.id for pack in built_in_packs())
    raise NotFound(f"There is no pack {pack_id} here. Nothing was changed; there are {known}.")


def problems_in_pack(pack: Pack, checklist: Checklist | None = None) -> tuple[str, ...]:
    """What no schema can see: proposals that could not be adopted, long quotes, ids that are wrong or given twice."""
    proposals = [(f"$.proposals[{number}]", proposal) for number, proposal in enumerate(pack.proposals)]
    return (
        *(text for place, proposal in proposals for text in _proposal_problems(place, proposal)),
        *_repeated_items(proposals),
        *_claims_problems(pack),
        *(_against_checklist(pack, checklist) if checklist else ()),
    )


def _proposal_problems(place: str, proposal: Proposal) -> Iterator[str]:
    if proposal.knowledge not in _PROPOSABLE:
        yield f"{place}.knowledge: {proposal.item} is proposed as {proposal.knowledge.value}; only a person can say that"
    missing = problems_of_knowledge(
        proposal.knowledge, claims=proposal.claims, unknown_reason=proposal.unknown_reason, search_log=proposal.search_log
    )
    for text in missing:
        yield f"{place}: {proposal.item} could not be adopted as {proposal.knowledge.value}. {text}"
    if proposal.knowledge is not Knowledge.UNKNOWN and proposal.unknown_reason is not None:
        yield f"{place}.unknown_reason: {proposal.item} is {proposal.knowledge.value}, so it needs no reason for being unknown"


def _repeated_items(proposals: list[tuple[str, Proposal]]) -> Iterator[str]:
    seen: set[str] = set()
    for place, proposal in proposals:
        if proposal.item in seen:
            yield f"{place}.item: {proposal.item} is proposed twice; put its claims together"
        seen.add(proposal.item)


def _claims_problems(pack: Pack) -> Iterator[str]:
    seen: set[str] = set()
    for place, claim in _placed(pack):
        if claim.id in seen:
            yield f"{place}.id: the claim id {claim.id} is given twice; every one must be its own"
        seen.add(claim.id)
        if claim.pack != pack.id:
            yield f'{place}.pack: must name this pack, {pack.id}, not "{claim.pack}"'
        if len(claim.quote.split()) > QUOTE_LIMIT:
            yield f"{place}.quote: {len(claim.quote.split())} words; at most {QUOTE_LIMIT} may be quoted"
        if claim.stance is Stance.DISPUTED and claim.correction is None:
            yield f"{place}.correction: a disputed claim says what the better source says"


def _against_checklist(pack: Pack, checklist: Checklist) -> Iterator[str]:
    if pack.checklist != checklist.id:
        yield f"$.checklist: the pack is for {pack.checklist}, not for {checklist.id}"
        return
    items = {item.id: item for item in checklist.items()}
    for number, proposal in enumerate(pack.proposals):
        item = items.get(proposal.item)
        if item is None:
            yield f"$.proposals[{number}].item: {checklist.title} {checklist.version} has no item {proposal.item}"
        elif item.computed:
            yield f"$.proposals[{number}].item: {proposal.item} is answered by the program; a pack cannot propose it"


def _placed(pack: Pack) -> Iterator[tuple[str, Claim]]:
    for p, proposal in enumerate(pack.proposals):
        for c, claim in enumerate(proposal.claims):
            yield f"$.proposals[{p}].claims[{c}]", claim
    for c, claim in enumerate(pack.background):
        yield f"$.background[{c}]", claim


def _name(source: Source) -> str:
    return "The file" if isinstance(source, bytes) else source.name
