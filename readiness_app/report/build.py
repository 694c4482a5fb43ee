"""Makes the report of a review from its record: pages, then the finishing pass."""

from collections.abc import Callable, Iterator, Mapping

from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Role
from readiness_app.report.boxes import Box
from readiness_app.report.facts import Facts, facts_of
from readiness_app.report.finish import Attached, finished
from readiness_app.report.flow import Flow, Furniture
from readiness_app.report.glyphs import one_line
from readiness_app.report.metadata import Card
from readiness_app.report.pages.carried import acceptances_page, conditions_page
from readiness_app.report.pages.changes import changes_page
from readiness_app.report.pages.contents import contents
from readiness_app.report.pages.cover import cover
from readiness_app.report.pages.evidence import evidence_page
from readiness_app.report.pages.gates import gates_page
from readiness_app.report.pages.history import history_page
from readiness_app.report.pages.items import items_intro, section_boxes
from readiness_app.report.pages.people import people_page
from readiness_app.report.pages.scope import scope_page
from readiness_app.report.pages.signatures import signatures_page
from readiness_app.report.pages.summary import summary
from readiness_app.report.pages.unknowns import unknowns_page
from readiness_app.report.pages.until import until_page
from readiness_app.report.pages.vendor import vendor_page
from readiness_app.report.pages.verify import verify_page
from readiness_app.report.paper import Paper
from readiness_app.report.words import inside, short, subject_name
from readiness_app.wording import word

Progress = Callable[[float, str], None]

_PARTS = [
    ("Summary", "summary"),
    ("What changed since the edition before", "changes"),
    ("Gates", "gates"),
    ("Items", "items"),
    ("Unknowns", "unknowns"),
    ("Questions to the vendor", "vendor"),
    ("What is carried until when", "until"),
    ("Risk acceptances", "acceptances"),
    ("Conditions", "conditions"),
    ("Scope", "scope"),
    ("Evidence", "evidence"),
    ("Decision and people", "people"),
    ("The history", "history"),
    ("How to verify this report", "verify"),
    ("Signatures", "signatures"),
]


def build_report(
    review: Review,
    *,
    record: bytes,
    digest: str,
    files: Mapping[str, bytes],
    fields: Mapping[Role, str],
    final: bool,
    seal_field: str = "",
    progress: Progress | None = None,
) -> bytes:
    """The report as PDF bytes; the same arguments give the same bytes.

    `review` is decoded from `record`, `digest` is the record's SHA-256, `files` maps SHA-256 to the bytes of at least every file that
    may be embedded, `fields` names the signature field of each required role, `seal_field` that of the workspace's seal, which is planned
    where the record names a seal. Without `final` every page says DRAFT and there are no fields. `progress` is
    called with a share from 0 to 1 and a sentence; what it raises goes through.
    """
    step = progress or (lambda share, sentence: None)
    facts = facts_of(review, record=record, digest=digest, fields=fields, final=final, seal_field=seal_field)
    paper = Paper(review.frame.language, facts.sheet)
    flow = Flow(paper, _furniture(facts))
    _draw(flow, facts, step)
    step(0.85, "Putting the record and the evidence inside")
    made = finished(paper, _card(facts), _attached(facts, files))
    step(1.0, "The report is made")
    return made


def _draw(flow: Flow, facts: Facts, step: Progress) -> None:
    step(0.0, "Cover and summary")
    flow.part(cover(facts), header=False)
    flow.part(summary(facts))
    flow.part(contents(facts, _parts(facts)))
    if facts.review.supersedes is not None:
        flow.part(changes_page(facts), joins=True)
    flow.part(gates_page(facts), follows=facts.review.supersedes is not None)
    flow.part(_items(facts, step), follows=True)
    step(0.7, "Registers and evidence index")
    flow.part(unknowns_page(facts), follows=True)
    if facts.review.questions or facts.review.replies:
        flow.part(vendor_page(facts), joins=True)
    for page in (until_page, acceptances_page, conditions_page, scope_page, evidence_page, people_page, history_page):
        flow.part(page(facts), joins=True)
    flow.part(verify_page(facts))
    flow.part(signatures_page(facts))


def _parts(facts: Facts) -> list[tuple[str, str]]:
    """The parts of this report with their places: some stand only where there is something to say."""
    review = facts.review
    absent = {"changes"} if review.supersedes is None else set()
    absent |= set() if review.questions or review.replies else {"vendor"}
    return [(title, place) for title, place in _PARTS if place not in absent]


def _items(facts: Facts, step: Progress) -> Iterator[Box]:
    yield from items_intro(facts)
    total = max(len(facts.review.checklist.sections), 1)
    for number, section in enumerate(facts.review.checklist.sections):
        step(0.1 + 0.6 * number / total, f"Section {number + 1} of {total}")
        yield from section_boxes(facts, section)


def _furniture(facts: Facts) -> Furniture:
    review = facts.review
    return Furniture(
        subject=f"{subject_name(review.subject)}, {inside(review.tier)}",
        marking=word(review.frame.confidentiality),
        edition=f"Round {review.round}, edition {review.edition}",
        digest=short(facts.digest),
        draft=not facts.final,
    )


def _card(facts: Facts) -> Card:
    review = facts.review
    made = review.sealing.at if review.sealing else review.decision.made if review.decision else review.created
    state = "" if facts.final else " (draft)"
    return Card(
        title=one_line(f"Readiness report: {subject_name(review.subject)}, {inside(review.tier)}{state}"),
        author=one_line(review.lead),
        language=review.frame.language,
        made=made,
        digest=facts.digest,
    )


def _attached(facts: Facts, files: Mapping[str, bytes]) -> list[Attached]:
    held = [evidence for evidence in facts.review.evidence if evidence.sha256 in facts.embedded]
    return [Attached.record(facts.record), *(Attached.evidence(evidence, files[evidence.sha256]) for evidence in held)]
