"""Questions to the vendor and what came back; a reply proposes until a person decides (rule 14)."""

from dataclasses import dataclass
from datetime import date, datetime

from readiness_app.domain.vocabulary import ReplyState


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedItem:
    """One question of a list to the vendor: its number there, the item, and the text digest of what the item asked then."""

    number: int
    item: str
    text_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionList:
    """Questions sent to the vendor: when, by whom, until when an answer is wanted, and the digest of the record at that time."""

    id: str
    made: datetime
    made_by: str
    due: date | None
    digest: str
    items: tuple[AskedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorReply:
    """What the vendor wrote in one row of a returned list; it proposes until a person decides.

    `item` is empty where the row matches no question that was asked (`problem` says why), until a person assigns it to one; `question`
    are the row's own words; `file` is the SHA-256 of the returned spreadsheet, which is kept as evidence; `by` and `dated` are who answered
    and when; `document` is a link or the name of a document, as the vendor wrote it.
    """

    id: str
    list: str
    item: str
    question: str
    statement: str
    by: str
    dated: date | None
    received: datetime
    received_by: str
    file: str
    document: str = ""
    problem: str = ""
    state: ReplyState = ReplyState.WAITING
    decided_by: str = ""
    decided: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedRow:
    """One row of a returned list as it was found: `number` is the sheet's row, counted from 1; all texts stand as the file has them.

    `review`, `list`, `item` and `digest` are what the row itself says of where it comes from; `dated` is None where `dated_text` is no day.
    """

    number: int
    review: str = ""
    list: str = ""
    item: str = ""
    digest: str = ""
    question: str = ""
    wanted: str = ""
    answer: str = ""
    by: str = ""
    dated: date | None = None
    dated_text: str = ""
    document: str = ""

    @property
    def filled(self) -> bool:
        """True where somebody wrote an answer; white space and the name of a document alone are none."""
        return bool(self.answer.strip())
