"""A review: one checklist, one subject, one tier, one scope, one as-of date, one round, and what was answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from readiness_app.domain.checklist import Checklist, Item
from readiness_app.domain.claim import Claim, SearchLine
from readiness_app.domain.errors import NotFound
from readiness_app.domain.lineage import EditionDifference, PreviousRound, SupersededEdition
from readiness_app.domain.scope import applies
from readiness_app.domain.vendor import QuestionList, VendorReply
from readiness_app.domain.vocabulary import (
    Confidentiality,
    Knowledge,
    LookAgainReason,
    Outcome,
    Paper,
    Role,
    ScopeAnswer,
    Stance,
    State,
    Tier,
    UnknownReason,
    Verdict,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Exactly what is being approved."""

    vendor: str
    model: str
    snapshot: str = ""
    route: str = ""
    region: str = ""
    access: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAcceptance:
    """Who carries a gap, with what authority, why, with which compensating control, until when."""

    owner: str
    rationale: str
    control: str
    until: date
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilment:
    """That a condition was met: the proof in words or as a file of this review (SHA-256), who said so and on which day."""

    proof: str
    by: str
    on: date
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something that must be done: what, by whom, by when, and what proves it; `done` once it was."""

    id: str
    what: str
    owner: str
    due: date | None
    proof: str
    done: Fulfilment | None = None

    def met(self, on: date) -> bool:
        """True from the day on which it was done."""
        return self.done is not None and self.done.on <= on

    def late(self, on: date) -> bool:
        """True from the day after it was due until it is met."""
        return self.due is not None and self.due < on and not self.met(on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Which of the claims in a conflict prevail (by id), why and by whom; the others stay beside them."""

    prevails: tuple[str, ...]
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAgain:
    """Why an answer waits to be confirmed and since when; `former_text` are the words it answered, where those have changed."""

    reason: LookAgainReason
    since: datetime
    note: str = ""
    former_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the reviewers say about one item and what is done about a gap.

    `adopted` is the id of the pack whose proposal was taken over; `reviewed_by` are the people who changed knowledge or verdict in
    this edition; `evidence` holds SHA-256 values of files of this review. While `look_again` stands, nobody vouches for the answer.
    """

    knowledge: Knowledge = Knowledge.NOT_REVIEWED
    unknown_reason: UnknownReason | None = None
    asked: date | None = None
    because: str = ""
    search_log: tuple[SearchLine, ...] = ()
    verdict: Verdict = Verdict.UNDECIDED
    control: str = ""
    note: str = ""
    claims: tuple[Claim, ...] = ()
    evidence: tuple[str, ...] = ()
    ask_vendor: bool = False
    left_open: bool = False
    acceptance: RiskAcceptance | None = None
    conditions: tuple[Condition, ...] = ()
    adopted: str = ""
    reviewed_by: tuple[str, ...] = ()
    resolution: Resolution | None = None
    look_again: LookAgain | None = None

    @property
    def reviewed(self) -> bool:
        """True once somebody has said what is known, and nobody needs to look again."""
        return self.counted is not Knowledge.NOT_REVIEWED

    @property
    def answered(self) -> bool:
        """True once somebody has said what is known, in this round or in an earlier one."""
        return self.knowledge is not Knowledge.NOT_REVIEWED

    @property
    def counted(self) -> Knowledge:
        """The knowledge as figures and gates count it: an answer that nobody has confirmed is not reviewed."""
        return self.knowledge if self.look_again is None else Knowledge.NOT_REVIEWED

    @property
    def judged(self) -> Verdict:
        """The verdict as figures count it: one that nobody has confirmed is undecided."""
        return self.verdict if self.look_again is None else Verdict.UNDECIDED

    @property
    def supporting(self) -> tuple[Claim, ...]:
        """The claims that carry the item: those that prevail once a conflict is resolved, else all that support it."""
        if self.resolution is not None:
            return tuple(claim for claim in self.claims if claim.id in self.resolution.prevails)
        return tuple([claim for claim in self.claims if claim.stance is Stance.SUPPORTS])  # asked for each item, many times over

    @property
    def weak_sources_only(self) -> bool:
        """True when press, commentary and leaked drafts are all that carries the item."""
        carrying = self.supporting
        return bool(carrying) and all(claim.weak for claim in carrying)


UNANSWERED = Answer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """Who took the bytes of a file out, when and why; hash and name stay."""

    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A file held by its SHA-256. `published`, `retrieved` and `added` are three different dates; `size` is in bytes.

    `captured` is when the page at `address` was saved as it stood; `replaces` is the SHA-256 of the file that this is a newer revision of.
    """

    sha256: str
    name: str
    size: int
    media_type: str
    title: str
    added: datetime
    added_by: str
    publisher: str = ""
    address: str = ""
    revision: str = ""
    published: date | None = None
    retrieved: date | None = None
    expires: date | None = None
    confidentiality: Confidentiality = Confidentiality.INTERNAL
    purged: Purge | None = None
    captured: datetime | None = None
    replaces: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided, why, until when it holds, by whom and in which edition."""

    outcome: Outcome
    rationale: str
    valid_until: date | None
    made_by: str
    made: datetime
    edition: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs in a role; `fingerprint` is the SHA-256 of the pinned certificate, or empty."""

    role: Role
    name: str
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackUse:
    """The pack whose proposals this review shows; `other_subject` says that a person chose it for another subject."""

    id: str
    version: str
    title: str
    as_of: date
    other_subject: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is reviewed, for what and as of when: everything that can be changed about a review apart from its answers."""

    subject: Subject
    tier: Tier
    as_of: date
    lead: str
    scope: Mapping[str, ScopeAnswer] = field(default_factory=dict)
    pack: PackUse | None = None
    confidentiality: Confidentiality = Confidentiality.INTERNAL
    language: str = "en"
    paper: Paper = Paper.A4


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """Written once, at sealing: when, by whom, the history's head, and which packages made the report.

    `seal` is the SHA-256 of the certificate with which the workspace certifies the report; empty where it was sealed before there was one.
    `changed` is what differs from the edition before; None in the first.
    """

    at: datetime
    by: str
    history_length: int
    history_head: str
    made_with: Mapping[str, str]
    seal: str = ""
    changed: EditionDifference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """One collected signature: role, the certificate's name and SHA-256, and the time it claims."""

    role: Role
    name: str
    fingerprint: str
    time: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decline:
    """A signatory who would not sign, and why; the edition then cannot become signed."""

    role: Role
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The whole review as one value; `answers` holds only items that somebody touched."""

    id: str
    checklist: Checklist
    frame: Frame
    created: datetime
    created_by: str
    round: int = 1
    edition: int = 1
    state: State = State.OPEN
    answers: Mapping[str, Answer] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    decision: Decision | None = None
    signatories: tuple[Signatory, ...] = ()
    sealing: Sealing | None = None
    sign_offs: tuple[SignOff, ...] = ()
    declines: tuple[Decline, ...] = ()
    supersedes: SupersededEdition | None = None
    previous: PreviousRound | None = None
    questions: tuple[QuestionList, ...] = ()
    replies: tuple[VendorReply, ...] = ()

    @property
    def waiting_roles(self) -> tuple[Role, ...]:
        """The required roles of a sealed review that neither signed nor declined."""
        done = {one.role for one in self.sign_offs} | {one.role for one in self.declines}
        return tuple(role for role in self.required_roles if role not in done) if self.state is State.SEALED else ()

    @property
    def subject(self) -> Subject:
        """What is being approved."""
        return self.frame.subject

    @property
    def tier(self) -> Tier:
        """What the subject will be used for."""
        return self.frame.tier

    @property
    def as_of(self) -> date:
        """The day at which range, gates and acceptances are judged."""
        return self.frame.as_of

    @property
    def lead(self) -> str:
        """Named, else who created the review."""
        return self.frame.lead or self.created_by

    @property
    def required_roles(self) -> tuple[Role, ...]:
        """The roles that must sign at this tier, in the checklist's order."""
        return tuple(self.checklist.sign_off[self.tier])

    def stored_answer(self, item_id: str) -> Answer:
        """What people answered, or an empty answer; computed items are in `computed.answer_to`."""
        return self.answers.get(item_id, UNANSWERED)

    def signatory(self, role: Role) -> Signatory | None:
        """Who is named to sign in this role."""
        return next((s for s in self.signatories if s.role is role), None)

    def evidence_file(self, sha256: str) -> Evidence:
        """The evidence with this hash; raises NotFound."""
        for evidence in self.evidence:
            if evidence.sha256 == sha256:
                return evidence
        raise NotFound(f"No evidence with the hash {sha256[:12]} is attached to this review. Nothing was changed; attach the file first.")

    def uses_of(self, sha256: str) -> tuple[str, ...]:
        """The ids of the items whose answer or claims point to this evidence."""
        return tuple(item.id for item in self.checklist.items() if sha256 in evidence_of(self.stored_answer(item.id)))

    def items_in_scope(self) -> Iterator[Item]:
        """The items that apply, in the checklist's order."""
        return (item for item in self.checklist.items() if applies(item, self.frame.scope))


def evidence_of(answer: Answer) -> tuple[str, ...]:
    """The hashes an answer points to, its own first, then those of its claims and of what met its conditions, each once."""
    proofs = (condition.done.evidence for condition in answer.conditions if condition.done and condition.done.evidence)
    return tuple(dict.fromkeys((*answer.evidence, *(claim.evidence for claim in answer.claims if claim.evidence), *proofs)))
