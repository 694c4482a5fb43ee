"""The shipped fonts: Inter for words, JetBrains Mono for ids and digests, DejaVu Sans for rare signs."""

from PySide6.QtGui import QFont, QFontDatabase

from readiness_app.assets import names, resource_path

SANS = ("Inter", "DejaVu Sans")
MONO = ("JetBrains Mono", "DejaVu Sans Mono", "DejaVu Sans")
_loaded: dict[str, int] = {}


def load() -> None:
    """Make the shipped fonts known to Qt; a second call does nothing. RuntimeError where Qt cannot read one."""
    for name in names("fonts", ".ttf"):
        if name not in _loaded:
            number = QFontDatabase.addApplicationFont(str(resource_path("fonts", name)))
            if number < 0:
                raise RuntimeError(f"The shipped font {name} cannot be read.")
            _loaded[name] = number


def sans(px: int = 13, weight: int = 400) -> QFont:
    """Inter at `px` pixels; weights 400, 500, 600 and 700 are real cuts."""
    return _font(SANS, px, weight)


def mono(px: int = 12) -> QFont:
    """JetBrains Mono Medium at `px` pixels."""
    font = _font(MONO, px, 500)
    font.setFixedPitch(True)
    return font


def _font(families: tuple[str, ...], px: int, weight: int) -> QFont:
    font = QFont()
    font.setFamilies(list(families))
    font.setPixelSize(px)
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
