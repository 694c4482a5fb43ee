"""A review against a simple model of it: whatever people do in whatever order, the file holds what they were told it holds."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from readiness_app.domain.changes import Change, DecisionMade, SignatoryNamed, change_answer
from readiness_app.domain.errors import Refused
from readiness_app.domain.history import check_chain
from readiness_app.domain.review import Review, Signatory, Subject
from readiness_app.domain.vocabulary import Knowledge, State, Tier, Verdict
from readiness_app.services import reviewing, sealing
from readiness_app.services.reviewing import NewReview
from readiness_app.services.workspace import Workspace
from readiness_app.store import replaying
from tests.builders import NOW, TODAY, a_claim, a_decision

ITEMS = st.sampled_from(["SAC-01", "SAC-02", "SAC-03"])
NAMES = st.sampled_from(["Ada Byron", "Alan Turing"])
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


class Work(RuleBasedStateMachine):
    """`model` holds what each item should say; `done` the changes that can be taken back; `length` how long the history should be."""

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "w.readiness"
        self.workspace = Workspace.create(self.path)
        subject = Subject(vendor="Example Labs", model="Model One")
        new = NewReview(checklist="staged-access-cyber", subject=subject, tier=Tier.SANDBOX, as_of=TODAY)
        self.review = reviewing.create_review(self.workspace, new, "Ada Byron", NOW)
        self.model: dict[str, tuple[Knowledge, Verdict, str]] = {}
        self.done: list[Change] = []
        self.length, self.edition = 1, 1

    def apply(self, change: Change, by: str) -> bool:
        before = self.review
        try:
            self.review = reviewing.apply(self.workspace, before, change, by, NOW)
        except Refused:
            assert reviewing.load_review(self.workspace, before.id) == before
            return False
        self.length += 1
        return True

    @rule(item=ITEMS, text=TEXT, by=NAMES)
    def note(self, item: str, text: str, by: str) -> None:
        self.answer(item, by, note=text)

    @rule(item=ITEMS, knowledge=st.sampled_from(Knowledge), verdict=st.sampled_from(Verdict), claimed=st.booleans(), by=NAMES)
    def judge(self, item: str, knowledge: Knowledge, verdict: Verdict, claimed: bool, by: str) -> None:
        self.answer(item, by, knowledge=knowledge, verdict=verdict, **({"claims": (a_claim(),)} if claimed else {}))

    def answer(self, item: str, by: str, **edits: object) -> None:
        change = change_answer(self.review, item, by, **edits)
        if self.apply(change, by):
            self.model[item] = (change.after.knowledge, change.after.verdict, change.after.note)
            self.done.append(change)

    @precondition(lambda self: self.done)
    @rule(by=NAMES)
    def undo(self, by: str) -> None:
        change = self.done.pop()
        if self.apply(change.inverse(), by):
            was = change.before  # type: ignore[attr-defined]
            self.model[change.item] = (was.knowledge, was.verdict, was.note)  # type: ignore[attr-defined]

    @rule()
    def decide_and_seal(self) -> None:
        if self.review.state is not State.OPEN:
            return
        decision = a_decision(edition=self.review.edition)
        assert self.apply(DecisionMade(before=self.review.decision, after=decision), "Ada Byron")
        for number, role in enumerate(self.review.required_roles):
            named = SignatoryNamed(role=role, before=self.review.signatory(role), after=Signatory(role=role, name=f"Person {number}"))
            assert self.apply(named, "Ada Byron")
        self.review = sealing.seal(self.workspace, self.review, "Ada Byron", NOW, seals=Path(self.folder.name) / "seals").review
        self.length += 1
        self.done.clear()

    @rule(reason=TEXT)
    def reopen(self, reason: str) -> None:
        before = self.review
        try:
            self.review = sealing.reopen(self.workspace, before, reason, "Alan Turing", NOW)
        except Refused:
            assert before.state is State.OPEN or not reason.strip()
            return
        self.edition, self.length = self.edition + 1, self.length + 1
        assert self.review.supersedes is not None and self.review.supersedes.edition == self.edition - 1

    @rule()
    def restart(self) -> None:
        self.workspace.close()
        self.workspace = Workspace.open(self.path)

    @rule(item=ITEMS)
    def somebody_who_has_not_looked_since_changes_nothing(self, item: str) -> None:
        stale: Review = replace(
            self.review, answers={**self.review.answers, item: reviewing.load_review(self.workspace, self.review.id).stored_answer(item)}
        )
        late = change_answer(stale, item, "Alan Turing", note="late")
        if self.review.state is State.OPEN:
            late = replace(late, before=replace(late.before, note=late.before.note + "!"))
        with pytest.raises(Refused):
            reviewing.apply(self.workspace, stale, late, "Alan Turing", NOW)

    @invariant()
    def the_file_holds_what_people_were_told(self) -> None:
        there = reviewing.load_review(self.workspace, self.review.id)
        assert there == self.review and there.edition == self.edition
        for item, (knowledge, verdict, note) in self.model.items():
            answer = there.stored_answer(item)
            assert (answer.knowledge, answer.verdict, answer.note) == (knowledge, verdict, note)

    @invariant()
    def the_history_tells_all_of_it(self) -> None:
        chain = check_chain(reviewing.history(self.workspace, self.review.id))
        assert chain.intact and chain.length == self.length
        with self.workspace.database.read() as connection:
            assert replaying.check(connection) == {}

    def teardown(self) -> None:
        self.workspace.close()
        self.folder.cleanup()


TestAnyOrder = pytest.mark.slow(Work.TestCase)
TestAnyOrder.settings = settings(max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
