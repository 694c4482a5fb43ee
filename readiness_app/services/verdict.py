"""The verdict on a report in one sentence: first what it means, then in brackets which check says so."""

from collections.abc import Sequence
from dataclasses import replace

from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Role
from readiness_app.services.verification import Check, Checks, Signer
from readiness_app.wording import word

MOST_REASONS = 3  # in the verdict; every one of them stands in the list of checks
CHANGED = "it was changed after it was sealed"
NOT_SEALED_WITH_IT = "its seal is not the one that its record names"
# What a failed check means, the gravest first: the first that failed begins the sentence.
MEANT = {
    "structure": "it was changed or damaged after it was sealed",
    "nothing_changed": CHANGED,
    "signatures_intact": "a signature in it does not hold",
    "seal": NOT_SEALED_WITH_IT,
    "record": "the record inside it is damaged",
    "digest": CHANGED,
    "pages": "its pages do not show what its record says",
    "evidence": "a file inside it is not the one that its record lists",
    "looks": "it shows another signature than the one that was given",
    "after_last": "something was added after the last signature",
    "sealed": "it is a draft",
    "separate_persons": "one person signed twice",
    "signers": "it cannot be told that the right people signed",
    "annex": "the files beside it are not those that it lists",
}
UNJUDGED = "who signed was not judged"


def unjudged(signers: Sequence[Signer]) -> tuple[Signer, ...]:
    """The signers of a file that does not hold: nobody's identity is confirmed by it."""
    return tuple(replace(one, confirmed=False, detail=_without_verdict(one)) for one in signers)


def _without_verdict(signer: Signer) -> str:
    return f"{signer.detail.rpartition('; ')[0]}; {UNJUDGED}" if signer.ok and "; " in signer.detail else signer.detail


def only_waits(checks: Sequence[Check]) -> bool:
    """True for a sealed report that everything is in order with, except that not everybody has signed yet."""
    failed = [check for check in checks if check.failed]
    return [check.name for check in failed] == ["all_signed"] and "; missing: " in failed[0].detail


def missing(review: Review, signed: Sequence[Role]) -> str:
    """Which roles have not signed, each with the person named for it."""
    return ", ".join(_called(review, role) for role in review.required_roles if role not in signed)


def _called(review: Review, role: Role) -> str:
    named = review.signatory(role)
    return f"{word(role)} ({named.name})" if named else word(role)


def summary(name: str, work: Checks, review: Review, signed: Sequence[Role]) -> str:
    """The verdict on a report of ours."""
    count = f"{len(signed)} of {len(review.required_roles)} required signatures"
    if [check.name for check in work.done if check.failed] == ["annex"]:
        detail = next(check.detail for check in work.done if check.failed)
        return f"{name} itself is valid: {count}, nothing was changed. {detail}"
    minded = "".join(f" {check.detail}" for check in work.done if check.warning)
    partly = any(check.warning and check.name == "pages" for check in work.done)
    if only_waits(work.done):
        intact = "is intact as far as it could be checked" if partly else "is intact"
        return f"{name} {intact}; {count}, missing: {missing(review, signed)}. It becomes valid once everybody has signed.{minded}"
    if not work.passed:
        return not_valid(name, work)
    if partly:
        return f"{name} is valid as far as it could be checked: {count}, nothing was changed since.{minded}"
    return f"{name} is valid: {count}, nothing was changed.{minded}"


def not_valid(name: str, work: Checks) -> str:
    """What is wrong as a layman understands it, and the checks that say so."""
    failed = [check for check in work.done if check.failed]
    reasons = [check.detail.rstrip(".") for check in failed]
    more = f"; and {len(reasons) - MOST_REASONS} more" if len(reasons) > MOST_REASONS else ""
    return f"{name} is not valid: {_meaning(failed)} ({'; '.join(reasons[:MOST_REASONS])}{more})."


def _meaning(failed: Sequence[Check]) -> str:
    by_name = {check.name: check.detail for check in failed}
    if "changed after signing" in by_name.get("signatures_intact", "") or "not what was sealed" in by_name.get("seal", ""):
        return CHANGED
    return next((said for name, said in MEANT.items() if name in by_name), "not everybody has signed")
