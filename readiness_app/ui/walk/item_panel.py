"""The item at the right: its head, then one card per matter, in its own scroll area."""

from PySide6.QtWidgets import QWidget

from readiness_app.domain import ageing, gates, scope
from readiness_app.domain.adoption import is_untouched
from readiness_app.domain.comparison import compare_proposals
from readiness_app.domain.computed import answer_to
from readiness_app.domain.gates import GateStanding
from readiness_app.domain.history import Entry
from readiness_app.domain.pack import Pack
from readiness_app.domain.review import Answer, Review, evidence_of
from readiness_app.domain.strength import strength
from readiness_app.domain.vocabulary import GateReason, Knowledge, Verdict
from readiness_app.ui.models.computed_words import why_computed
from readiness_app.ui.models.review_rows import Listed
from readiness_app.ui.walk.claim_row import shown_claims
from readiness_app.ui.walk.claims_card import ClaimsCard
from readiness_app.ui.walk.evidence_card import EvidenceCard
from readiness_app.ui.walk.gap_card import GapCard
from readiness_app.ui.walk.head import ItemHead
from readiness_app.ui.walk.log_card import LogCard
from readiness_app.ui.walk.look_again_card import LookAgainCard
from readiness_app.ui.walk.proposal_card import ProposalCard, Since
from readiness_app.ui.walk.small_cards import HistoryCard, NotesCard, WhyCard
from readiness_app.ui.widgets.buttons import Button
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.fields import commit_pending
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.page import ScrollPage
from readiness_app.wording import word


class ItemPanel(ScrollPage):
    """Takes values and shows them; its parts emit what a person wants."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Item"), max_width=860, parent=parent)
        self._item = ""
        self.head = ItemHead()
        self.out = Card(self.tr("Out of scope"), "ban")
        self.out_words = PlainLabel("", "body2")
        self.change_scope = Button(self.tr("Change the scope…"), "sliders-horizontal")
        self.program = Card(self.tr("Answered by the program"), "cpu")
        self.program_words = PlainLabel("", "body2")
        self.again, self.proposal, self.why, self.claims = LookAgainCard(), ProposalCard(), WhyCard(), ClaimsCard()
        self.evidence, self.log, self.gap = EvidenceCard(), LogCard(), GapCard()
        self.notes, self.history = NotesCard(), HistoryCard()
        self.out.add(self.out_words)
        self.out.add(self.change_scope)
        self.program.add(self.program_words)
        for part in (
            self.head,
            self.again,
            self.out,
            self.program,
            self.why,
            self.proposal,
            self.claims,
            self.evidence,
            self.log,
            self.gap,
            self.notes,
            self.history,
        ):
            self.add(part)

    @property
    def item(self) -> str:
        """The id of the item that is shown, or an empty text."""
        return self._item

    def commit_texts(self) -> None:
        """Have every field hand over what is typed."""
        commit_pending(self.head.control_row)
        commit_pending(self.notes)

    def show_item(self, review: Review, pack: Pack | None, listed: Listed, *, editable: bool, older: tuple[Pack, ...] = ()) -> None:
        """Show this item of the review as it is; texts being typed on the same item stay. `older` are packs adopted from before."""
        item = review.checklist.item(listed.row.id)
        same, self._item = item.id == self._item, item.id
        answer = answer_to(item, review)
        self.head.show_item(item, review.checklist.section_of(item.id).title, answer, listed.gate, review, editable=editable)
        self.head.load_control(answer.control, same_item=same)
        if not same:
            self.head.close_forms()
            self.head.show_problem("")
            self.evidence.show_problem("")
        self._show_place(review, listed)
        self.why.show_item(item)
        self.again.show_answer(item, answer, editable=editable)
        self._show_proposal(review, pack, older, listed, answer, editable)
        titles = {one.id: one.title for one in (*older, *((pack,) if pack else ()))}
        adopted = titles.get(answer.adopted, answer.adopted)
        won = answer.resolution.prevails if answer.resolution else ()
        self.claims.show_claims(
            shown_claims(answer.claims, item, review, won), answer, strength(item, answer, review), adopted=adopted, editable=editable
        )
        files = [review.evidence_file(sha256) for sha256 in evidence_of(answer)]
        self.evidence.show_files(files, answer.evidence, editable=editable)
        self.log.show_log(answer, editable=editable)
        self.log.setVisible(bool(answer.search_log) or answer.knowledge is Knowledge.UNKNOWN)
        self._show_gap(review, listed, answer, editable)
        self._show_note(answer, same, editable)
        self._hide_for_program(item.computed)
        if not same:
            self.verticalScrollBar().setValue(0)

    def show_history(self, entries: tuple[Entry, ...]) -> None:
        """Show what happened to the item."""
        self.history.show_entries(entries)

    def _show_place(self, review: Review, listed: Listed) -> None:
        item = review.checklist.item(listed.row.id)
        self.out.setVisible(not listed.row.in_scope)
        self.program.setVisible(item.computed)
        if item.computed:
            self.program_words.setText(why_computed(item, review))
        if not listed.row.in_scope:
            questions = {question.key: question.question for question in review.checklist.scope}
            asked = [questions[key] for key in scope.deciding_keys(item, review.frame.scope) if key in questions]
            words = self.tr("It does not count, because you answered No to: {questions}")
            self.out_words.setText(words.format(questions=" / ".join(asked)))

    def _show_proposal(
        self, review: Review, pack: Pack | None, older: tuple[Pack, ...], listed: Listed, answer: Answer, editable: bool
    ) -> None:
        item = listed.row.id
        proposal = pack.proposal(item) if pack is not None else None
        before = next((one for one in reversed(older) if one.id == answer.adopted and one.proposal(item)), None)
        wanted = pack is not None and answer.adopted != pack.id and (proposal is not None or before is not None)
        self.proposal.setVisible(wanted)
        if pack is None or not wanted:
            return
        asked = review.checklist.item(item)
        claims = shown_claims(proposal.claims, asked, review) if proposal else []
        self.proposal.show_proposal(proposal, pack, claims, answered=answer.answered, editable=editable)
        if before is not None:
            then = before.proposal(item)
            since = Since(
                pack=before,
                change=compare_proposals(item, then, proposal),
                untouched=is_untouched(item, answer, older),
                judged=answer.verdict is not Verdict.UNDECIDED,
            )
            self.proposal.show_since(since, shown_claims(since.change.gone, asked, review), editable=editable)

    def _show_gap(self, review: Review, listed: Listed, answer: Answer, editable: bool) -> None:
        item = review.checklist.item(listed.row.id)
        handled = answer.acceptance is not None or bool(answer.conditions) or answer.ask_vendor
        self.gap.setVisible((listed.gap or handled) and not item.computed)
        lapsed = answer.acceptance is not None and answer.acceptance.until < review.as_of
        self.gap.title.setText(self.tr("This is a gap") if listed.gap else self.tr("How it is handled"))
        self.gap.show_gap(
            item, answer, self._why_gap(review, listed, answer), lapsed=lapsed, editable=editable, on=review.as_of, vendor=listed.row.vendor
        )

    def _why_gap(self, review: Review, listed: Listed, answer: Answer) -> str:
        if not listed.gap:
            return self.tr("It is no gap any more.")
        gate: GateStanding | None = listed.gate
        if gate is not None:
            blocks = self.tr("It blocks an approval for {tier}.").format(tier=word(review.tier).lower()) if listed.row.blocks else ""
            return f"{word(gate.reason)}. {blocks}".strip()
        if ageing.only_expired(review.checklist.item(listed.row.id), answer, review, review.as_of):
            return f"{word(GateReason.EXPIRED)}."
        if gates.quotes_missing(review.checklist.item(listed.row.id), review, review.as_of):
            return f"{word(GateReason.QUOTES_MISSING)}."
        if answer.knowledge is Knowledge.KNOWN:
            return self.tr("It is known, but not judged good enough.")
        return f"{word(answer.knowledge)}."

    def _show_note(self, answer: Answer, same: bool, editable: bool) -> None:
        text = self.notes.text
        text.setReadOnly(not editable)
        if same:
            text.set_text(answer.note)
        else:
            text.load(answer.note)

    def _hide_for_program(self, computed: bool) -> None:
        people: tuple[Card, ...] = (self.claims, self.evidence, self.notes)
        for card in people:
            card.setVisible(not computed)
        if computed:
            self.proposal.hide()
            self.log.hide()
