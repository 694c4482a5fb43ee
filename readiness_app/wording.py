"""Words for every member of every closed list, for screen and paper alike."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from gettext import NullTranslations

from readiness_app.domain.claim import Anchor
from readiness_app.domain.conflicts import prevailing
from readiness_app.domain.lapses import Lapse
from readiness_app.domain.review import Answer
from readiness_app.domain.strength import Strength
from readiness_app.domain.vocabulary import (
    AnchorState,
    Answerer,
    AskState,
    Audience,
    Bearing,
    Confidence,
    Confidentiality,
    Difference,
    ExtractPart,
    GateMove,
    GateReason,
    GateState,
    Handling,
    Knowledge,
    LapseKind,
    LapseState,
    LookAgainReason,
    Outcome,
    Paper,
    QuoteFate,
    ReplyState,
    Role,
    ScopeAnswer,
    SourceKind,
    Stance,
    State,
    Tier,
    UnknownReason,
    Verdict,
)

# Keyed by class first: members of different StrEnums with the same value compare equal.
WORDS: dict[type[StrEnum], dict[str, str]] = {
    Tier: {
        "sandbox": "Sandbox",
        "internal": "Internal use",
        "customer-facing": "Customer-facing",
        "high-risk": "High risk",
    },
    Knowledge: {
        "not_reviewed": "Not reviewed",
        "known": "Known",
        "partly_known": "Partly known",
        "unknown": "Unknown",
        "contested": "Contested",
        "not_applicable": "Not applicable",
    },
    UnknownReason: {
        "searched_not_found": "Searched, not found",
        "declined": "Vendor declined to say",
        "under_nda": "Only under NDA",
        "not_yet_published": "Not yet published",
        "not_knowable": "Cannot be known",
    },
    Verdict: {
        "undecided": "Undecided",
        "acceptable": "Acceptable",
        "acceptable_with_control": "Acceptable with control",
        "not_acceptable": "Not acceptable",
    },
    SourceKind: {
        "contract": "Contract",
        "own_test": "Own test",
        "own_record": "Own record",
        "third_party_report": "Third-party report",
        "system_card": "System card",
        "documentation": "Documentation",
        "vendor_statement": "Vendor statement",
        "leaked_draft": "Leaked draft",
        "press": "Press",
        "commentary": "Commentary",
    },
    Stance: {
        "supports": "Supports",
        "contradicts": "Contradicts",
        "disputed": "Disputed",
        "background": "Background",
    },
    Confidence: {"high": "High", "medium": "Medium", "low": "Low"},
    Answerer: {
        "security": "Security",
        "privacy_legal": "Privacy and legal",
        "procurement": "Procurement",
        "safety_ml": "Safety and ML",
        "business_owner": "Business owner",
    },
    Role: {
        "reviewer": "Reviewer",
        "security": "Security",
        "privacy": "Privacy",
        "business_owner": "Business owner",
        "chair": "Chair",
        "executive_risk_owner": "Executive risk owner",
    },
    Outcome: {
        "approve": "Approve",
        "approve_with_conditions": "Approve with conditions",
        "defer": "Defer",
        "reject": "Reject",
    },
    Confidentiality: {
        "public": "Public",
        "internal": "Internal",
        "confidential": "Confidential",
        "under_nda": "Under NDA",
    },
    State: {"open": "Open", "sealed": "Sealed", "signed": "Signed"},
    GateState: {"clear": "Clear", "accepted": "Risk accepted", "open": "Open gate"},
    ScopeAnswer: {"yes": "Yes", "no": "No", "open": "Not answered yet"},
    GateReason: {
        "known_and_acceptable": "Known and acceptable",
        "marked_not_applicable": "Marked not applicable",
        "risk_accepted": "Risk accepted",
        "not_reviewed": "Not reviewed yet",
        "partly_known": "Only partly known",
        "unknown": "Unknown",
        "contested": "Sources disagree",
        "expired": "Evidence has expired",
        "quotes_missing": "Quotes are not in their files",
        "no_verdict": "No verdict yet",
        "control_not_named": "The control is not named",
        "not_acceptable": "Judged not acceptable",
        "acceptance_lapsed": "Risk acceptance has lapsed",
        "condition_lapsed": "A condition was not met in time",
        "unconfirmed": "Waits to be confirmed",
    },
    AnchorState: {
        "found": "Found in the file",
        "on_another_page": "Found on another page",
        "not_found": "Not found in the file",
        "cannot_be_checked": "Cannot be checked",
    },
    QuoteFate: {
        "still_there": "Still there",
        "moved": "Moved",
        "changed": "Changed",
        "gone": "Gone",
        "never_found": "Not found before either",
        "cannot_be_checked": "Cannot be checked",
        "no_quote": "Has no quote",
    },
    LookAgainReason: {
        "inherited": "Inherited, unconfirmed",
        "text_changed": "Text changed, look again",
        "source_changed": "Source changed, look again",
    },
    ReplyState: {"waiting": "Waiting", "adopted": "Adopted", "set_aside": "Set aside"},
    Difference: {
        "resolved": "Resolved",
        "partly_resolved": "Partly resolved",
        "newly_unknown": "Newly unknown",
        "changed": "Changed",
        "new": "New",
        "removed": "Removed",
        "same": "Same",
    },
    GateMove: {"opened": "Gate opened", "closed": "Gate closed", "still_open": "Gate still open", "settled": "Gate settled"},
    AskState: {"asked": "With the vendor", "overdue": "Overdue", "replied": "Reply waits for you", "answered": "Answered"},
    Bearing: {"applies": "Applies", "differs": "Differs", "conflicts": "Conflicts", "unmatched": "Not matched"},
    Handling: {"ask_vendor": "Ask the vendor", "condition": "Condition", "acceptance": "Risk accepted", "left_open": "Left open"},
    Paper: {"a4": "A4", "letter": "US Letter"},
    LapseKind: {
        "acceptance": "Risk acceptance",
        "condition": "Condition",
        "evidence": "Evidence",
        "decision": "Decision",
        "questions": "Questions to the vendor",
    },
    LapseState: {"lapsed": "Lapsed", "soon": "Within 30 days", "later": "Later"},
    Audience: {"vendor": "The vendor", "procurement": "Procurement"},
    ExtractPart: {
        "decision": "What was decided, and until when",
        "conditions": "Conditions on what the vendor is asked",
        "rationale": "Why it was decided",
        "answers": "The vendor's answers that are marked internal",
    },
}

# One sentence each, where the word alone leaves room for doubt.
MEANINGS: dict[type[StrEnum], dict[str, str]] = {
    Tier: {
        "sandbox": "Tried out with made-up data; nothing depends on it.",
        "internal": "Used by our own people, with our own data.",
        "customer-facing": "What it says or does reaches customers.",
        "high-risk": "What it says or does can seriously harm people, rights or the business.",
    },
    Knowledge: {
        "not_reviewed": "Nobody has looked yet.",
        "known": "A good source answers the whole question.",
        "partly_known": "Part of the question is answered, or only weak sources answer it.",
        "unknown": "Somebody searched and found no answer; say why and where.",
        "contested": "Acceptable sources disagree and nobody has said yet which prevails.",
        "not_applicable": "The question does not concern this use; say because of what.",
    },
    UnknownReason: {
        "searched_not_found": "The search log says where; no answer turned up.",
        "declined": "The vendor was asked and would not answer.",
        "under_nda": "The answer exists, but may be read only under a confidentiality agreement.",
        "not_yet_published": "The vendor has announced an answer that is not out yet.",
        "not_knowable": "Nobody can know this today.",
    },
    Verdict: {
        "undecided": "Nobody has judged yet whether this is good enough.",
        "acceptable": "What is known is good enough for this use.",
        "acceptable_with_control": "Good enough as long as the named control is in place.",
        "not_acceptable": "What is known is not good enough for this use.",
    },
    Stance: {
        "supports": "Answers the question.",
        "contradicts": "Speaks against what others say.",
        "disputed": "A better source corrects it; it supports nothing.",
        "background": "Worth knowing, but it supports nothing.",
    },
    Outcome: {
        "approve": "Every gate is clear.",
        "approve_with_conditions": "Every gate is clear or its risk accepted, and every condition has an owner, a date and a proof.",
        "defer": "Not yet: too much is still open.",
        "reject": "No: not for this use.",
    },
    Confidentiality: {
        "public": "Anyone may read it; embedded in the report and shown in extracts.",
        "internal": "Our own people may read it; embedded in the report, left out of extracts.",
        "confidential": "Listed in the report by its hash, not embedded.",
        "under_nda": "Listed in the report by its hash, not embedded.",
    },
    Difference: {
        "resolved": "It was open before and is known now.",
        "partly_resolved": "It was unknown before; a part of it is answered now.",
        "newly_unknown": "It was not unknown before; now somebody searched and found no answer.",
        "changed": "The answer, its claims or the words of the question are not what they were.",
        "new": "Only the second asks or answers it.",
        "removed": "Only the first asks or answers it.",
        "same": "Nothing about it has changed.",
    },
    AskState: {
        "asked": "The question was sent; no reply has come back.",
        "overdue": "The day by which an answer was wanted has passed.",
        "replied": "A reply came back; adopt it or set it aside.",
        "answered": "A person decided on the reply.",
    },
    Bearing: {
        "applies": "Nothing else is known about the item.",
        "differs": "Something else has been said about the item already.",
        "conflicts": "A person has answered or judged the item already; say what is known now.",
        "unmatched": "The row matches no question that was asked; assign it to an item, or set it aside.",
    },
    GateState: {
        "clear": "Nothing stands in the way here.",
        "accepted": "A named person carries this gap until a date.",
        "open": "Blocks approval until it is clear or its risk is accepted.",
    },
    Audience: {
        "vendor": "Open questions and what public sources say. No name, note, figure, gate or accepted risk of this review.",
        "procurement": "Decision, conditions, signatories, figures, gates, gaps, the vendor's answers and public sources.",
    },
    ExtractPart: {
        "decision": "Without the reasons. It says too whether everybody has signed.",
        "conditions": "What must be done, by when and with which proof, as it was written; without who is to do it.",
        "rationale": "As it was written. Read it first: it may speak of what stays out.",
        "answers": "Answers in files that are confidential or under NDA stay out all the same.",
    },
}

_catalogue = NullTranslations()


def use_catalogue(catalogue: NullTranslations) -> None:
    """Take words from this gettext catalogue from now on; a catalogue without a word gives the English one."""
    global _catalogue
    _catalogue = catalogue


def word(member: StrEnum) -> str:
    """The word for an enum member, as shown on screen and on paper; KeyError for a list that has no words."""
    return _catalogue.gettext(WORDS[type(member)][member.value])


def meaning(member: StrEnum) -> str:
    """One sentence that explains the member, or an empty text where the word says it all."""
    sentence = MEANINGS.get(type(member), {}).get(member.value, "")
    return _catalogue.gettext(sentence) if sentence else ""


def quote_words(anchor: Anchor, title: str, cited: int | None, why: str = "") -> str:
    """One sentence that says what looking a quote up in the file of this title gave; `cited` is the page it was said to be on."""
    title = one_line(title)
    match anchor.state:
        case AnchorState.FOUND:
            return f"Quote found on page {anchor.page} of {title}." if anchor.page else f"Quote found in {title}."
        case AnchorState.ON_ANOTHER_PAGE:
            return f"Quote found on page {anchor.page} of {title}, not on page {cited}."
        case AnchorState.NOT_FOUND:
            return f"Quote not found in {title}."
        case _:
            return f"Quote cannot be checked in {title}{f', because {why}' if why else ''}."


def one_line(text: str) -> str:
    """A title inside a sentence: on one line, without a stop at its end."""
    return " ".join(text.split()).rstrip(".")


def percent(share: float) -> int:
    """A share of 0 to 1 in whole per cent, rounded down: only a full share is 100 and only an empty one is 0."""
    if 0 < share < 1:
        return min(99, max(1, int(share * 100 + 1e-9)))
    return round(share * 100)


def strength_words(found: Strength) -> str:
    """What carries an answer, such as `3 claims, 2 independent sources, strongest: contract`; empty where nothing does."""
    against = _catalogue.ngettext("{count} claim against it", "{count} claims against it", found.against).format(count=found.against)
    if not found.claims:
        return against if found.against else ""
    said = _catalogue.ngettext("{count} claim", "{count} claims", found.claims).format(count=found.claims)
    if found.expired == found.claims:
        said = _catalogue.gettext("{claims}, expired").format(claims=said)
    else:
        aged = _catalogue.gettext(" ({count} expired)").format(count=found.expired) if found.expired else ""
        said += aged
    if found.strongest is not None:
        sources = _catalogue.ngettext("{count} source", "{count} independent sources", found.independent).format(count=found.independent)
        said = f"{said}, {sources}, {_catalogue.gettext('strongest: {kind}').format(kind=inside(found.strongest))}"
    if found.not_found:
        said += ", " + _catalogue.ngettext("{count} quote not found", "{count} quotes not found", found.not_found).format(
            count=found.not_found
        )
    return f"{said}; {against}" if found.against else said


def resolution_words(answer: Answer, day: str) -> str:
    """Who resolved the conflict of an answer on which day, what prevails and why; empty where nothing is resolved."""
    if answer.resolution is None:
        return ""
    named = list(dict.fromkeys(f"{inside(claim.effective_kind)} ({claim.source})" for claim in prevailing(answer)))
    won = _catalogue.ngettext("the {what} prevails", "these prevail: {what}", len(named)).format(what="; ".join(named))
    told = _catalogue.gettext("Resolved by {name} on {day}: {won}, because: {why}")
    return told.format(name=answer.resolution.by, day=day, won=won, why=answer.resolution.why)


def lapse_lines(found: Sequence[Lapse], day: Callable[[date], str]) -> list[str]:
    """One sentence for each thing that has lapsed or lapses, in the order given; evidence of several items is told once a state."""
    lines: list[str] = []
    grouped: set[LapseState] = set()
    for lapse in found:
        alike = [one for one in found if one.kind is LapseKind.EVIDENCE and one.state is lapse.state]
        if lapse.kind is not LapseKind.EVIDENCE or len(alike) == 1:
            lines.append(_lapse_line(lapse, lapse_words(lapse), day))
        elif lapse.state not in grouped:
            grouped.add(lapse.state)
            past = lapse.state is LapseState.LAPSED
            told = "Evidence of {count} items has ended, of {item} first, on {day}"
            told = told if past else "Evidence of {count} items ends, of {item} first, on {day}"
            lines.append(_catalogue.gettext(told).format(count=len(alike), item=lapse.item, day=day(lapse.day)))
    return lines


def _lapse_line(lapse: Lapse, what: str, day: Callable[[date], str]) -> str:
    past = lapse.state is LapseState.LAPSED
    if lapse.kind in (LapseKind.CONDITION, LapseKind.QUESTIONS):
        told = "Was due on {day}: {what}" if past else "Due on {day}: {what}"
    else:
        told = "Ended on {day}: {what}" if past else "Ends on {day}: {what}"
    opens = _catalogue.gettext("; its gate opens again") if lapse.reopens and not past else ""
    return _catalogue.gettext(told).format(day=day(lapse.day), what=what) + opens


def lapse_words(lapse: Lapse) -> str:
    """What lapses and whom to turn to, as it stands inside a sentence."""
    told = {
        LapseKind.ACCEPTANCE: "the risk acceptance of {item} ({owner})",
        LapseKind.CONDITION: "{what} (condition on {item}, {owner})",
        LapseKind.EVIDENCE: "the evidence of {item} ({what})",
        LapseKind.DECISION: "the decision",
        LapseKind.QUESTIONS: "{what} ({owner})",
    }
    return _catalogue.gettext(told[lapse.kind]).format(item=lapse.item, what=lapse.what.rstrip("."), owner=lapse.owner)


def inside(member: StrEnum) -> str:
    """The word for an enum member as it stands inside a sentence: `Safety and ML` gives `safety and ML`."""
    name = word(member)
    return name[:1].lower() + name[1:]
