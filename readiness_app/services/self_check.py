"""The headless half of the self-check: content, a workspace, a small report that is written, signed and verified."""

from datetime import datetime
from pathlib import Path

from readiness_app.domain.changes import DecisionMade
from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.review import Decision, Review, Subject
from readiness_app.domain.vocabulary import Outcome, Role, Tier
from readiness_app.services import asking, library, replying, reviewing, sealing, signing_off, verifying
from readiness_app.services.reviewing import NewReview
from readiness_app.services.workspace import Workspace

_NAME = "Self Check"
_PASSPHRASE = "self-check"


def run(folder: Path, at: datetime) -> tuple[str, ...]:
    """Does it all in `folder`, which must exist, and says what was done; raises whatever goes wrong."""
    checklists, packs = library.checklists(), library.packs()
    report, identity = folder / "report.pdf", folder / "identity.p12"
    signing_off.create_identity(_NAME, identity, _PASSPHRASE, at)
    with Workspace.create(folder / "check.readiness", at, folder / "seals") as workspace:
        subject = Subject(vendor="Nobody", model="No model")
        new = NewReview(checklist=checklists[-1].id, subject=subject, tier=Tier.SANDBOX, as_of=at.date())
        review = reviewing.create_review(workspace, new, "Lead", at)
        decision = Decision(outcome=Outcome.REJECT, rationale="Self-check", valid_until=None, made_by="Lead", made=at, edition=1)
        review = reviewing.apply(workspace, review, DecisionMade(before=None, after=decision), "Lead", at)
        _ask(review, folder, at)
        change = signing_off.signatory_change(review, Role.REVIEWER, _NAME, identity.with_suffix(".pem"))
        review = reviewing.apply(workspace, review, change, "Lead", at)
        review = sealing.seal(workspace, review, "Lead", at, report, seals=folder / "seals").review
        signing_off.sign_file(report, signing_off.Signing(role=Role.REVIEWER, at=at, identity=identity, passphrase=_PASSPHRASE))
        signing_off.collect(workspace, review, report, "Lead", at)
    found = verifying.verify(report, trust=(identity.with_suffix(".pem"),))
    if not found.valid:
        raise ReadinessError(found.summary)
    return (
        f"{len(checklists)} checklists and {len(packs)} packs read",
        "workspace made, written and closed",
        "question list written as spreadsheet and PDF, and read back in a process of its own",
        f"report of {report.stat().st_size:,} bytes written, signed and verified",
    )


def _ask(review: Review, folder: Path, at: datetime) -> None:
    item = next(item.id for item in review.items_in_scope() if item.vendor_question)
    made = asking.new_list(review, [item], "Lead", at)
    sheet = folder / "questions.xlsx"
    for suffix in asking.SUFFIXES:
        sheet.with_suffix(suffix).write_bytes(asking.file_of(review, made, suffix))
    if [row.item for row in replying.read_file(sheet, sheet.stat().st_size).rows] != [item]:
        raise ReadinessError("A question list did not come back as it was written.")
