"""Checking a report against its signatures, and listing a review's history."""

import shlex
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from readiness_app.cli import acting, output, own, shapes
from readiness_app.cli.history_words import short, what
from readiness_app.cli.options import As, Json, ReviewId, WorkspaceFile, existing
from readiness_app.cli.trouble import REFUSED
from readiness_app.domain.history import check_chain, set_back
from readiness_app.settings import Settings, load_settings
from readiness_app.wording import word

if TYPE_CHECKING:
    from readiness_app.services.verifying import Check, Signer, Verification

PANEL = "Checking"
IDENTITIES = {
    "confirmed": "Identities: confirmed.",
    "named_by_the_report_only": (
        "Identities: named by the report only. Compare the fingerprints with their holders, or name a certificate you trust by --trust."
    ),
}


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    for command in (verify, history):
        app.command(rich_help_panel=PANEL)(command)


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="A report.")],
    trust: Annotated[
        list[Path] | None, typer.Option("--trust", metavar="FILE.pem", help="A root, or a self-signed certificate, that you trust; repeat.")
    ] = None,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", metavar="WORKSPACE", help="Also believe what this workspace pinned.", show_default=False)
    ] = None,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Check a report: every signature, every signer, and the record inside. Ends with 1 unless it is valid."""
    from readiness_app.services import verifying

    settings = load_settings()
    trusted = (*map(existing, trust or ()), *_trusted_by(settings))
    pinned = _pinned(workspace, settings)
    tell = None if as_json else _tell_check
    found = verifying.verify(existing(file), trusted, pinned, tell, partial(own.known, workspace))
    if not as_json:
        tell_signers(found)
    output.result(shape_of(found), (output.literal(found.summary), *_identities(found)), as_json=as_json)
    if not found.valid:
        if as_json:
            output.say(found.summary)
        raise typer.Exit(REFUSED)


def _pinned(named: Path | None, settings: Settings) -> set[str]:
    """The fingerprints that this machine's own workspaces pinned; one that cannot be read confirms nothing, unless it was named."""
    from readiness_app.services.signing_off import pinned_fingerprints

    return set().union(*own.asked(named, settings, pinned_fingerprints))


def _trusted_by(settings: Settings) -> tuple[Path, ...]:
    """The certificates that the settings trust; one that is gone or broken is told with how to take it out, and passed over."""
    from readiness_app.services.signing_off import usable

    found, problems = usable(settings.trusted)
    stay = " ".join(shlex.quote(str(path)) for path in found) or '""'
    for problem in problems:
        output.say(f"Warning: {problem} Take it out: readiness config set trusted {stay}")
    return found


def _tell_check(check: "Check") -> None:
    detail = f": {check.detail}" if check.detail else ""
    mark = "✓ ok     " if check.ok else "✗ not ok " if check.failed else "! not sure"
    output.say(f"{mark} {check.name}{detail}")


def _identities(found: "Verification") -> tuple[str, ...]:
    """The sentence about identities; none where a foreign file has no signature, hence nobody to identify."""
    from readiness_app.services.verification import NOT_JUDGED

    if not found.signers and not found.review:
        return ()
    return (IDENTITIES[found.identities],) if found.judged else (NOT_JUDGED,)


def tell_signers(found: "Verification") -> None:
    """Every signer on standard error: role, name, when by whose clock, how known, and the whole fingerprint to compare."""
    for signer in found.signers:
        unconfirmed = "named by the report only" if found.judged else "who signed was not judged"
        output.say(f"Signer: {word(signer.role) if signer.role else 'no role'}: {signer.name}, {_told_of(signer, unconfirmed)}")
        output.say(f"  Fingerprint: {signer.fingerprint}")


def _told_of(signer: "Signer", unconfirmed: str = "named by the report only") -> str:
    if signer.ok:
        return signer.detail
    clock = "a time stamp" if signer.stamped else "the signer's own clock"
    time = f"{signer.time:%Y-%m-%d %H:%M} UTC, by {clock}" if signer.time else "no time given"
    return f"{time}; {'identity confirmed here' if signer.confirmed else unconfirmed}; not in order: {signer.detail}"


def shape_of(found: "Verification") -> dict[str, Any]:
    """The JSON shape of a verification."""
    return {
        "valid": found.valid,
        "summary": found.summary,
        "identities": found.identities,
        "checks": [{"name": c.name, "ok": c.ok, "warning": c.warning, "detail": c.detail} for c in found.checks],
        "signers": [
            {
                "role": s.role,
                "name": s.name,
                "fingerprint": s.fingerprint,
                "time": s.time,
                "ok": s.ok,
                "stamped": s.stamped,
                "confirmed": s.confirmed,
                "detail": s.detail,
            }
            for s in found.signers
        ],
        "expected_signers": found.expected_signers,
        "digest": found.digest,
        "review": shapes.recorded(found.review) if found.review else None,
    }


def history(
    workspace: WorkspaceFile,
    review: ReviewId,
    item: Annotated[str | None, typer.Option("--item", metavar="ITEM", help="Only what concerns this item.", show_default=False)] = None,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """List every change of a review, oldest first. Prints the entries' hashes; the last one is the head."""
    from readiness_app.services import reviewing

    with acting.reading(workspace) as opened:
        if item is not None:
            acting.load(opened, review).checklist.item(item)
        entries = reviewing.history(opened, review, item)
    if item is None and not (chain := check_chain(entries)).intact:
        output.say(f"Warning: the history is not intact. {chain.problem}")
    early = set_back(entries)
    if early and item is None:
        named = f"{', '.join(map(str, early[:10]))}{' ...' if len(early) > 10 else ''}"
        output.say(f"The times of these entries are before those of the entries they follow: {named}. A clock was set back, or two clocks")
        output.say("differ. Their order is by number.")
    documents = [{name: getattr(entry, name) for name in entry.__dataclass_fields__} for entry in entries]
    rows = [
        (str(e.sequence), f"{e.at.astimezone():%Y-%m-%d %H:%M}", e.actor, e.operation, short(e.target), what(e), e.hash[:12])
        for e in entries
    ]
    output.listing(documents, [e.hash for e in entries], ("No.", "When", "Who", "Done", "On", "What", "Hash"), rows, as_json=as_json)
