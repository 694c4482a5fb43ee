"""Every item in scope, section by section, with all that was answered."""

from collections.abc import Iterator, Sequence

from readiness_app.domain.checklist import Item, Section
from readiness_app.domain.computed import UNANSWERED
from readiness_app.domain.review import Answer, evidence_of
from readiness_app.domain.strength import strength
from readiness_app.domain.vocabulary import GateState, Knowledge
from readiness_app.report import drawing, style
from readiness_app.report.boxes import Box, Columns, Stack
from readiness_app.report.drawing import LABEL_WIDTH, chips, heading, labelled, paragraph
from readiness_app.report.facts import Facts
from readiness_app.report.glyphs import one_line
from readiness_app.report.pages.claims import claim_groups
from readiness_app.report.pages.shared import ITEM, SECTION, UNKNOWN, evidence_link, item_links, reason_words, search_words, state_chips
from readiness_app.report.style import BODY, SMALL, WIDTH, Face
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Span
from readiness_app.report.words import count, day, gate_words, inside, listed
from readiness_app.wording import resolution_words, strength_words, word

INNER = WIDTH - LABEL_WIDTH
_HANDLED = SMALL.on(style.FAINT)
# The margin's id stands on the line of the question beside it.
_ID_H3, _ID_H4 = Face("Mono", 8, 18, style.ACCENT), Face("Mono", 8, 15, style.ACCENT)


def items_intro(facts: Facts) -> Iterator[Box]:
    """The heading before the first section."""
    yield heading("Items", 1, WIDTH, place="items")
    words = (
        "Every item that applies, in the checklist's order. What is known and whether it is good enough are two different answers; "
        "an item nobody has looked at is not the same as one that was searched for and not found."
    )
    yield paragraph(words, WIDTH, style.PROSE.on(style.SOFT), before=4)
    pack = facts.review.frame.pack
    if pack is not None and any(answer.adopted == pack.id for answer in facts.answers.values()):
        other = "; it is about another subject and was chosen all the same" if pack.other_subject else ""
        words = f"“The pack” is {pack.title} ({pack.id}), version {pack.version}, as of {day(pack.as_of)}{other}."
        yield paragraph(words, WIDTH, SMALL, before=4)


def section_boxes(facts: Facts, section: Section) -> Iterator[Box]:
    """A section's heading and its items."""
    items = [item for item in section.items if item.id in facts.answers]
    yield heading(section.title, 2, WIDTH, place=SECTION + section.id, before=32)
    yield paragraph(section.intro, WIDTH, BODY.on(style.SOFT), before=2, keep_next=True)
    out = len(section.items) - len(items)
    if out:
        words = [Span(f"{count(out, 'item')} of this section {'is' if out == 1 else 'are'} out of scope; ", _HANDLED)]
        yield paragraph([*words, drawing.link("the scope page says why", SMALL, "scope")], WIDTH, before=2, keep_next=bool(items))
    for item in items:
        quiet = is_untouched(facts, item)
        yield drawing.divider(WIDTH, before=8 if quiet else 12, keep_next=True)
        yield untouched_box(facts, item) if quiet else item_box(facts, item)


def is_untouched(facts: Facts, item: Item) -> bool:
    """True for an item about which nobody has said anything yet: it needs no room for answers."""
    answer = facts.answers[item.id]
    said = answer.note or answer.claims or answer.conditions or answer.evidence or answer.search_log
    handled = answer.ask_vendor or answer.acceptance or answer.left_open
    return not (item.computed or answer.answered or said or handled)


def untouched_box(facts: Facts, item: Item) -> Box:
    """An item nobody has looked at: its question, that it is not reviewed, and what it blocks, on few lines."""
    states = chips(state_chips(facts, item, facts.answers[item.id]), INNER)
    beside = states.width + 10
    note = paragraph(f"{gate_words(item.gate)}. {word(item.answerer)}.", INNER - beside, _HANDLED)
    below = Columns([(0, states), (beside, Stack([note], inset=(0, 2, 0, 0)))], before=3)
    return Stack([_titled(item, style.H4, _ID_H4, [below])], width=WIDTH, tag=Tag("Div"), before=8)


def item_box(facts: Facts, item: Item) -> Box:
    """One item: id and question, states at a glance, then what there is to say."""
    answer = facts.answers[item.id]
    rows = list(_answer_rows(facts, item, answer))
    note = f"{gate_words(item.gate)}. Usually for {inside(item.answerer)}. {_origin(facts, answer)}"
    if item.computed:
        counts = "known" if answer.reviewed else "not reviewed until it holds"
        note = f"Computed by the program, so not in the list of gates; counts as {counts}."
    below: list[Box] = [
        paragraph(note, INNER, _HANDLED, before=2, keep_next=True),
        chips(state_chips(facts, item, answer), INNER, before=6),
    ]
    head = _titled(item, style.H3, _ID_H3, below)
    head.keep_next = bool(rows)
    return Stack([head, *rows], width=WIDTH, tag=Tag("Div"), before=10, again=_again(item))


def _titled(item: Item, face: Face, id_face: Face, below: Sequence[Box]) -> Columns:
    """The id in the margin and the question beside it, one heading for the ear, above what follows."""
    name = paragraph(item.id, LABEL_WIDTH - 12, id_face, place=ITEM + item.id, role="H3")
    name.lines[-1].wrapped = True  # a space before the question, for whoever listens
    name.bookmark = (f"{item.id} {one_line(item.question)}", 2)
    question = paragraph(item.question, INNER, face, keep_next=True)
    question.tag = name.tag
    return Columns([(0, name), (LABEL_WIDTH, Stack([question, *below]))])


def _again(item: Item) -> Box:
    words = [Span(item.id, style.MONO.on(style.ACCENT)), Span("  continued", SMALL.on(style.FAINT))]
    return paragraph(words, WIDTH, style.MONO, keep_next=True)


def _answer_rows(facts: Facts, item: Item, answer: Answer) -> Iterator[Columns]:
    if item.computed:
        yield labelled("Answer", paragraph(computed_words(facts, item), INNER))
        return
    yield from _look_again(answer)
    if answer.note:
        yield labelled("Note", paragraph(answer.note, INNER))
    yield from _knowledge_rows(item, answer)
    if answer.control:
        yield labelled("Control", paragraph(answer.control, INNER))
    yield from _strength(facts, item, answer)
    yield from claim_groups(facts, item, answer, INNER)
    if answer.resolution:
        yield labelled("Resolved", paragraph(resolution_words(answer, day(answer.resolution.at.date())), INNER))
    yield from _evidence(facts, answer)
    yield from _handling(answer)


def _strength(facts: Facts, item: Item, answer: Answer) -> Iterator[Columns]:
    """How many claims carry it, from how many independent sources, and the strongest; one claim that counts says that itself."""
    found = strength(item, answer, facts.review)
    if found.claims > 1 or found.expired or found.against:
        words = strength_words(found)
        yield labelled("Strength", paragraph(f"{words[:1].upper()}{words[1:]}.", INNER, SMALL))


def _look_again(answer: Answer) -> Iterator[Columns]:
    """Why an answer does not count yet: inherited, or what it answered or rests on has changed."""
    if (again := answer.look_again) is None:
        return
    words = f"{word(again.reason)}, since {day(again.since.date())}. It does not count until somebody confirms it. {again.note}".strip()
    boxes: list[Box] = [paragraph(words, INNER, BODY.on(style.AMBER))]
    if again.former_text:
        boxes.append(paragraph(f"What it answered then: {again.former_text}", INNER, SMALL, before=2))
    yield labelled("Look again", Stack(boxes))


def _knowledge_rows(item: Item, answer: Answer) -> Iterator[Columns]:
    if answer.because:
        yield labelled("Because", paragraph(answer.because, INNER))
    asked = f"asked on {day(answer.asked)}" if answer.asked else ""
    if answer.knowledge is Knowledge.UNKNOWN:
        reason = "; ".join(filter(None, (reason_words(answer.unknown_reason), asked)))
        words = [Span(f"{reason}. ", BODY), drawing.link("Where we searched", BODY, UNKNOWN + item.id)]
        yield labelled("Why unknown", paragraph(words, INNER))
        return
    if asked:
        yield labelled("Vendor", paragraph(f"The vendor was {asked}.", INNER))
    if answer.search_log:
        yield labelled("Searched", Stack([paragraph(search_words(line, item), INNER, SMALL) for line in answer.search_log]))


def _evidence(facts: Facts, answer: Answer) -> Iterator[Columns]:
    words: list[Span] = []
    for sha256 in evidence_of(answer):
        if sha256 in facts.numbers:
            if words:
                words.append(Span("; ", BODY))
            words += [evidence_link(facts.numbers[sha256], BODY.bold()), Span(f" {facts.review.evidence_file(sha256).title}", BODY)]
    if words:
        yield labelled("Evidence", paragraph(words, INNER))


def _handling(answer: Answer) -> Iterator[Columns]:
    lines: list[drawing.Words] = []
    if answer.ask_vendor:
        lines.append("The vendor is asked.")
    if accepted := answer.acceptance:
        words = f"{accepted.owner} carries this risk until {day(accepted.until)}. Control: {accepted.control}"
        lines.append([Span(f"{words} ", BODY), drawing.link("The acceptance", BODY, "acceptances")])
    for condition in answer.conditions:
        met = f"; met on {day(condition.done.on)}" if condition.done else ""
        words = f"Condition: {condition.what} ({condition.owner or 'no owner'}, by {day(condition.due, 'no date')}{met}) "
        lines.append([Span(words, BODY), drawing.link("All conditions", BODY, "conditions")])
    if answer.left_open:
        lines.append("Left open on purpose.")
    if lines:
        yield labelled("Handling", Stack([paragraph(words, INNER, before=2) for words in lines]))


def _origin(facts: Facts, answer: Answer) -> str:
    words = [f"reviewed by {listed(answer.reviewed_by)}"] if answer.reviewed_by else []
    if answer.adopted:
        pack = facts.review.frame.pack
        words.append("from the pack" if pack is not None and pack.id == answer.adopted else f"from pack {answer.adopted}")
    text = ", ".join(words)
    return f"{text[:1].upper()}{text[1:]}." if words else ""


def computed_words(facts: Facts, item: Item) -> list[Span]:
    """The program's own answer to a computed item."""
    standings = list(facts.gates.values())
    if item.id == "DEC-05":
        return [Span("Signatures are added to this file after it is sealed, so its pages cannot say. ", BODY), *_how(facts)]
    holds = facts.answers[item.id].knowledge is Knowledge.KNOWN
    if item.id == "DEC-01":
        unanswered = [gate.item.id for gate in standings if gate.reason in UNANSWERED]
        if holds:
            return [Span(f"Yes. All {len(standings)} gates in scope are answered with evidence that counts. ", BODY)]
        return _unanswered_words(facts, unanswered)
    return _carried_words(facts, holds)


def _unanswered_words(facts: Facts, unanswered: Sequence[str]) -> list[Span]:
    """Which gates are meant: an open gate may well be answered, only not well enough."""
    whole = len(facts.open_gates())
    meant = "that nobody has looked at or confirmed, or whose evidence has expired"
    words = [Span(f"No. {len(unanswered)} of {count(whole, 'open gate')} {meant}: ", BODY), *item_links(unanswered, BODY, facts)]
    rest = whole - len(unanswered)
    if rest:
        words.append(Span(f". The other {rest} {'is' if rest == 1 else 'are'} open for other reasons", BODY))
    return [*words, Span(". ", BODY), drawing.link("All gates", BODY, "gates")]


def _carried_words(facts: Facts, holds: bool) -> list[Span]:
    accepted = [gate.item.id for gate in facts.gates.values() if gate.state is GateState.ACCEPTED]
    left = [gate.item.id for gate in facts.gates.values() if gate.state is GateState.OPEN]
    start = "Yes. Every gate is clear or its risk is carried" if holds else f"Not for all: {count(len(left), 'gate is', 'gates are')} open"
    words = [Span(f"{start}; {count(len(accepted), 'gate')} carried by a named person", BODY)]
    if accepted:
        words += [Span(": ", BODY), *item_links(accepted, BODY, facts)]
    return [*words, Span(". ", BODY), drawing.link("Risk acceptances", BODY, "acceptances")]


def _how(facts: Facts) -> list[Span]:
    roles = count(len(facts.review.required_roles), "signature")
    return [Span(f"{roles} required; ", BODY), drawing.link("how to check them", BODY, "verify")]
