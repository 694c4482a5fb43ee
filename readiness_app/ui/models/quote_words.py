"""How a quote stands, as a chip and in words, wherever a claim is shown."""

from collections.abc import Callable

from readiness_app.domain.claim import Anchor, Claim
from readiness_app.domain.vocabulary import AnchorState, QuoteFate
from readiness_app.ui.marks import Mark
from readiness_app.wording import one_line, word

Words = Callable[[str], str]

_FATES = {
    QuoteFate.STILL_THERE: ("circle-check", "known"),
    QuoteFate.MOVED: ("arrow-right-left", "known"),
    QuoteFate.CHANGED: ("pencil-line", "partly"),
    QuoteFate.GONE: ("circle-x", "unknown"),
    QuoteFate.NEVER_FOUND: ("circle-question-mark", "na"),
    QuoteFate.CANNOT_BE_CHECKED: ("circle-question-mark", "partly"),
    QuoteFate.NO_QUOTE: ("circle-minus", "na"),
}


def anchor_mark(claim: Claim, tr: Words) -> Mark | None:
    """The chip that says where the claim's quote stands in its file; None for a claim without quote or file."""
    if not claim.quote.strip() or not claim.evidence:
        return None
    return anchor_look(claim.anchor, claim.page, tr)


def anchor_look(anchor: Anchor | None, cited: int | None, tr: Words) -> Mark:
    """The chip of one result; `cited` is the page the quote was said to be on."""
    if anchor is None:
        return Mark(icon="circle-dashed", text=tr("Quote not looked up yet"), tone="pending")
    match anchor.state:
        case AnchorState.FOUND:
            text = tr("Quote found on page {page}").format(page=anchor.page) if anchor.page else tr("Quote found")
            return Mark(icon="circle-check", text=text, tone="known")
        case AnchorState.ON_ANOTHER_PAGE:
            text = tr("Quote found on page {page}, not {cited}").format(page=anchor.page, cited=cited)
            return Mark(icon="circle-dot", text=text, tone="partly")
        case AnchorState.NOT_FOUND:
            return Mark(icon="circle-x", text=tr("Quote not found in the file"), tone="unknown")
        case _:
            return Mark(icon="circle-question-mark", text=tr("Quote cannot be checked"), tone="na")


def beside_chip(title: str, why: str = "") -> str:
    """What the chip leaves open: in which file, and why its quote cannot be checked."""
    return f"{one_line(title)}: {why}" if why else one_line(title)


def fate_mark(fate: QuoteFate) -> Mark:
    """The chip that says what became of a quote in a new revision."""
    icon, tone = _FATES[fate]
    return Mark(icon=icon, text=word(fate), tone=tone)
