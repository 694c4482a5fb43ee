"""How long a signature stays provable: the four levels of PAdES, and what the longer ones are built from."""

from dataclasses import dataclass
from enum import StrEnum

from readiness_app.signing.values import Certificate


class Level(StrEnum):
    """What is written beside the signature itself.

    B-B nothing; B-T the time from an authority; B-LT also every certificate and the proof that none was revoked; B-LTA also a time stamp
    over all of that, so that it stays provable when the algorithms of today grow weak.
    """

    B_B = "b-b"
    B_T = "b-t"
    B_LT = "b-lt"
    B_LTA = "b-lta"

    @property
    def stamped(self) -> bool:
        """True where a time stamp authority is needed."""
        return self is not Level.B_B

    @property
    def long_term(self) -> bool:
        """True where validation data go into the file."""
        return self in {Level.B_LT, Level.B_LTA}


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationMaterial:
    """Where certificates and proofs of their being valid come from: `crls` and `ocsps` in DER, and with `fetch` the network.

    With `fetch` the addresses that stand in the certificates are asked while signing, and never again. Being listed here makes nobody
    trusted: whom to trust is the reader's decision.
    """

    certificates: tuple[Certificate, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()
    fetch: bool = False
