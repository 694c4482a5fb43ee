"""How strong the sources of an answer are, and how many of them are independent: two citations of one source count once.

Two claims cite one source when they rest on the same evidence file or on revisions of one file, when they give the same address (apart from
fragment, `www.` and a closing slash; a file captured from an address counts as that address), or when they name the source alike (case and
spaces folded). A claim that only passes something on (`relays`) is no source of its own where the item also cites a document of the kind
that is passed on; without one, all that pass on the same kind count once: nothing shows that they did not read the same thing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from readiness_app.domain.ageing import is_expired
from readiness_app.domain.checklist import Item
from readiness_app.domain.claim import Claim
from readiness_app.domain.pack import folded
from readiness_app.domain.review import Answer, Evidence, Review
from readiness_app.domain.vocabulary import SourceKind, Stance

_STANCES = list(Stance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """What carries an answer on one day: its claims, and how many of those have expired.

    Of the others, `not_found` rest on a quote that their file does not hold, and count for nothing; of what is left, `independent` counts
    the sources and `strongest` is the strongest kind (None where nothing counts). `against` are claims of the other side, not expired.
    """

    claims: int
    expired: int
    independent: int
    strongest: SourceKind | None
    against: int
    not_found: int = 0


def strength(item: Item, answer: Answer, review: Review, on: date | None = None) -> Strength:
    """How strong the claims are that carry the answer: those that prevail once a conflict is resolved, else those that support it."""
    day = on or review.as_of
    carrying = answer.supporting
    fresh = [claim for claim in carrying if not is_expired(claim, item, review, day)]
    counting = [claim for claim in fresh if not claim.quote_missing]
    other = Stance.SUPPORTS if carrying and carrying[0].contradicts else Stance.CONTRADICTS
    against = [claim for claim in answer.claims if claim.stance is other and not is_expired(claim, item, review, day)]
    kinds = sorted((claim.effective_kind for claim in counting), key=lambda kind: kind.strength)
    return Strength(
        claims=len(carrying),
        expired=len(carrying) - len(fresh),
        independent=len(sources(counting, review)),
        strongest=kinds[0] if kinds else None,
        against=len(against),
        not_found=len(fresh) - len(counting),
    )


def ordered(claims: Sequence[Claim], item: Item, review: Review, on: date | None = None) -> tuple[Claim, ...]:
    """The claims as they are read: by stance, what has expired last, the strongest source first, citations of one source together."""
    day = on or review.as_of
    found: list[Claim] = []
    for stance in _STANCES:
        alike = [claim for claim in claims if claim.stance is stance]
        fresh = [claim for claim in alike if not is_expired(claim, item, review, day)]
        old = [claim for claim in alike if is_expired(claim, item, review, day)]
        found += [claim for part in (fresh, old) for group in sources(part, review) for claim in group]
    return tuple(found)


def repeats(claims: Sequence[Claim], review: Review) -> Mapping[str, str]:
    """Of claims in the order they are read, those that cite a source again: the claim's id, and the id of the claim that cited it first."""
    place = {claim.id: number for number, claim in enumerate(claims)}
    found: dict[str, str] = {}
    for stance in _STANCES:
        for group in sources([claim for claim in claims if claim.stance is stance], review):
            first, *others = sorted(group, key=lambda claim: place[claim.id])
            found |= {claim.id: first.id for claim in others}
    return found


def sources(claims: Sequence[Claim], review: Review) -> tuple[tuple[Claim, ...], ...]:
    """The claims grouped by the source they cite, the group with the strongest claim first, the strongest claim first in each."""
    if len(claims) < 2:
        return tuple((claim,) for claim in claims)  # asked for every stance of every item, and mostly there is nothing to compare
    groups = _joined_by_relay(_joined(claims, {evidence.sha256: evidence for evidence in review.evidence}))
    rank = {claim.id: (claim.effective_kind.strength, place) for place, claim in enumerate(claims)}
    inner = [tuple(sorted(group, key=lambda claim: rank[claim.id])) for group in groups]
    return tuple(sorted(inner, key=lambda group: rank[group[0].id]))


def _joined(claims: Iterable[Claim], files: Mapping[str, Evidence]) -> list[list[Claim]]:
    """Groups of claims that share a file, an address or a name, also by way of a third."""
    groups: list[tuple[set[str], list[Claim]]] = []
    for claim in claims:
        marks, members = _marks(claim, files), [claim]
        apart = []
        for known, held in groups:
            if known & marks:
                marks, members = known | marks, [*held, *members]
            else:
                apart.append((known, held))
        groups = [*apart, (marks, members)]
    return [members for _, members in groups]


def _marks(claim: Claim, files: Mapping[str, Evidence]) -> set[str]:
    found = {f"name {folded(claim.source)}"}
    addresses = [claim.address, claim.source if claim.source.strip().lower().startswith(("http://", "https://")) else ""]
    if claim.evidence:
        oldest = _oldest(claim.evidence, files)
        found.add(f"file {oldest}")
        addresses += [files[sha256].address for sha256 in {claim.evidence, oldest} if sha256 in files]
    return found | {f"address {plain}" for plain in map(plain_address, addresses) if plain}


def _oldest(sha256: str, files: Mapping[str, Evidence]) -> str:
    seen = {sha256}
    while (file := files.get(sha256)) is not None and file.replaces and file.replaces not in seen:
        sha256 = file.replaces
        seen.add(sha256)
    return sha256


@lru_cache(maxsize=4096)
def plain_address(address: str) -> str:
    """An address without what does not tell two sources apart: scheme, `www.`, fragment, closing slash; "" for an empty one."""
    text = address.strip()
    try:
        parts = urlsplit(text)
    except ValueError:  # such as a bracket left open
        return text.partition("#")[0].casefold()
    if not parts.netloc:
        return text.partition("#")[0].rstrip("/")
    return f"{parts.netloc.casefold().removeprefix('www.')}{parts.path.rstrip('/')}{'?' + parts.query if parts.query else ''}"


def _joined_by_relay(groups: list[list[Claim]]) -> list[list[Claim]]:
    """A group whose claims all pass something on goes to the first that cites such a document, or to the others that pass on the same."""
    direct = [group for group in groups if any(claim.relays is None for claim in group)]
    cited: dict[SourceKind, list[Claim]] = {}
    for group in direct:
        for claim in group:
            if claim.relays is None:
                cited.setdefault(claim.source_kind, group)
    apart: list[list[Claim]] = []
    for group in groups:
        if any(group is one for one in direct):
            continue
        kinds = [claim.relays for claim in group if claim.relays is not None]
        if all(kind in cited for kind in kinds):
            cited[kinds[0]].extend(group)
            continue
        alike = [other for other in apart if {claim.relays for claim in other} & set(kinds)]
        apart = [other for other in apart if not any(other is one for one in alike)]
        apart.append([claim for other in (*alike, group) for claim in other])
    return [*direct, *apart]
