"""Everything the pages ask about a review, worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass

from readiness_app.domain.ageing import only_expired
from readiness_app.domain.checklist import Item
from readiness_app.domain.claim import Claim
from readiness_app.domain.computed import answer_to
from readiness_app.domain.confidentiality import embedded
from readiness_app.domain.deciding import conditions
from readiness_app.domain.gates import GateStanding, acceptances, gates
from readiness_app.domain.measures import Measures, knowledge_by_section, measures
from readiness_app.domain.review import Answer, Condition, Evidence, Review, RiskAcceptance, evidence_of
from readiness_app.domain.scope import answer_to as scope_answer
from readiness_app.domain.vocabulary import GateState, Knowledge, Role, ScopeAnswer
from readiness_app.report.dates import Due, dues
from readiness_app.report.strengths import KindOfSource, kinds_of_source, on_one_source
from readiness_app.report.style import SHEETS, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A review and what follows from it, for the pages. `uses` maps a file's hash to the items that point to it."""

    review: Review
    record: bytes
    digest: str
    final: bool
    fields: Mapping[Role, str]
    seal_field: str
    sheet: Sheet
    measures: Measures
    sections: tuple[tuple[str, str, Mapping[Knowledge, int]], ...]
    gates: Mapping[str, GateStanding]
    items: tuple[Item, ...]
    answers: Mapping[str, Answer]
    expired: frozenset[str]
    acceptances: tuple[tuple[Item, RiskAcceptance], ...]
    conditions: tuple[tuple[str, Condition], ...]
    numbers: Mapping[str, int]
    embedded: frozenset[str]
    uses: Mapping[str, tuple[str, ...]]
    open_scope: tuple[str, ...]
    sources: tuple[KindOfSource, ...]
    on_one_source: tuple[str, ...]
    dues: tuple[Due, ...]

    @property
    def seal(self) -> str:
        """The fingerprint of the seal that certifies this report; empty for a draft and for a record that names none."""
        return self.review.sealing.seal if self.final and self.seal_field and self.review.sealing else ""

    @property
    def unknowns(self) -> tuple[Item, ...]:
        """The items in scope that somebody looked for and did not find."""
        return tuple(item for item in self.items if self.answers[item.id].knowledge is Knowledge.UNKNOWN)

    @property
    def computed_waiting(self) -> tuple[str, ...]:
        """The items that the program answers and that do not hold yet; they count as not reviewed."""
        return tuple(item.id for item in self.items if item.computed and not self.answers[item.id].reviewed)

    def open_gates(self) -> tuple[GateStanding, ...]:
        """Open gates, hard ones first, then in the checklist's order."""
        standing = [gate for gate in self.gates.values() if gate.state is GateState.OPEN]
        return tuple(sorted(standing, key=lambda gate: not (gate.item.gate and gate.item.gate.hard)))

    def number(self, claim: Claim) -> int | None:
        """The evidence number of a claim that points to a file of this review."""
        return self.numbers.get(claim.evidence)


def facts_of(review: Review, *, record: bytes, digest: str, fields: Mapping[Role, str], final: bool, seal_field: str = "") -> Facts:
    """Works everything out; pure."""
    items = tuple(review.items_in_scope())
    answers = {item.id: answer_to(item, review) for item in items}
    return Facts(
        review=review,
        record=record,
        digest=digest,
        final=final,
        fields=fields,
        seal_field=seal_field,
        sheet=SHEETS[review.frame.paper],
        measures=measures(review),
        sections=knowledge_by_section(review),
        gates={gate.item.id: gate for gate in gates(review)},
        items=items,
        answers=answers,
        expired=frozenset(item.id for item in items if only_expired(item, answers[item.id], review, review.as_of)),
        acceptances=acceptances(review),
        conditions=conditions(review),
        numbers={evidence.sha256: number for number, evidence in enumerate(review.evidence, 1)},
        embedded=frozenset(evidence.sha256 for evidence in embedded(review)),
        uses=_uses(review),
        open_scope=_open_scope(review),
        sources=kinds_of_source(answers),
        on_one_source=on_one_source(items, answers, review),
        dues=dues(review),
    )


def _uses(review: Review) -> dict[str, tuple[str, ...]]:
    uses: dict[str, list[str]] = {evidence.sha256: [] for evidence in review.evidence}
    for item in review.checklist.items():
        for sha256 in evidence_of(review.stored_answer(item.id)):
            if sha256 in uses:
                uses[sha256].append(item.id)
    return {sha256: tuple(items) for sha256, items in uses.items()}


def _open_scope(review: Review) -> tuple[str, ...]:
    return tuple(q.key for q in review.checklist.scope if scope_answer(q.key, review.frame.scope) is ScopeAnswer.OPEN)


def is_listed_only(facts: Facts, evidence: Evidence) -> bool:
    """True for a file whose bytes are not inside the report."""
    return evidence.sha256 not in facts.embedded
