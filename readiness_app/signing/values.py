"""What is known of a certificate, a signature field and a signature; values only, cheap to import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from readiness_app.domain.vocabulary import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One certificate. `fingerprint` is the SHA-256 of its bytes in lower-case hex; times are in UTC."""

    name: str
    fingerprint: str
    subject: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    self_signed: bool
    key: str
    pem: str

    def valid_at(self, moment: datetime) -> bool:
        """True when the moment (with time zone) lies within the certificate's validity."""
        return self.not_before <= moment <= self.not_after


# Stands in where a signature carries no certificate that can be read; its fingerprint equals no real one.
NO_CERTIFICATE = Certificate(
    name="no readable certificate",
    fingerprint="none",
    subject="",
    issuer="",
    serial="",
    not_before=datetime(1970, 1, 1, tzinfo=UTC),
    not_after=datetime(1970, 1, 1, tzinfo=UTC),
    self_signed=False,
    key="",
    pem="",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One signature field of a document; `rect` is left, bottom, right, top in points on its page."""

    name: str
    role: Role | None
    label: str
    signed: bool
    rect: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature and every check that needs no opinion about whom to trust.

    `revision` counts from 0, the document as it was made. `timestamp` is set only by a time stamp that fits the signature;
    `timestamp_authority` says who gave it. `chain` holds the other certificates that the signature carries.
    """

    field: str
    role: Role | None
    certificate: Certificate
    claimed_time: datetime | None
    timestamp: datetime | None
    intact: bool
    covers_revision: bool
    covers_file: bool
    valid_at_time: bool
    strong: bool
    modification: str
    problem: str
    reason: str = ""
    revision: int = 0
    chain: tuple[Certificate, ...] = ()
    timestamp_authority: Certificate | None = None

    @property
    def time(self) -> datetime | None:
        """The time stamp's time, else the time that the signer claims."""
        return self.timestamp or self.claimed_time

    @property
    def ok(self) -> bool:
        """True when every check passes; says nothing about whether the signer is who the name says."""
        return self.intact and self.covers_revision and self.valid_at_time and self.strong and not self.modification and not self.problem


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedDocument:
    """All signature fields and signatures of one PDF, in the document's order and in signing order.

    `trailing_changes`: bytes follow what the last signature covers. `revisions` counts the document as made and every later update.
    `unsigned_updates` counts updates that no signature made. `well_formed` is False where only a lenient reader gets through the file.
    """

    fields: tuple[Field, ...]
    signatures: tuple[Signature, ...]
    trailing_changes: bool
    revisions: int
    unsigned_updates: int = 0
    well_formed: bool = True


SIGNATURE = "signature"
TIME_STAMP = "time stamp"
VALIDATION_DATA = "validation data"

OTHER = "other"  # a look that our signing step does not make


@dataclass(frozen=True, slots=True)
class Update:
    """What one update of a report did: `kind` is one of the three above, `field` the name of the field it filled.

    `certifies`: from then on the file allows nothing but the filling of fields and signatures (DocMDP, P 2). `locks`: from then on it
    allows no signature either (FieldMDP, all fields), only time stamps and validation data.
    """

    kind: str
    field: str = ""
    certifies: bool = False
    locks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisions:
    """A report taken apart into how it was sealed and what every update did to it since.

    `malformed` and `refused` say in words what is wrong with how the file is built, and which update did more than sign; empty is well.
    `updates` ends before that one.
    `first` holds the bytes as sealed, `planned` the names of its fields. `looks` says for each signed field how it looks: a digest, empty
    where the signer drew nothing, or OTHER for what our signing step does not draw.
    """

    malformed: str = ""
    refused: str = ""
    updates: tuple[Update, ...] = ()
    first: bytes = b""
    planned: tuple[str, ...] = ()
    looks: Mapping[str, str] = field(default_factory=dict)
