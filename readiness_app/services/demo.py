"""The sample review, from nothing to a signed and verified report, through the same services as everything else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from readiness_app import assets
from readiness_app.domain.changes import DecisionMade, change_answer
from readiness_app.domain.claim import Claim
from readiness_app.domain.review import Condition, Decision, Review, RiskAcceptance, Subject
from readiness_app.domain.vocabulary import Knowledge, Outcome, Role, ScopeAnswer, SourceKind, Tier, Verdict
from readiness_app.services import evidence, library, reviewing, sealing, signing_off, verifying
from readiness_app.services.evidence import Details
from readiness_app.services.reviewing import NewReview
from readiness_app.services.verifying import Verification
from readiness_app.services.workspace import Workspace

AS_OF = date(2026, 3, 29)
LEAD = "Imke Sanders"
PEOPLE = {Role.SECURITY: "Tomas Berg", Role.BUSINESS_OWNER: "Ruth Okello"}
PASSPHRASE = "readiness-demo"  # protects nothing: these identities are made for the sample alone
IN_SCOPE = (
    "eu_market",
    "eu_personal_data",
    "california_personal_data",
    "confidential_data",
    "residency",
    "cyber_dual_use",
    "restricted_access",
    "several_countries",
    "agentic",
    "regulated_entity",
    "client_software",
)
NOTES = (
    ("safety-and-responsible-deployment.md", "Reading note: Safety & Responsible Deployment", ("MOD-02", "RSK-02", "PRV-01")),
    ("responsible-release-debate.md", "Reading note: The Responsible Release Debate", ("ACC-01", "SEC-03", "CYB-02")),
)
JUDGED = {
    "MOD-01": Verdict.NOT_ACCEPTABLE,
    "MOD-02": Verdict.NOT_ACCEPTABLE,
    "MOD-06": Verdict.UNDECIDED,
    "ACC-01": Verdict.ACCEPTABLE,
    "PRV-01": Verdict.NOT_ACCEPTABLE,
    "PRV-06": Verdict.ACCEPTABLE,
    "PRV-07": Verdict.ACCEPTABLE,
    "PRV-08": Verdict.ACCEPTABLE,
    "SEC-03": Verdict.NOT_ACCEPTABLE,
}
ASKED = ("MOD-01", "MOD-02", "MOD-04", "RSK-02", "EXT-01", "ACC-02", "ACC-04", "PRV-02", "PRV-04", "PRV-09", "SEC-01", "SEC-04")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What the sample made and what verifying its report said."""

    folder: Path
    workspace: Path
    review: Review
    report: Path
    verification: Verification


def make_demo(folder: Path, at: datetime, progress: Callable[[float, str], None] | None = None) -> Demo:
    """Makes the sample in `folder`; a folder of that name is renamed aside first, never overwritten."""
    tell = progress or (lambda fraction, text: None)
    set_aside(folder)
    folder.mkdir(parents=True)
    identities = _identities(folder / "identities", at)
    with Workspace.create(folder / "demo.readiness", at) as workspace:
        tell(0.1, "Adopting what is published about Claude Mythos")
        review = sample_review(workspace, at)
        review = _name_signatories(workspace, review, identities, at)
        tell(0.4, "Sealing the review and making the report")
        report = folder / f"claude-mythos-{AS_OF}.pdf"
        review = sealing.seal(workspace, review, LEAD, at, report).review
        for step, (role, identity) in enumerate(identities.items()):
            tell(0.6 + 0.15 * step, f"Signing as {PEOPLE[role]}")
            signing_off.sign_file(report, signing_off.Signing(role=role, at=at, identity=identity, passphrase=PASSPHRASE))
        review = signing_off.collect(workspace, review, report, LEAD, at)
        tell(0.9, "Verifying the report")
        verification = verifying.verify(report, pinned=signing_off.pinned_fingerprints(workspace))
        return Demo(folder=folder, workspace=workspace.path, review=review, report=report, verification=verification)


def set_aside(folder: Path) -> Path | None:
    """Renames an existing folder to the first free name beside it and returns the new name; None where there was nothing."""
    if not folder.exists():
        return None
    names = (folder.with_name(f"{folder.name}-{number}") for number in range(1, 10_000))
    free = next(name for name in names if not name.exists())
    folder.rename(free)
    return free


def _identities(folder: Path, at: datetime) -> dict[Role, Path]:
    folder.mkdir()
    made = {}
    for role, name in PEOPLE.items():
        made[role] = folder / f"{role.value}.p12"
        signing_off.create_identity(name, made[role], PASSPHRASE, at)
    return made


def sample_review(workspace: Workspace, at: datetime) -> Review:
    """The sample as far as the decision: pack adopted, notes attached, some items judged, gaps handled, deferred."""
    review = reviewing.create_review(workspace, _what_is_reviewed(), LEAD, at)
    review, _ = reviewing.adopt(workspace, review, LEAD, at)
    review = _attach_notes(workspace, review, at)
    review = _describe_own_use(workspace, review, at)
    for item, verdict in JUDGED.items():
        review = reviewing.apply(workspace, review, change_answer(review, item, "Tomas Berg", verdict=verdict), "Tomas Berg", at)
    for item in ASKED:
        review = reviewing.apply(workspace, review, change_answer(review, item, LEAD, ask_vendor=True), LEAD, at)
    review = _handle_gaps(workspace, review, at)
    return reviewing.apply(workspace, review, DecisionMade(before=None, after=_decision(review, at)), LEAD, at)


def _what_is_reviewed() -> NewReview:
    checklist = library.checklist("frontier-deployment")
    scope = {q.key: ScopeAnswer.YES if q.key in IN_SCOPE else ScopeAnswer.NO for q in checklist.scope}
    return NewReview(
        checklist=checklist.id,
        subject=Subject(vendor="Anthropic", model="Claude Mythos", access="early access, by invitation"),
        tier=Tier.INTERNAL,
        as_of=AS_OF,
        lead=LEAD,
        scope=scope,
        pack="claude-mythos-2026-03-29",
    )


def _attach_notes(workspace: Workspace, review: Review, at: datetime) -> Review:
    for name, title, items in NOTES:
        path = assets.resource_path("samples", name)
        details = Details(title=title, publisher="Our review team", published=AS_OF, retrieved=AS_OF)
        for item in items:
            review, _ = evidence.attach(workspace, review, item, path, details, LEAD, at, limit=1_000_000)
    return review


def _describe_own_use(workspace: Workspace, review: Review, at: datetime) -> Review:
    claim = Claim(
        id="c-own-use",
        statement="Internal code review and patch triage by twelve engineers; no credentials, no customer data, a person merges.",
        source="Use-case description, security engineering",
        source_kind=SourceKind.OWN_RECORD,
        dated=AS_OF - timedelta(days=8),
        checked=AS_OF,
        added_by="Ruth Okello",
    )
    change = change_answer(review, "OPS-01", "Ruth Okello", knowledge=Knowledge.KNOWN, claims=(claim,), verdict=Verdict.ACCEPTABLE)
    return reviewing.apply(workspace, review, change, "Ruth Okello", at)


def _handle_gaps(workspace: Workspace, review: Review, at: datetime) -> Review:
    acceptance = RiskAcceptance(
        owner="Ruth Okello",
        authority="Budget holder, security engineering",
        rationale="The price is not published; the trial is capped and can be stopped on any day.",
        control="Spending cap of 20,000 EUR a month with an alarm at half of it",
        until=date(2026, 6, 30),
    )
    condition = Condition(
        id="d-1",
        what="Obtain the system card for the exact snapshot and check every item that now rests on the draft alone",
        owner="Tomas Berg",
        due=date(2026, 6, 30),
        proof="The card as a file with its hash, and the items answered anew",
    )
    review = reviewing.apply(workspace, review, change_answer(review, "COM-01", LEAD, acceptance=acceptance), LEAD, at)
    return reviewing.apply(workspace, review, change_answer(review, "MOD-02", LEAD, conditions=(condition,)), LEAD, at)


def _decision(review: Review, at: datetime) -> Decision:
    rationale = (
        "Nothing about this model is known from a source that binds its maker: no system card, no evaluation by outsiders, no terms for "
        "its data. We wait for the documents, put our questions to the vendor, and look again when they are out or by the end of June."
    )
    return Decision(
        outcome=Outcome.DEFER, rationale=rationale, valid_until=date(2026, 6, 30), made_by=LEAD, made=at, edition=review.edition
    )


def _name_signatories(workspace: Workspace, review: Review, identities: dict[Role, Path], at: datetime) -> Review:
    for role, identity in identities.items():
        change = signing_off.signatory_change(review, role, PEOPLE[role], identity.with_suffix(".pem"))
        review = reviewing.apply(workspace, review, change, LEAD, at)
    return review
