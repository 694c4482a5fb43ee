"""The closed lists of words a review is made of; values are spelled the same on the command line, in JSON and in the record."""

from enum import StrEnum


class Tier(StrEnum):
    """What the subject will be used for; each tier includes the gates of the tiers before it."""

    SANDBOX = "sandbox"
    INTERNAL = "internal"
    CUSTOMER_FACING = "customer-facing"
    HIGH_RISK = "high-risk"

    @property
    def rank(self) -> int:
        """0 for sandbox up to 3 for high-risk."""
        return list(Tier).index(self)


class Knowledge(StrEnum):
    """What is known about an item, whether or not it is good."""

    NOT_REVIEWED = "not_reviewed"
    KNOWN = "known"
    PARTLY_KNOWN = "partly_known"
    UNKNOWN = "unknown"
    CONTESTED = "contested"
    NOT_APPLICABLE = "not_applicable"


class UnknownReason(StrEnum):
    """Why an item is unknown; each calls for a different next step."""

    SEARCHED_NOT_FOUND = "searched_not_found"
    DECLINED = "declined"
    UNDER_NDA = "under_nda"
    NOT_YET_PUBLISHED = "not_yet_published"
    NOT_KNOWABLE = "not_knowable"


class Verdict(StrEnum):
    """Whether what is known is good enough."""

    UNDECIDED = "undecided"
    ACCEPTABLE = "acceptable"
    ACCEPTABLE_WITH_CONTROL = "acceptable_with_control"
    NOT_ACCEPTABLE = "not_acceptable"


class SourceKind(StrEnum):
    """The document actually read, strongest first."""

    CONTRACT = "contract"
    OWN_TEST = "own_test"
    OWN_RECORD = "own_record"
    THIRD_PARTY_REPORT = "third_party_report"
    SYSTEM_CARD = "system_card"
    DOCUMENTATION = "documentation"
    VENDOR_STATEMENT = "vendor_statement"
    LEAKED_DRAFT = "leaked_draft"
    PRESS = "press"
    COMMENTARY = "commentary"

    @property
    def strength(self) -> int:
        """0 is the strongest, 9 the weakest."""
        return list(SourceKind).index(self)

    @property
    def weak(self) -> bool:
        """True for the kinds that alone can never make an item known."""
        return self in (SourceKind.LEAKED_DRAFT, SourceKind.PRESS, SourceKind.COMMENTARY)


class Stance(StrEnum):
    """How a claim bears on its item. Disputed and background claims support nothing."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    DISPUTED = "disputed"
    BACKGROUND = "background"


class Confidence(StrEnum):
    """How sure the person or pack that wrote a claim is of it."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Answerer(StrEnum):
    """Who usually answers an item."""

    SECURITY = "security"
    PRIVACY_LEGAL = "privacy_legal"
    PROCUREMENT = "procurement"
    SAFETY_ML = "safety_ml"
    BUSINESS_OWNER = "business_owner"


class Role(StrEnum):
    """In which role a person signs."""

    REVIEWER = "reviewer"
    SECURITY = "security"
    PRIVACY = "privacy"
    BUSINESS_OWNER = "business_owner"
    CHAIR = "chair"
    EXECUTIVE_RISK_OWNER = "executive_risk_owner"


class Outcome(StrEnum):
    """What was decided."""

    APPROVE = "approve"
    APPROVE_WITH_CONDITIONS = "approve_with_conditions"
    DEFER = "defer"
    REJECT = "reject"


class Confidentiality(StrEnum):
    """Who may see a piece of evidence; only the first two are embedded in the report."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    UNDER_NDA = "under_nda"


class State(StrEnum):
    """Where a review stands in its life."""

    OPEN = "open"
    SEALED = "sealed"
    SIGNED = "signed"


class GateState(StrEnum):
    """How a gate stands: clear, accepted by a named person, or open."""

    CLEAR = "clear"
    ACCEPTED = "accepted"
    OPEN = "open"


class ScopeAnswer(StrEnum):
    """The answer to a checklist's condition; open means that the items apply."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


class GateReason(StrEnum):
    """Why a gate stands as it does."""

    KNOWN_AND_ACCEPTABLE = "known_and_acceptable"
    MARKED_NOT_APPLICABLE = "marked_not_applicable"
    RISK_ACCEPTED = "risk_accepted"
    NOT_REVIEWED = "not_reviewed"
    PARTLY_KNOWN = "partly_known"
    UNKNOWN = "unknown"
    CONTESTED = "contested"
    EXPIRED = "expired"
    QUOTES_MISSING = "quotes_missing"
    NO_VERDICT = "no_verdict"
    CONTROL_NOT_NAMED = "control_not_named"
    NOT_ACCEPTABLE = "not_acceptable"
    ACCEPTANCE_LAPSED = "acceptance_lapsed"
    CONDITION_LAPSED = "condition_lapsed"
    UNCONFIRMED = "unconfirmed"


class AnchorState(StrEnum):
    """Whether a claim's quote stands in its evidence file, as the file's own text says."""

    FOUND = "found"
    ON_ANOTHER_PAGE = "on_another_page"
    NOT_FOUND = "not_found"
    CANNOT_BE_CHECKED = "cannot_be_checked"


class QuoteFate(StrEnum):
    """What became of a quote when its document was revised."""

    STILL_THERE = "still_there"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"
    NEVER_FOUND = "never_found"
    CANNOT_BE_CHECKED = "cannot_be_checked"
    NO_QUOTE = "no_quote"

    @property
    def goes_over(self) -> bool:
        """True where the claim rests on the new revision from now on."""
        return self in (QuoteFate.STILL_THERE, QuoteFate.MOVED)

    @property
    def reopens(self) -> bool:
        """True where somebody must look at the item again."""
        return self in (QuoteFate.CHANGED, QuoteFate.GONE, QuoteFate.CANNOT_BE_CHECKED)


class LookAgainReason(StrEnum):
    """Why an answer that stands waits for a person to look again."""

    INHERITED = "inherited"
    TEXT_CHANGED = "text_changed"
    SOURCE_CHANGED = "source_changed"


class ReplyState(StrEnum):
    """What became of a vendor's reply: it proposes until a person decides."""

    WAITING = "waiting"
    ADOPTED = "adopted"
    SET_ASIDE = "set_aside"


class Difference(StrEnum):
    """What became of an item between two reviews or two packs."""

    RESOLVED = "resolved"
    PARTLY_RESOLVED = "partly_resolved"
    NEWLY_UNKNOWN = "newly_unknown"
    CHANGED = "changed"
    NEW = "new"
    REMOVED = "removed"
    SAME = "same"


class GateMove(StrEnum):
    """How a gate stands in the second of two reviews beside the first."""

    OPENED = "opened"
    CLOSED = "closed"
    STILL_OPEN = "still_open"
    SETTLED = "settled"


class AskState(StrEnum):
    """How a question to the vendor stands: out, out for too long, come back, or dealt with."""

    ASKED = "asked"
    OVERDUE = "overdue"
    REPLIED = "replied"
    ANSWERED = "answered"


class Bearing(StrEnum):
    """How a vendor's reply bears on what is known of its item (rule 14)."""

    APPLIES = "applies"
    DIFFERS = "differs"
    CONFLICTS = "conflicts"
    UNMATCHED = "unmatched"


class Handling(StrEnum):
    """What is done about a gap."""

    ASK_VENDOR = "ask_vendor"
    CONDITION = "condition"
    ACCEPTANCE = "acceptance"
    LEFT_OPEN = "left_open"


class Paper(StrEnum):
    """The size of the report's pages."""

    A4 = "a4"
    LETTER = "letter"


class LapseKind(StrEnum):
    """What can lapse in a review."""

    ACCEPTANCE = "acceptance"
    CONDITION = "condition"
    EVIDENCE = "evidence"
    DECISION = "decision"
    QUESTIONS = "questions"


class LapseState(StrEnum):
    """Whether something has lapsed on the day one looks, lapses soon, or later."""

    LAPSED = "lapsed"
    SOON = "soon"
    LATER = "later"


class Audience(StrEnum):
    """For whom an extract of a sealed review is made."""

    VENDOR = "vendor"
    PROCUREMENT = "procurement"


class ExtractPart(StrEnum):
    """What a person may add to an extract: the first two for the vendor, the others for procurement."""

    DECISION = "decision"
    CONDITIONS = "conditions"
    RATIONALE = "rationale"
    ANSWERS = "answers"
