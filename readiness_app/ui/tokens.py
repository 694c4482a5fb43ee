"""The colours of each theme and the pixels of each zoom: values only."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """The colours of one status: words, tint and line of chips, a solid for rings and bars, and soft ground and edge of cards."""

    text: str
    tint: str
    line: str
    solid: str
    soft: str
    edge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Every colour of one theme, as "#RRGGBB". Status colours appear only in chips, rings, bars, pickers and banners."""

    name: str
    is_dark: bool
    bg: str
    surface: str
    sunken: str
    hover: str
    text: str
    text_2: str
    text_3: str
    disabled: str
    border: str
    border_strong: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_tint: str
    focus: str
    toast: str
    on_toast: str
    toast_link: str
    invert: str
    on_invert: str
    known: Tone
    partly: Tone
    unknown: Tone
    contested: Tone
    na: Tone
    pending: Tone
    info: Tone

    def tone(self, name: str) -> Tone:
        """The tone called known, partly, unknown, contested, na, pending or info; KeyError for any other name."""
        tone = getattr(self, name, None)
        if not isinstance(tone, Tone):
            raise KeyError(name)
        return tone

    def colours(self) -> dict[str, str]:
        """All colours by role; those of tones as "known", "known_tint", "known_line" and so on."""
        found: dict[str, str] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Tone):
                found |= {field.name: value.text, f"{field.name}_tint": value.tint, f"{field.name}_line": value.line}
                found |= {f"{field.name}_solid": value.solid, f"{field.name}_soft": value.soft, f"{field.name}_edge": value.edge}
            elif isinstance(value, str) and value.startswith("#"):
                found[field.name] = value
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """Sizes in px at a zoom of 100 to 200 per cent. Type: 11 12 13 15 17 20 28; body 13. Everything sits on a 4 px grid."""

    zoom: int = 100
    page_margin: int = 28
    card_padding: int = 16
    gap: int = 14
    text_column: int = 860
    card_radius: int = 10
    control_radius: int = 7

    def px(self, at_100: float) -> int:
        """Pixels at this zoom of a length given at 100 %; never 0 for a length above 0."""
        return max(1, round(at_100 * self.zoom / 100)) if at_100 > 0 else round(at_100 * self.zoom / 100)


LIGHT = Tokens(
    name="light",
    is_dark=False,
    bg="#F5F6F8",
    surface="#FFFFFF",
    sunken="#EEF0F4",
    hover="#EDEFF4",
    text="#161B26",
    text_2="#4A5365",
    text_3="#626C80",
    disabled="#9AA3B3",
    border="#DDE1E8",
    border_strong="#8A94A6",
    accent="#2F4FD0",
    accent_hover="#2743B4",
    on_accent="#FFFFFF",
    accent_tint="#E9EEFF",
    focus="#2F4FD0",
    toast="#1C222D",
    on_toast="#FFFFFF",
    toast_link="#A9BAFF",
    invert="#161B26",
    on_invert="#FFFFFF",
    known=Tone(text="#14653A", tint="#DDF5E6", line="#2E9A5E", solid="#1E9A52", soft="#F0FBF4", edge="#A9DDBF"),
    partly=Tone(text="#7A4A05", tint="#FDEFCF", line="#C98A1B", solid="#C77A0A", soft="#FFF8E9", edge="#EBCB7D"),
    unknown=Tone(text="#9B1C31", tint="#FDE3E6", line="#D2465D", solid="#D42A4B", soft="#FFF3F4", edge="#F0A8B3"),
    contested=Tone(text="#66278A", tint="#F3E6FB", line="#9A5BC0", solid="#8E44B5", soft="#FBF5FE", edge="#D9B8EC"),
    na=Tone(text="#4A5365", tint="#E9ECF1", line="#8A94A6", solid="#8A94A6", soft="#F5F6F8", edge="#CDD3DC"),
    pending=Tone(text="#4A5365", tint="#FFFFFF", line="#8A94A6", solid="#DDE1E8", soft="#FFFFFF", edge="#DDE1E8"),
    info=Tone(text="#2743B4", tint="#E9EEFF", line="#8FA2EC", solid="#2F4FD0", soft="#F3F6FF", edge="#BFCBF7"),
)

DARK = Tokens(
    name="dark",
    is_dark=True,
    bg="#0F1318",
    surface="#171C23",
    sunken="#12161C",
    hover="#212832",
    text="#E8ECF2",
    text_2="#B3BCCA",
    text_3="#929DAE",
    disabled="#5F6A7B",
    border="#2B333F",
    border_strong="#6B778A",
    accent="#7C96FF",
    accent_hover="#94A9FF",
    on_accent="#0F1318",
    accent_tint="#1E2A4D",
    focus="#7C96FF",
    toast="#E8ECF2",
    on_toast="#161B26",
    toast_link="#2743B4",
    invert="#E8ECF2",
    on_invert="#161B26",
    known=Tone(text="#86E3AC", tint="#14352A", line="#2F8F5F", solid="#3DBE78", soft="#10251C", edge="#24543C"),
    partly=Tone(text="#F5C76B", tint="#3A2D12", line="#B98A2C", solid="#E0A03A", soft="#29200F", edge="#5F4A18"),
    unknown=Tone(text="#FF9FAE", tint="#43202A", line="#C65668", solid="#FF6B84", soft="#2C171D", edge="#6B2F3B"),
    contested=Tone(text="#DDB3F7", tint="#37224A", line="#9A6BBD", solid="#B983E0", soft="#251A31", edge="#54366B"),
    na=Tone(text="#B3BCCA", tint="#2A313C", line="#6B778A", solid="#6B778A", soft="#1C222A", edge="#3A434F"),
    pending=Tone(text="#B3BCCA", tint="#171C23", line="#6B778A", solid="#333C49", soft="#171C23", edge="#2B333F"),
    info=Tone(text="#A9BAFF", tint="#1E2A4D", line="#4E64B8", solid="#7C96FF", soft="#161E36", edge="#33437A"),
)

HIGH_CONTRAST = Tokens(
    name="high-contrast",
    is_dark=True,
    bg="#000000",
    surface="#000000",
    sunken="#000000",
    hover="#1F1F1F",
    text="#FFFFFF",
    text_2="#FFFFFF",
    text_3="#E6E6E6",
    disabled="#9A9A9A",
    border="#C8C8C8",
    border_strong="#FFFFFF",
    accent="#8CC8FF",
    accent_hover="#B8DDFF",
    on_accent="#000000",
    accent_tint="#002B57",
    focus="#FFD60A",
    toast="#FFFFFF",
    on_toast="#000000",
    toast_link="#00318A",
    invert="#FFFFFF",
    on_invert="#000000",
    known=Tone(text="#7DFFB0", tint="#002412", line="#7DFFB0", solid="#3BE588", soft="#002412", edge="#7DFFB0"),
    partly=Tone(text="#FFD978", tint="#2B1D00", line="#FFD978", solid="#FFC233", soft="#2B1D00", edge="#FFD978"),
    unknown=Tone(text="#FFB0BC", tint="#38000C", line="#FFB0BC", solid="#FF7088", soft="#38000C", edge="#FFB0BC"),
    contested=Tone(text="#EBC8FF", tint="#270038", line="#EBC8FF", solid="#D08BFF", soft="#270038", edge="#EBC8FF"),
    na=Tone(text="#FFFFFF", tint="#1F1F1F", line="#C8C8C8", solid="#A8A8A8", soft="#1F1F1F", edge="#C8C8C8"),
    pending=Tone(text="#FFFFFF", tint="#000000", line="#FFFFFF", solid="#5A5A5A", soft="#000000", edge="#FFFFFF"),
    info=Tone(text="#B8DDFF", tint="#002B57", line="#8CC8FF", solid="#8CC8FF", soft="#002B57", edge="#8CC8FF"),
)
