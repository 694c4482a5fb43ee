"""A review against a simple model of it: whatever people do in whatever order, the file holds what they were told it holds."""

import os
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from readiness_app.domain.changes import Change, DecisionMade, EvidenceChanged, SignatoryNamed, change_answer, steps
from readiness_app.domain.errors import NotFound, Refused
from readiness_app.domain.history import check_chain
from readiness_app.domain.review import Review, Signatory, Subject
from readiness_app.domain.vocabulary import Knowledge, Role, State, Tier, Verdict
from readiness_app.exchange.pack_files import encode_pack
from readiness_app.services import evidence, reviewing, rounds, sealing, signing_off
from readiness_app.services.evidence import Details
from readiness_app.services.files import inspect
from readiness_app.services.reviewing import NewReview
from readiness_app.services.rounds import RoundWanted
from readiness_app.services.signing_off import Signing
from readiness_app.services.workspace import Workspace
from readiness_app.signing.identities import write_identity
from readiness_app.store import replaying
from tests.builders import NOW, TODAY, a_claim, a_decision, a_pack

ITEMS = st.sampled_from(["SAC-01", "SAC-02", "SAC-03"])
NAMES = st.sampled_from(["Ada Byron", "Alan Turing"])
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
FILES = st.sampled_from([b"one", b"two", b"three"])
SIGNER, PASSPHRASE = "Ada Byron", "correct horse"
PROPOSED = {"SAC-01": Knowledge.PARTLY_KNOWN, "SAC-02": Knowledge.UNKNOWN}
_DONE: Counter[str] = Counter()
Held = tuple[Knowledge, Verdict, str, frozenset[str]]
NOTHING: Held = (Knowledge.NOT_REVIEWED, Verdict.UNDECIDED, "", frozenset())


class Work(RuleBasedStateMachine):
    """The model: `state`, what each item should say (`items`) and which files should be listed (`files`), with their bytes unless `gone`.

    `done` are the steps that can be taken back, each with the items and files before it; `length` is how long the history should be;
    `finished` are the rounds before, which nothing may touch any more.
    """

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.place = Path(self.folder.name)
        self.path = self.place / "w.readiness"
        self.workspace = Workspace.create(self.path)
        (self.place / "pack.json").write_bytes(_pack())
        write_identity(SIGNER, self.place / "ada.p12", PASSPHRASE, NOW, 5, 1000)
        subject = Subject(vendor="Example Labs", model="Model One")
        new = NewReview(
            checklist="staged-access-cyber", subject=subject, tier=Tier.SANDBOX, as_of=TODAY, pack=str(self.place / "pack.json")
        )
        self.review = reviewing.create_review(self.workspace, new, "Ada Byron", NOW)
        self.state, self.refused = State.OPEN, False
        self.items: dict[str, Held] = {}
        self.files: dict[str, bytes] = {}
        self.gone: set[str] = set()
        self.done: list[tuple[Change, dict[str, Held], dict[str, bytes]]] = []
        self.finished: list[tuple[Review, int]] = []
        self.length, self.edition = 1, 1

    def apply(self, change: Change, by: str) -> bool:
        before = self.review
        try:
            self.review = reviewing.apply(self.workspace, before, change, by, NOW)
        except Refused:
            assert reviewing.load_review(self.workspace, before.id) == before
            return False
        assert self.state is State.OPEN, "only an open review changes"
        self.length += len(steps(change))
        return True

    def keep(self, change: Change, items: dict[str, Held], files: dict[str, bytes]) -> None:
        self.done.append((change, self.items, self.files))
        self.items, self.files = items, files
        _DONE["changes"] += 1

    def held(self, item: str) -> Held:
        return self.items.get(item, NOTHING)

    @rule(item=ITEMS, text=TEXT, by=NAMES)
    def note(self, item: str, text: str, by: str) -> None:
        change = change_answer(self.review, item, by, note=text)
        if self.apply(change, by):
            knowledge, verdict, _, files = self.held(item)
            self.keep(change, self.items | {item: (knowledge, verdict, text, files)}, self.files)

    @rule(item=ITEMS, knowledge=st.sampled_from(Knowledge), verdict=st.sampled_from(Verdict), claimed=st.booleans(), by=NAMES)
    def judge(self, item: str, knowledge: Knowledge, verdict: Verdict, claimed: bool, by: str) -> None:
        claims = {"claims": (a_claim(),)} if claimed else {}
        change = change_answer(self.review, item, by, knowledge=knowledge, verdict=verdict, **claims)
        if self.apply(change, by):
            _, _, note, files = self.held(item)
            self.keep(change, self.items | {item: (knowledge, verdict, note, files)}, self.files)

    @rule(item=st.sampled_from(sorted(PROPOSED)), by=NAMES)
    def adopt(self, item: str, by: str) -> None:
        knowledge, verdict, note, files = self.held(item)
        found = reviewing.adoption_of(self.workspace, self.review, by, [item])
        if not found.changes:
            assert knowledge is not Knowledge.NOT_REVIEWED or self.review.stored_answer(item).adopted
            return
        change = reviewing.adoption_step(found)
        if self.apply(change, by):
            assert knowledge is Knowledge.NOT_REVIEWED
            self.keep(change, self.items | {item: (PROPOSED[item], verdict, note, files)}, self.files)

    @rule(item=ITEMS, content=FILES, by=NAMES)
    def attach(self, item: str, content: bytes, by: str) -> None:
        path = self.place / "notes.txt"
        path.write_bytes(content)
        found = inspect(path, 1000)
        change = evidence.attach_change(self.review, item, found, Details(), by, NOW)
        before = self.review
        if not change.changes:
            return
        try:
            self.review = reviewing.apply(self.workspace, before, change, by, NOW, files=(found,))
        except Refused:
            assert self.state is not State.OPEN
            return
        knowledge, verdict, note, files = self.held(item)
        self.length += len(steps(change))
        self.keep(change, self.items | {item: (knowledge, verdict, note, files | {found.sha256})}, self.files | {found.sha256: content})

    @rule(item=ITEMS, by=NAMES, listed=st.booleans())
    def detach(self, item: str, by: str, listed: bool) -> None:
        knowledge, verdict, note, files = self.held(item)
        for sha256 in sorted(files)[:1]:
            change = evidence.detach_change(self.review, item, sha256)
            if self.apply(change, by):
                self.keep(change, self.items | {item: (knowledge, verdict, note, files - {sha256})}, self.files)
            if listed:
                self.take_off(sha256, by)

    def take_off(self, sha256: str, by: str) -> None:
        change = EvidenceChanged(before=self.review.evidence_file(sha256), after=None)
        used = any(sha256 in files for _, _, _, files in self.items.values())
        if self.apply(change, by):
            assert not used
            self.keep(change, self.items, {held: content for held, content in self.files.items() if held != sha256})

    @rule(content=FILES, by=NAMES, why=TEXT)
    def purge(self, content: bytes, by: str, why: str) -> None:
        for sha256 in [held for held, known in self.files.items() if known == content]:
            try:
                self.review = evidence.purge(self.workspace, self.review, sha256, by, why, NOW)
            except Refused:
                assert self.state is not State.OPEN or sha256 in self.gone or not why.strip()
                return
            assert self.state is State.OPEN and sha256 not in self.gone
            self.gone.add(sha256)
            self.done.clear()  # a purge cannot be taken back, and nothing is taken back over it
            self.length += 1

    @precondition(lambda self: self.done)
    @rule(by=NAMES)
    def undo(self, by: str) -> None:
        change, items, files = self.done.pop()
        if self.apply(change.inverse(), by):
            self.items, self.files = items, files
            _DONE["taken back"] += 1

    @rule()
    def decide_and_seal(self) -> None:
        if self.state is not State.OPEN:
            with pytest.raises(Refused):
                sealing.seal(self.workspace, self.review, "Ada Byron", NOW, seals=self.place / "seals")
            return
        decision = a_decision(edition=self.review.edition)
        assert self.apply(DecisionMade(before=self.review.decision, after=decision), "Ada Byron")
        for role in self.review.required_roles:
            named = SignatoryNamed(role=role, before=self.review.signatory(role), after=Signatory(role=role, name=SIGNER))
            assert self.apply(named, "Ada Byron")
        self.review = sealing.seal(self.workspace, self.review, "Ada Byron", NOW, seals=self.place / "seals").review
        self.state, self.refused = State.SEALED, False
        self.length += 1
        self.done.clear()
        _DONE["sealed"] += 1

    @rule()
    def sign(self) -> None:
        signing = Signing(role=Role.REVIEWER, at=NOW, identity=self.place / "ada.p12", passphrase=PASSPHRASE)
        try:
            self.review = signing_off.sign_and_collect(self.workspace, self.review, signing, SIGNER)
        except Refused:
            assert self.state is not State.SEALED or self.refused
            return
        assert self.state is State.SEALED and not self.refused
        self.state, self.length = State.SIGNED, self.length + 1
        _DONE["signed"] += 1

    @rule(reason=TEXT)
    def decline(self, reason: str) -> None:
        try:
            self.review = sealing.decline(self.workspace, self.review, Role.REVIEWER, reason, SIGNER, NOW)
        except Refused:
            assert self.state is not State.SEALED or self.refused or not reason.strip()
            return
        assert self.state is State.SEALED and not self.refused
        self.refused, self.length = True, self.length + 1
        _DONE["declined"] += 1

    @rule(reason=TEXT)
    def reopen(self, reason: str) -> None:
        before = self.review
        try:
            self.review = sealing.reopen(self.workspace, before, reason, "Alan Turing", NOW)
        except Refused:
            assert self.state is State.OPEN or not reason.strip()
            return
        self.state, self.edition, self.length = State.OPEN, self.edition + 1, self.length + 1
        assert self.review.supersedes is not None and self.review.supersedes.edition == self.edition - 1
        _DONE["reopened"] += 1

    @rule()
    def next_round(self) -> None:
        before = self.review
        try:
            planned = rounds.plan_round(self.workspace, before.id, RoundWanted(frame=before.frame), "Alan Turing", NOW)
        except Refused:
            assert self.state is State.OPEN
            return
        self.review = rounds.make_round(self.workspace, planned, "Alan Turing", NOW)
        assert self.state is not State.OPEN and self.review.id != before.id and self.review.round == before.round + 1
        self.finished.append((before, self.length))
        self.state, self.edition, self.length = State.OPEN, 1, 2  # made, and carried over
        self.done.clear()
        _DONE["rounds"] += 1

    @rule()
    def restart(self) -> None:
        self.workspace.close()
        self.workspace = Workspace.open(self.path)
        _DONE["restarts"] += 1

    @precondition(lambda self: hasattr(os, "fork"))
    @rule(item=ITEMS, text=TEXT)
    def work_in_a_process_that_is_killed(self, item: str, text: str) -> None:
        change = change_answer(self.review, item, "Ada Byron", note=text)
        self.workspace.close()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of threads, and none of ours runs
            child = os.fork()
        if not child:
            try:
                reviewing.apply(Workspace.open(self.path), self.review, change, "Ada Byron", NOW)
            finally:
                os.kill(os.getpid(), 9)
        os.waitpid(child, 0)
        self.workspace = Workspace.open(self.path)
        _DONE["kills"] += 1
        if self.state is State.OPEN:
            self.review = change.applied_to(self.review)
            knowledge, verdict, _, files = self.held(item)
            self.length += 1
            self.keep(change, self.items | {item: (knowledge, verdict, text, files)}, self.files)

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
        assert there == self.review and (there.edition, there.state) == (self.edition, self.state)
        for item, held in self.items.items():
            answer = there.stored_answer(item)
            assert (answer.knowledge, answer.verdict, answer.note, frozenset(answer.evidence)) == held
        assert {one.sha256 for one in there.evidence} == set(self.files)

    @invariant()
    def files_are_there_until_they_are_purged(self) -> None:
        needed = {one.sha256 for review, _ in self.finished for one in review.evidence}
        for sha256, content in self.files.items():
            if sha256 in self.gone - needed:
                with pytest.raises(NotFound):
                    evidence.read(self.workspace, sha256)
            elif sha256 not in self.gone:
                assert evidence.read(self.workspace, sha256) == content

    @invariant()
    def the_history_tells_all_of_it(self) -> None:
        for review, length in (*self.finished, (self.review, self.length)):
            chain = check_chain(reviewing.history(self.workspace, review.id))
            assert chain.intact and chain.length == length
        assert all(reviewing.load_review(self.workspace, review.id) == review for review, _ in self.finished)
        with self.workspace.database.read() as connection:
            assert replaying.check(connection) == {}
        _DONE["looks"] += 1

    def teardown(self) -> None:
        self.workspace.close()
        self.folder.cleanup()


def _pack() -> bytes:
    pack = a_pack(checklist="staged-access-cyber")
    return encode_pack(replace(pack, proposals=tuple(replace(one, item=one.item.replace("QST", "SAC")) for one in pack.proposals)))


FEW = settings(max_examples=6, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
TestAnyOrder = pytest.mark.slow(Work.TestCase)
TestAnyOrder.settings = FEW


@pytest.mark.long
def test_ten_times_as_many_orders(told: Callable[..., None]) -> None:
    _DONE.clear()
    run_state_machine_as_test(Work, settings=settings(FEW, max_examples=60))
    what = ", ".join(f"{count:,} {name}" for name, count in sorted(_DONE.items()) if name != "looks")
    told(
        "endurance",
        case="anything in any order",
        how="60 working lives of up to 25 steps, drawn by hypothesis: answer, adopt, attach, detach, purge, undo, seal, sign, decline, "
        "reopen, next round, restart, kill",
        must="after every step the file holds what a simple model says, every chain whole, earlier rounds untouched",
        happened=f"as the model says after all {_DONE['looks']:,} steps: {what}",
        times=_DONE["looks"],
    )
