"""Which versions make the pages; written into the record once, at sealing."""

from importlib.metadata import version

from readiness_app import __version__
from readiness_app.domain.gates import RULES

RENDERER = "2"
FIRST_RENDERER = "1"  # drew other pages; the reports that it made are still about


def made_with() -> dict[str, str]:
    """Names and versions of the renderer, of the rules for gates, and of the packages whose change could move a byte of the report."""
    return {
        "readiness": __version__,
        "renderer": RENDERER,
        "rules": RULES,
        "reportlab": version("reportlab"),
        "pikepdf": version("pikepdf"),
    }
