"""What an answer must carry (rule 1). Not reviewed is not unknown; knowing is not approving."""

from collections.abc import Sequence
from datetime import date

from readiness_app.domain.checklist import Item
from readiness_app.domain.claim import Claim, SearchLine
from readiness_app.domain.review import Answer, RiskAcceptance
from readiness_app.domain.vocabulary import Knowledge, UnknownReason, Verdict


def problems_of_knowledge(
    knowledge: Knowledge,
    *,
    claims: Sequence[Claim] = (),
    unknown_reason: UnknownReason | None = None,
    search_log: Sequence[SearchLine] = (),
    asked: date | None = None,
    because: str = "",
) -> tuple[str, ...]:
    """What is missing before this knowledge may be recorded, one sentence each; empty when nothing is."""
    match knowledge:
        case Knowledge.KNOWN | Knowledge.PARTLY_KNOWN:
            return _without_support(knowledge, claims)
        case Knowledge.CONTESTED:
            return _without_both_sides(claims)
        case Knowledge.UNKNOWN:
            return _without_search(unknown_reason, search_log, asked)
        case Knowledge.NOT_APPLICABLE:
            return () if because.strip() else ("Say because of what it does not apply.",)
        case _:
            return ()


def _without_support(knowledge: Knowledge, claims: Sequence[Claim]) -> tuple[str, ...]:
    supporting = [claim for claim in claims if claim.supports]
    if not supporting:
        return ("Add at least one claim that supports it, with its source.",)
    if knowledge is Knowledge.KNOWN and all(claim.weak for claim in supporting):
        return ("Press, commentary and leaked drafts alone cannot make an item known. Mark it partly known, or add a stronger source.",)
    return ()


def _without_both_sides(claims: Sequence[Claim]) -> tuple[str, ...]:
    problems = []
    if not any(claim.supports for claim in claims):
        problems.append("Contested needs a supporting claim.")
    if not any(claim.contradicts for claim in claims):
        problems.append("Contested needs a contradicting claim.")
    return tuple(problems)


def _without_search(reason: UnknownReason | None, search_log: Sequence[SearchLine], asked: date | None) -> tuple[str, ...]:
    problems = []
    if reason is None:
        problems.append("Say why it is unknown.")
    if not search_log:
        problems.append("Add at least one line to the search log: where was looked, and for what.")
    if reason in (UnknownReason.DECLINED, UnknownReason.UNDER_NDA) and asked is None:
        problems.append("Give the date on which the vendor was asked.")
    return tuple(problems)


def problems_of_answer(item: Item, answer: Answer, *, in_scope: bool) -> tuple[str, ...]:
    """Everything rule 1 and rule 5 hold against this answer to this item."""
    problems = list(
        problems_of_knowledge(
            answer.knowledge,
            claims=answer.claims,
            unknown_reason=answer.unknown_reason,
            search_log=answer.search_log,
            asked=answer.asked,
            because=answer.because,
        )
    )
    if answer.verdict is not Verdict.UNDECIDED and not answer.reviewed:
        problems.append("A verdict needs reviewed knowledge: say first what is known.")
    if answer.knowledge is Knowledge.NOT_APPLICABLE and in_scope and item.gate is not None and item.gate.hard:
        problems.append("A hard gate cannot be marked not applicable; only an answer to the scope questions takes it out.")
    problems += [text for claim in answer.claims for text in _problems_of_claim(claim)]
    return tuple(problems)


def _problems_of_claim(claim: Claim) -> list[str]:
    problems = []
    if not claim.statement.strip():
        problems.append("A claim needs a statement.")
    if not claim.source.strip():
        problems.append("A claim needs a source.")
    if claim.page is not None and claim.page < 1:
        problems.append("A page number starts at 1.")
    return problems


def problems_of_acceptance(item: Item, answer: Answer, acceptance: RiskAcceptance, *, as_of: date) -> tuple[str, ...]:
    """Why this risk acceptance cannot be recorded on this item (rule 5); empty when it can."""
    problems = []
    if item.gate is not None and item.gate.hard:
        problems.append("This is a hard gate: it accepts no exception.")
    if not acceptable_gap(answer):
        problems.append("A risk can be accepted on an item that is partly known, unknown, contested, or known but not acceptable.")
    for value, name in (
        (acceptance.owner, "an owner"),
        (acceptance.rationale, "a rationale"),
        (acceptance.control, "a compensating control"),
    ):
        if not value.strip():
            problems.append(f"A risk acceptance needs {name}.")
    if acceptance.until < as_of:
        problems.append(f"The acceptance would end on {acceptance.until}, before the review's as-of date {as_of}.")
    return tuple(problems)


def acceptable_gap(answer: Answer) -> bool:
    """True where the state of the answer lets somebody accept its risk."""
    if answer.knowledge in (Knowledge.PARTLY_KNOWN, Knowledge.UNKNOWN, Knowledge.CONTESTED):
        return True
    return answer.knowledge is Knowledge.KNOWN and answer.verdict is Verdict.NOT_ACCEPTABLE
