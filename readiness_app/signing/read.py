"""What can be said of the signatures on a PDF, and whether a signer is trusted."""

from collections.abc import Sequence
from datetime import datetime

from readiness_app.signing.values import NO_CERTIFICATE, Certificate, Field, Signature, SignedDocument

__all__ = ["NO_CERTIFICATE", "Certificate", "Field", "Signature", "SignedDocument", "is_trusted", "read_signatures", "trusted"]


def read_signatures(data: bytes, name: str = "This file") -> SignedDocument:
    """Every signature field and signature of a PDF, checked without any network; `name` is what messages call the file.

    Document time stamps are no person's signature and are left out. Raises Unreadable for what cannot be read as a PDF.
    """
    # pyHanko costs a second to import, so it is loaded by the first document and not by the program's start.
    from readiness_app.signing import inspection

    return inspection.inspected(data, name)


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
