"""What an answer must carry (rule 1). Not reviewed is not unknown; knowing is not approving."""

from collections.abc import Sequence
from datetime import date

from readiness_app.domain.checklist import Item
from readiness_app.domain.claim import Claim, SearchLine
from readiness_app.domain.review import Answer, RiskAcceptance
from readiness_app.domain.vocabulary import Knowledge, Stance, UnknownReason, Verdict


def problems_of_knowledge(
    knowledge: Knowledge,
    *,
    claims: Sequence[Claim] = (),
    prevailing: Sequence[str] | None = None,
    unknown_reason: UnknownReason | None = None,
    search_log: Sequence[SearchLine] = (),
    asked: date | None = None,
    because: str = "",
) -> tuple[str, ...]:
    """What is missing before this knowledge may be recorded, one sentence each; empty when nothing is.

    `prevailing` are the ids of the claims that carry it where a conflict was resolved; else every supporting claim does.
    """
    match knowledge:
        case Knowledge.KNOWN | Knowledge.PARTLY_KNOWN:
            carrying = [claim for claim in claims if (claim.supports if prevailing is None else claim.id in prevailing)]
            return _without_support(knowledge, carrying)
        case Knowledge.CONTESTED:
            return _without_both_sides(claims)
        case Knowledge.UNKNOWN:
            return _without_search(unknown_reason, search_log, asked)
        case Knowledge.NOT_APPLICABLE:
            return () if because.strip() else ("Say because of what it does not apply.",)
        case _:
            return ()


def _without_support(knowledge: Knowledge, carrying: Sequence[Claim]) -> tuple[str, ...]:
    if not carrying:
        return ("Add at least one claim that supports it, with its source.",)
    if knowledge is not Knowledge.KNOWN:
        return ()
    strong = [claim for claim in carrying if not claim.weak]
    if not strong:
        return ("Press, commentary and leaked drafts alone cannot make an item known. Mark it partly known, or add a stronger source.",)
    if all(claim.bare_link for claim in strong):
        return ("A bare link cannot make an item known: what stands there can change. Attach the saved page, or mark it partly known.",)
    return ()


def _without_both_sides(claims: Sequence[Claim]) -> tuple[str, ...]:
    problems = []
    if not any(claim.supports for claim in claims):
        problems.append("Contested needs a supporting claim.")
    if not any(claim.contradicts for claim in claims):
        problems.append("Contested needs a contradicting claim.")
    return tuple(problems)


def rests_on_missing_quotes(answer: Answer) -> bool:
    """True where what is known would not hold without the claims whose quotes were looked up and do not stand in their files."""
    if not any(claim.quote_missing for claim in answer.claims):
        return False
    if answer.knowledge is Knowledge.CONTESTED:
        return bool(_without_both_sides([claim for claim in answer.claims if not claim.quote_missing]))
    if answer.knowledge not in (Knowledge.KNOWN, Knowledge.PARTLY_KNOWN):
        return False
    left = [claim for claim in answer.supporting if not claim.quote_missing]
    return len(left) < len(answer.supporting) and bool(_without_support(answer.knowledge, left))


def problems_of_missing_quotes(before: Answer, after: Answer) -> tuple[str, ...]:
    """What is against a person's word that something is known, or good enough, by quotes that do not stand in their files.

    Only a new word is refused: whatever else is changed about such an answer, and what a look-up found, is kept.
    """
    if not rests_on_missing_quotes(after):
        return ()
    judged = after.verdict is not before.verdict and after.verdict in (Verdict.ACCEPTABLE, Verdict.ACCEPTABLE_WITH_CONTROL)
    confirmed = before.look_again is not None and after.look_again is None
    if not (judged or confirmed or (before.knowledge, before.resolution) != (after.knowledge, after.resolution)):
        return ()
    missing = ", ".join(claim.id for claim in after.claims if claim.quote_missing)
    return (
        f"It rests on quotes that were not found in their files, and a claim without its quote is no source: {missing}. "
        "Correct the quote or its page, or take the claim away and add another.",
    )


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
            prevailing=answer.resolution.prevails if answer.resolution else None,
            unknown_reason=answer.unknown_reason,
            search_log=answer.search_log,
            asked=answer.asked,
            because=answer.because,
        )
    )
    if answer.verdict is not Verdict.UNDECIDED and not answer.answered:
        problems.append("A verdict needs reviewed knowledge: say first what is known.")
    if answer.knowledge is Knowledge.NOT_APPLICABLE and in_scope and item.gate is not None and item.gate.hard:
        problems.append("A hard gate cannot be marked not applicable; only an answer to the scope questions takes it out.")
    problems += [text for claim in answer.claims for text in _problems_of_claim(claim)]
    return (*problems, *_problems_of_resolution(answer))


def _problems_of_resolution(answer: Answer) -> list[str]:
    resolution = answer.resolution
    if resolution is None:
        return []
    problems = [] if resolution.why.strip() else ["Say why these claims prevail."]
    if answer.knowledge not in (Knowledge.KNOWN, Knowledge.PARTLY_KNOWN):
        problems.append("A resolved conflict makes an item known or partly known; withdraw the resolution before you mark it otherwise.")
    bearing = {claim.id: claim.stance for claim in answer.claims if claim.supports or claim.contradicts}
    if not resolution.prevails or not bearing.keys() >= set(resolution.prevails):
        problems.append(
            "A conflict is resolved in favour of claims of this item; withdraw the resolution before you take such a claim away."
        )
    elif len({bearing[claim] for claim in resolution.prevails}) > 1:
        problems.append("Claims of one side prevail, not of both: what supports the item, or what contradicts it.")
    if len(set(bearing.values())) < 2:
        problems.append("Both sides of a resolved conflict stay; withdraw the resolution before you take a side away.")
    return problems


def problems_of_resolved(before: Answer, after: Answer) -> tuple[str, ...]:
    """What is against changing the claims of a conflict that is resolved: they were not weighed together with the new ones."""
    if before.resolution is None or after.resolution != before.resolution or _bearing(before) == _bearing(after):
        return ()
    return ("Its conflict was resolved over the claims it has; withdraw the resolution first, then change them and resolve it anew.",)


def _bearing(answer: Answer) -> set[tuple[str, Stance]]:
    return {(claim.id, claim.stance) for claim in answer.claims if claim.supports or claim.contradicts}


def problems_of_twins(before: Answer, after: Answer) -> tuple[str, ...]:
    """What is against a claim that is added: one with the same statement, source, quote and stance is there already."""
    there = {_content(claim): claim.id for claim in before.claims}
    held = {claim.id for claim in before.claims}
    new = [claim for claim in after.claims if claim.id not in held and _content(claim) in there]
    return tuple(
        f"It has this claim already, the same statement from the same source: {there[_content(claim)]}. Change or remove that one instead."
        for claim in new
    )


def _content(claim: Claim) -> tuple[str, str, str, Stance]:
    # Another quote of the same source is worth keeping: it shows another place where the statement stands.
    statement, source, quote = (" ".join(text.split()).casefold() for text in (claim.statement, claim.source, claim.quote))
    return statement, source, quote, claim.stance


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
    if answer.counted in (Knowledge.PARTLY_KNOWN, Knowledge.UNKNOWN, Knowledge.CONTESTED):
        return True
    return answer.counted is Knowledge.KNOWN and answer.verdict is Verdict.NOT_ACCEPTABLE
