"""An extract of a sealed review for one reader: a value that holds what that reader may see and has no room for anything else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from readiness_app.domain.claim import Claim
from readiness_app.domain.disclosing import Why
from readiness_app.domain.measures import Measures
from readiness_app.domain.review import Subject
from readiness_app.domain.vocabulary import (
    Audience,
    Confidentiality,
    ExtractPart,
    GateReason,
    GateState,
    Handling,
    Knowledge,
    Outcome,
    Paper,
    ReplyState,
    Role,
    SourceKind,
    Stance,
    State,
    Tier,
)

PARTS: Mapping[Audience, tuple[ExtractPart, ...]] = {
    Audience.VENDOR: (ExtractPart.DECISION, ExtractPart.CONDITIONS),
    Audience.PROCUREMENT: (ExtractPart.RATIONALE, ExtractPart.ANSWERS),
}
"""What a person may add for each reader; all of it stays out unless somebody asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The sealed edition that an extract comes from, as the workspace knows it.

    `report` is the SHA-256 of the report as it was sealed, `signed_report` of its copy with every signature collected so far. `packs` are
    the claims of the packs that everybody can read.
    """

    digest: str
    report: str
    signed_report: str
    superseded: bool = False
    signed: tuple[Role, ...] = ()
    declined: tuple[Role, ...] = ()
    packs: frozenset[Claim] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCorrection:
    """What a better source says instead."""

    statement: str
    source: str
    dated: date | None
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicClaim:
    """A claim whose source anybody can read; `caveat` only where it is a public pack's own."""

    statement: str
    stance: Stance
    source: str
    source_kind: SourceKind
    relays: SourceKind | None
    address: str
    dated: date | None
    quote: str
    page: int | None
    counted: str
    caveat: str
    correction: PublicCorrection | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractItem:
    """An item with its question in the words for this reader; `about` is the checklist's own question, told beside the one to the vendor.

    `knowledge`, `handling`, `asked` and `due` (of the newest question about it) are told to procurement alone.
    """

    id: str
    section: str
    question: str
    wanted: str
    gap: bool
    claims: tuple[PublicClaim, ...]
    knowledge: Knowledge | None = None
    handling: tuple[Handling, ...] = ()
    asked: date | None = None
    due: date | None = None
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractDecision:
    """What was decided, when and until when; `over` where that day lay before the sealing; `rationale` only where somebody asked for it."""

    outcome: Outcome
    made: date
    valid_until: date | None
    over: bool
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractCondition:
    """What must be done; `owner` is told to procurement alone, `met` is the day on which it was done."""

    item: str
    what: str
    owner: str
    due: date | None
    proof: str
    met: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractGate:
    """A gate that is not clear, and why in the program's own words."""

    item: str
    question: str
    state: GateState
    reason: GateReason
    hard: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractAnswer:
    """What the vendor wrote about one item."""

    item: str
    statement: str
    by: str
    dated: date | None
    state: ReplyState


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractFile:
    """A file that is marked public; its local name is not told."""

    title: str
    publisher: str
    address: str
    revision: str
    published: date | None
    retrieved: date | None
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractSigner:
    """Who is to sign in a role, and whether they have as far as the workspace knows."""

    role: Role
    name: str
    signed: bool
    declined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """How much stays out, never what: claims by reason, those on questions that are not this reader's, files by marking, answers."""

    claims: Mapping[Why, int]
    not_theirs: int
    files: Mapping[Confidentiality, int]
    purged: int
    answers: int

    @property
    def all_claims(self) -> int:
        """Every claim that stays out."""
        return sum(self.claims.values()) + self.not_theirs

    @property
    def all_files(self) -> int:
        """Every file that stays out."""
        return sum(self.files.values()) + self.purged


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """Everything an extract may say. What is not a field of it, or of what it holds, cannot come out."""

    audience: Audience
    parts: tuple[ExtractPart, ...]
    review: str
    subject: Subject
    tier: Tier
    as_of: date
    checklist: str
    round: int
    edition: int
    sealed: datetime
    language: str
    paper: Paper
    digest: str
    report: str
    signed_report: str
    superseded: bool
    items: tuple[ExtractItem, ...]
    files: tuple[ExtractFile, ...]
    left_out: LeftOut
    state: State | None = None
    declined: bool = False
    decision: ExtractDecision | None = None
    conditions: tuple[ExtractCondition, ...] = ()
    figures: Measures | None = None
    gates: tuple[ExtractGate, ...] = ()
    answers: tuple[ExtractAnswer, ...] = ()
    signers: tuple[ExtractSigner, ...] = ()

    @property
    def gaps(self) -> tuple[ExtractItem, ...]:
        """The items that are not settled."""
        return tuple(item for item in self.items if item.gap)

    @property
    def claims(self) -> int:
        """How many claims it shows."""
        return sum(len(item.claims) for item in self.items)
