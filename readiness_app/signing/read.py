"""What can be said of the signatures on a PDF, and whether a signer is trusted."""

from collections.abc import Sequence
from datetime import datetime

from readiness_app.signing.values import NO_CERTIFICATE, Certificate, Field, Revisions, Signature, SignedDocument

__all__ = [
    "NO_CERTIFICATE",
    "Certificate",
    "Field",
    "Revisions",
    "Signature",
    "SignedDocument",
    "active_content",
    "drawn_look",
    "is_trusted",
    "read_revisions",
    "read_signatures",
    "trusted",
]


def read_signatures(data: bytes, name: str = "This file", *, review_changes: bool = True) -> SignedDocument:
    """Every signature field and signature of a PDF, checked without any network; `name` is what messages call the file.

    Document time stamps are no person's signature and are left out. Without `review_changes` nobody asks what was changed after a
    signature: `read_revisions` knows it for our own reports, exactly and much sooner. Raises Unreadable for what cannot be read as a PDF.
    """
    # pyHanko costs a second to import, so it is loaded by the first document and not by the program's start.
    from readiness_app.signing import inspection

    return inspection.inspected(data, name, review_changes=review_changes)


def read_revisions(data: bytes) -> Revisions:
    """A report of ours taken apart, and every update held against what signing may do; never raises for what a file may hold."""
    from readiness_app.signing import closed_world

    return closed_world.read(data)


def active_content(data: bytes, files: int) -> str:
    """What in a report as it was sealed would move, act or hide, in words; empty where nothing does and it holds that many files."""
    from readiness_app.signing import closed_world

    return closed_world.active_content(data, files)


def drawn_look(page: bytes) -> str:
    """How a field looks that shows this one-page PDF, as `Revisions.looks` says it; `page` must be one that we drew."""
    from readiness_app.signing import looks

    return looks.of_page(page)


def is_trusted(signature: Signature, trust: Sequence[Certificate], at: datetime) -> bool:
    """True when the signer's certificate is one of `trust`, or an authority among `trust` stands behind it, at that moment."""
    return trusted((signature.certificate, *signature.chain), trust, at)


def trusted(chain: Sequence[Certificate], roots: Sequence[Certificate], at: datetime) -> bool:
    """True when the first certificate of `chain` is among `roots` exactly, or leads over the others to an authority among `roots`.

    All of them must be valid at `at` (with time zone). Nothing is fetched, so revocation is not asked for.
    """
    signer = chain[0]
    if not signer.valid_at(at):
        return False
    if any(signer.fingerprint == root.fingerprint for root in roots):
        return True
    from readiness_app.signing import inspection

    return inspection.leads_to(chain, roots, at)
