"""Small vector shapes as path operators: boxes, rules, and the marks that tell a state without colour."""

from readiness_app.domain.vocabulary import GateState, Knowledge, Verdict
from readiness_app.report.paper import fill, stroke
from readiness_app.report.style import BORDER, WHITE

_ROUND = 0.5523


def rectangle(x: float, y: float, width: float, height: float) -> str:
    """The path of a rectangle."""
    return f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re"


def rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    """The path of a rectangle with round corners."""
    r = min(radius, width / 2, height / 2)
    c = r * (1 - _ROUND)
    right, top = x + width, y + height
    return (
        f"{x + r:.2f} {y:.2f} m {right - r:.2f} {y:.2f} l {right - c:.2f} {y:.2f} {right:.2f} {y + c:.2f} {right:.2f} {y + r:.2f} c "
        f"{right:.2f} {top - r:.2f} l {right:.2f} {top - c:.2f} {right - c:.2f} {top:.2f} {right - r:.2f} {top:.2f} c "
        f"{x + r:.2f} {top:.2f} l {x + c:.2f} {top:.2f} {x:.2f} {top - c:.2f} {x:.2f} {top - r:.2f} c "
        f"{x:.2f} {y + r:.2f} l {x:.2f} {y + c:.2f} {x + c:.2f} {y:.2f} {x + r:.2f} {y:.2f} c h"
    )


def circle(x: float, y: float, radius: float) -> str:
    """The path of a circle around a point."""
    return rounded(x - radius, y - radius, 2 * radius, 2 * radius, radius)


def filled(path: str, color: str) -> str:
    """The path filled."""
    return f"{fill(color)} {path} f"


def outlined(path: str, color: str, width: float = 0.75) -> str:
    """The path stroked."""
    return f"{stroke(color, width)} {path} S"


def rule(x: float, y: float, width: float, color: str = BORDER, weight: float = 0.5) -> str:
    """A thin horizontal line."""
    return f"{stroke(color, weight)} {x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l S"


def hatched(x: float, y: float, width: float, height: float, color: str, step: float = 4.0) -> str:
    """Diagonal lines inside a rectangle."""
    lines = []
    offset = -height
    while offset < width:
        lines.append(f"{x + offset:.2f} {y:.2f} m {x + offset + height:.2f} {y + height:.2f} l")
        offset += step
    return f"q {rectangle(x, y, width, height)} W n {stroke(color, 0.6)} {' '.join(lines)} S Q"


def dotted(x: float, y: float, width: float, height: float, color: str, step: float = 4.0) -> str:
    """Rows of dots inside a rectangle."""
    rows = []
    level = y + step / 2
    while level < y + height:
        rows.append(f"{x + step / 2:.2f} {level:.2f} m {x + width:.2f} {level:.2f} l")
        level += step
    return f"q {rectangle(x, y, width, height)} W n {stroke(color, 1)} 1 J [0 {step:g}] 0 d {' '.join(rows)} S Q"


def _tick(x: float, y: float, r: float, color: str) -> str:
    points = f"{x - r * 0.45:.2f} {y - r * 0.02:.2f} m {x - r * 0.1:.2f} {y - r * 0.38:.2f} l {x + r * 0.5:.2f} {y + r * 0.36:.2f} l"
    return f"1 J 1 j {stroke(color, r * 0.26)} {points} S"


def _cross(x: float, y: float, r: float, color: str) -> str:
    d = r * 0.38
    path = f"{x - d:.2f} {y - d:.2f} m {x + d:.2f} {y + d:.2f} l {x - d:.2f} {y + d:.2f} m {x + d:.2f} {y - d:.2f} l"
    return f"1 J {stroke(color, r * 0.26)} {path} S"


def _plus(x: float, y: float, r: float, color: str) -> str:
    d = r * 0.45
    path = f"{x - d:.2f} {y:.2f} m {x + d:.2f} {y:.2f} l {x:.2f} {y - d:.2f} m {x:.2f} {y + d:.2f} l"
    return f"1 J {stroke(color, r * 0.26)} {path} S"


def _half_disc(x: float, y: float, r: float, color: str) -> str:
    c = r * _ROUND
    path = f"{x:.2f} {y + r:.2f} m {x - c:.2f} {y + r:.2f} {x - r:.2f} {y + c:.2f} {x - r:.2f} {y:.2f} c "
    path += f"{x - r:.2f} {y - c:.2f} {x - c:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c h"
    return filled(path, color)


def _diamond(x: float, y: float, r: float) -> str:
    return f"{x:.2f} {y + r:.2f} m {x + r:.2f} {y:.2f} l {x:.2f} {y - r:.2f} l {x - r:.2f} {y:.2f} l h"


def knowledge_mark(word: Knowledge, x: float, y: float, r: float, color: str) -> str:
    """The mark of a knowledge, around a point: each differs in shape, not only in colour."""
    ring = outlined(circle(x, y, r), color, r * 0.22)
    match word:
        case Knowledge.KNOWN:
            return f"{filled(circle(x, y, r), color)} {_tick(x, y, r, WHITE)}"
        case Knowledge.PARTLY_KNOWN:
            return f"{ring} {_half_disc(x, y, r, color)}"
        case Knowledge.UNKNOWN:
            dot = filled(circle(x, y, r * 0.28), color)
            return f"{ring} {dot}"
        case Knowledge.CONTESTED:
            left = f"{x - r:.2f} {y - r * 0.8:.2f} m {x - r:.2f} {y + r * 0.8:.2f} l {x - r * 0.1:.2f} {y:.2f} l h"
            right = f"{x + r:.2f} {y - r * 0.8:.2f} m {x + r:.2f} {y + r * 0.8:.2f} l {x + r * 0.1:.2f} {y:.2f} l h"
            return f"{filled(left, color)} {filled(right, color)}"
        case Knowledge.NOT_APPLICABLE:
            return f"{ring} {rule(x - r * 0.5, y, r, color, r * 0.26)}"
        case _:
            return f"q [1.4 1.4] 0 d {ring} Q"


def verdict_mark(word: Verdict, x: float, y: float, r: float, color: str) -> str:
    """The mark of a verdict: squares, so that it is not taken for a knowledge."""
    box = rounded(x - r, y - r, 2 * r, 2 * r, r * 0.35)
    match word:
        case Verdict.ACCEPTABLE:
            return f"{filled(box, color)} {_tick(x, y, r, WHITE)}"
        case Verdict.ACCEPTABLE_WITH_CONTROL:
            return f"{outlined(box, color, r * 0.24)} {_plus(x, y, r, color)}"
        case Verdict.NOT_ACCEPTABLE:
            return f"{filled(box, color)} {_cross(x, y, r, WHITE)}"
        case _:
            return outlined(box, color, r * 0.2)


def gate_mark(state: GateState, x: float, y: float, r: float, color: str) -> str:
    """The mark of a gate: diamonds; filled with a cross where it is open."""
    path = _diamond(x, y, r * 1.15)
    match state:
        case GateState.OPEN:
            return f"{filled(path, color)} {_cross(x, y, r * 0.75, WHITE)}"
        case GateState.ACCEPTED:
            return f"{outlined(path, color, r * 0.22)} {filled(_diamond(x, y, r * 0.5), color)}"
        case _:
            return f"{outlined(path, color, r * 0.22)} {_tick(x, y, r * 0.75, color)}"
