"""Which claims may leave the house: those that rest on what anybody can read, and on nothing that is marked internal or stricter."""

import ipaddress
from collections.abc import Collection, Mapping
from dataclasses import replace
from enum import StrEnum
from urllib.parse import urlsplit

from readiness_app.domain.capturing import is_web_address
from readiness_app.domain.claim import Claim
from readiness_app.domain.review import Evidence
from readiness_app.domain.vocabulary import Confidentiality, SourceKind

OWN = (SourceKind.CONTRACT, SourceKind.OWN_TEST, SourceKind.OWN_RECORD)
_INSIDE = ("local", "localhost", "localdomain", "internal", "intranet", "corp", "lan", "home", "private")


class Why(StrEnum):
    """Why a claim stays out: its file's marking, a source that nobody outside can read, or a quote that is not in its file."""

    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    UNDER_NDA = "under_nda"
    UNPUBLISHED = "unpublished"
    QUOTE_MISSING = "quote_missing"


def is_public_address(text: str) -> bool:
    """True for a web address on a host that can be reached from outside, without a password in it."""
    if not is_web_address(text):
        return False
    try:
        found = urlsplit(text.strip())
        host = (found.hostname or "").rstrip(".")
    except ValueError:
        return False
    if found.username or found.password:
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        *others, last = host.split(".")
        return bool(others) and last not in _INSIDE and not last[:1].isdigit()  # 10.1 and 10.0.0.0x8 are numbers of hosts too


def as_proposed(claim: Claim, proposed: Collection[Claim]) -> bool:
    """True for a claim of a pack that nobody has changed since; looking its quote up changes nothing."""
    return bool(claim.pack) and replace(claim, anchor=None, evidence="") in proposed


def why_withheld(claim: Claim, files: Mapping[str, Evidence], proposed: Collection[Claim]) -> Why | None:
    """Why the claim stays out of an extract, or None where it may be shown. `files` by SHA-256; `proposed` are the claims of public packs.

    A file decides by its marking. Without one, the claim must be a public pack's own words, or cite a public address and be no own test,
    record or contract of the buyer. What was read in a leaked draft itself is never passed on,
    nor a claim whose quote does not stand in its file: those would be words that nobody wrote.
    """
    if claim.evidence:
        file = files.get(claim.evidence)
        if file is None:
            return Why.INTERNAL
        if file.confidentiality is not Confidentiality.PUBLIC:
            return Why(file.confidentiality.value)
        if file.purged or claim.source_kind is SourceKind.LEAKED_DRAFT:
            return Why.UNPUBLISHED
        return Why.QUOTE_MISSING if claim.quote_missing else None
    if claim.source_kind is SourceKind.LEAKED_DRAFT:
        return Why.UNPUBLISHED
    if as_proposed(claim, proposed):
        return None
    own = claim.source_kind in OWN or claim.relays in OWN
    return Why.UNPUBLISHED if own or not is_public_address(claim.address) else None
