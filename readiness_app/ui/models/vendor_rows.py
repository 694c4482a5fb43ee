"""Gaps and vendor replies as rows of a list, with their filters."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from readiness_app.domain.asking import Asking, askings, gaps, handling, vendor_can_answer
from readiness_app.domain.checklist import Item
from readiness_app.domain.gates import blocks_at, open_gates
from readiness_app.domain.replying import bearing
from readiness_app.domain.review import Answer, Review
from readiness_app.domain.vendor import VendorReply
from readiness_app.domain.vocabulary import AskState, Handling, ReplyState
from readiness_app.ui.marks import mark
from readiness_app.ui.models.rows import Fact, ListRow
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word

Words = Callable[[str], str]
_ICONS = {
    Handling.ASK_VENDOR: "send",
    Handling.CONDITION: "list-checks",
    Handling.ACCEPTANCE: "signature",
    Handling.LEFT_OPEN: "circle-minus",
}


class GapFilter(StrEnum):
    """Which gaps are shown."""

    ALL = "all"
    NOTHING = "nothing"
    TO_ASK = "to_ask"
    OUT = "out"
    OVERDUE = "overdue"
    REPLIED = "replied"
    CONDITION = "condition"
    ACCEPTANCE = "acceptance"
    LEFT_OPEN = "left_open"


def fits(chosen: GapFilter, answer: Answer, asking: Asking | None) -> bool:
    """True where a gap belongs into the list filtered like this."""
    state = asking.state if asking else None
    match chosen:
        case GapFilter.ALL:
            return True
        case GapFilter.NOTHING:
            return not handling(answer) and state in (None, AskState.ANSWERED)
        case GapFilter.TO_ASK:
            return answer.ask_vendor and state in (None, AskState.ANSWERED)
        case GapFilter.OUT:
            return state in (AskState.ASKED, AskState.OVERDUE)
        case GapFilter.OVERDUE:
            return state is AskState.OVERDUE
        case GapFilter.REPLIED:
            return state is AskState.REPLIED
        case _:
            return Handling(chosen.value) in handling(answer)


def gap_rows(review: Review, today: date, tr: Words) -> dict[GapFilter, list[ListRow]]:
    """The rows of every filter: all gaps, judged at the review's as-of date; what is out and overdue is judged today."""
    asked = askings(review, today)
    blocking = {gate.item.id for gate in open_gates(review)}
    found: dict[GapFilter, list[ListRow]] = {chosen: [] for chosen in GapFilter}
    for item in gaps(review):
        answer, asking = review.stored_answer(item.id), asked.get(item.id)
        row = _gap_row(item, answer, asking, item.id in blocking and blocks_at(item, review), tr)
        for chosen in GapFilter:
            if fits(chosen, answer, asking):
                found[chosen].append(row)
    return found


def _gap_row(item: Item, answer: Answer, asking: Asking | None, blocks: bool, tr: Words) -> ListRow:
    hard = item.gate is not None and item.gate.hard
    gate = (tr("Hard gate") if hard else tr("Blocks approval")) if blocks else ""
    chips = (mark(answer.counted), *((mark(asking.state),) if asking else ()))
    ways = [way for way in handling(answer) if way is not Handling.ASK_VENDOR or asking is None]  # when it was asked says more
    facts = [Fact(icon=_ICONS[way], text=word(way)) for way in ways]
    if asking is not None:
        facts.append(Fact(icon="calendar", text=asked_words(asking, tr), role=_role(asking.state)))
    elif not vendor_can_answer(item):
        facts.append(Fact(icon="building-2", text=tr("Not a vendor's to answer")))
    if not facts:
        facts.append(Fact(icon="circle-dashed", text=tr("Nothing done yet")))
    said = ". ".join(part for part in (gate, *(chip.text for chip in chips), *(fact.text for fact in facts)) if part)
    return ListRow(
        key=item.id,
        title=item.question,
        mono=item.id,
        lead=gate,
        lead_icon="shield-alert" if gate else "",
        lead_role="unknown" if gate else "text_3",
        chips=chips,
        facts=tuple(facts),
        sentence=f"{item.id}, {item.question} {said}",
    )


def _role(state: AskState) -> str:
    return "unknown" if state is AskState.OVERDUE else "text_3"


def asked_words(asking: Asking, tr: Words) -> str:
    """In which list and when it was asked, and until when an answer is wanted."""
    text = tr("Asked in {list} on {day}").format(list=asking.list, day=date_text(asking.asked))
    return tr("{asked}, wanted by {day}").format(asked=text, day=date_text(asking.due)) if asking.due else text


def reply_rows(review: Review, chosen: ReplyState, tr: Words) -> list[ListRow]:
    """The replies in this state, in the order in which they came."""
    return [_reply_row(review, reply, tr) for reply in review.replies if reply.state is chosen]


def _reply_row(review: Review, reply: VendorReply, tr: Words) -> ListRow:
    bears = mark(bearing(review, reply)) if reply.state is ReplyState.WAITING else mark(reply.state)
    facts = [Fact(icon="user", text=visible(reply.by) or tr("nobody named"))]
    if reply.list:
        facts.append(Fact(icon="send", text=tr("List {list}").format(list=reply.list)))
    if reply.dated:
        facts.append(Fact(icon="calendar", text=date_text(reply.dated)))
    title = visible(" ".join(reply.statement[:500].split()))
    said = ". ".join((bears.text, *(fact.text for fact in facts)))
    return ListRow(
        key=reply.id,
        title=title,
        mono=reply.id,
        lead=reply.item or tr("no item"),
        chips=(bears,),
        facts=tuple(facts),
        sentence=f"{reply.id}, {reply.item or tr('no item')}: {title}. {said}",
        tip=visible(reply.statement[:2000], keep="\n"),
    )
