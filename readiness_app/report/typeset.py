"""Breaks text into lines. Text is never parsed: a span is drawn character by character, whatever it says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import fsum

from readiness_app.report.directions import directed, is_turned, mirrored
from readiness_app.report.fonts import glyph_widths
from readiness_app.report.glyphs import literal, runs, word_widths
from readiness_app.report.glyphs import wide as wide_of
from readiness_app.report.style import Face

_BREAK_AFTER = frozenset("/-_.?&=,;:|")


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one face; `to` names a place in this report, `url` an address outside (checked where it is drawn)."""

    text: str
    face: Face
    to: str = ""
    url: str = ""


@dataclass(slots=True)
class Piece:
    """Glyphs of one font in a row, `x` points from the line's start."""

    x: float
    width: float
    text: str
    font: str
    span: Span


@dataclass(slots=True)
class Line:
    """One line of set text; `wrapped` says that a space or a line break follows, so that a reader's ear hears two words."""

    pieces: list[Piece] = field(default_factory=list)
    width: float = 0.0
    wrapped: bool = False


_Part = tuple[str, str, float, Span]


def broken(spans: Sequence[Span], width: float) -> list[Line]:
    """The spans as lines of at most `width` points; words that are wider are cut, best after a slash or a dot."""
    if len(spans) == 1 and (simple := _simple(spans[0], width)) is not None:
        return simple
    lines = [Line()]
    spaced = False
    for word in _words(spans):
        if word is None:
            lines[-1].wrapped = True  # read aloud, a line break is the end of a word
            lines.append(Line())
            spaced = False
            continue
        wide = _wide(word)
        if wide <= width:
            _put(lines, word, wide, width, spaced)
        else:
            for chunk in _cut(word, width):
                _put(lines, chunk, _wide(chunk), width, spaced)
                spaced = False
        spaced = True
    for line in lines:
        if any(is_turned(piece.text) for piece in line.pieces):
            line.pieces = _turned(line.pieces)
    return lines


def _turned(pieces: list[Piece]) -> list[Piece]:
    """The pieces of a line, with what runs from right to left in its place; their order stays that of reading aloud and of searching."""
    x = pieces[0].x
    found: list[Piece] = []
    for _, group in groupby(pieces, lambda piece: id(piece.span)):
        same = list(group)
        span = same[0].span
        text, fonts = "".join([piece.text for piece in same]), [piece.font for piece in same for _ in piece.text]
        for clusters in directed(text):
            turned = len(clusters) > 1
            seen = list(reversed(clusters)) if turned else clusters
            if span.to or span.url:  # one link, not one for each letter
                clusters = seen = [[place for cluster in seen for place in cluster]]
            made = {id(cluster): list(_pieces(span, text, fonts, cluster)) for cluster in clusters}
            for piece in [piece for cluster in seen for piece in made[id(cluster)]]:
                piece.x, x = x, x + piece.width
                piece.text = mirrored(piece.text) if turned else piece.text
            found += [piece for cluster in clusters for piece in made[id(cluster)]]
    return found


def _pieces(span: Span, text: str, fonts: Sequence[str], places: Sequence[int]) -> Iterator[Piece]:
    for font, group in groupby(places, lambda place: fonts[place]):
        shown = "".join([text[place] for place in group])
        yield Piece(0.0, wide_of(shown, glyph_widths(font)) * span.face.size, shown, font, span)


def _simple(span: Span, width: float) -> list[Line] | None:
    """What nearly all text is, one span in one font with no word wider than the line, in a third of the time; None for any other."""
    font, size = span.face.font, span.face.size
    known, space = word_widths(font), glyph_widths(font)[32] * size
    lines: list[Line] = []
    for row in literal(span.text).split("\n"):
        words: list[str] = []
        used = 0.0
        for token in row.split(" "):
            if not token:
                continue
            wide = known[token] * size
            if wide < 0 or wide > width:
                return None
            if words and used + space + wide > width + 0.01:
                lines.append(_whole(words, used, span))
                words, used = [], 0.0
            used = used + space + wide if words else wide
            words.append(token)
        lines.append(_whole(words, used, span))
    lines[-1].wrapped = False
    return lines


def _whole(words: list[str], width: float, span: Span) -> Line:
    return Line([Piece(0.0, width, " ".join(words), span.face.font, span)] if words else [], width, True)


def shortened(spans: Sequence[Span], width: float) -> Line:
    """The spans on one line of at most `width` points, with `…` where the rest was left out; line breaks read as spaces."""
    flat = [replace(span, text=span.text.replace("\n", " ")) for span in spans]
    lines = broken(flat, width)
    if len(lines) == 1:
        return lines[0]
    last = flat[-1].face
    dots = glyph_widths(last.font)[ord("…")] * last.size
    line = broken(flat, width - dots)[0]
    line.wrapped = False
    if line.pieces:
        line.pieces[-1].text = line.pieces[-1].text.rstrip() + "…"
    return line


def _words(spans: Sequence[Span]) -> Iterator[list[_Part] | None]:
    word: list[_Part] = []
    for span in spans:
        size, font = span.face.size, span.face.font
        known = word_widths(font)
        for row_number, row in enumerate(literal(span.text).split("\n")):
            if row_number:
                if word:
                    yield word
                yield None
                word = []
            for number, token in enumerate(row.split(" ")):
                if number and word:
                    yield word
                    word = []
                if token:
                    wide = known[token]
                    if wide >= 0:
                        word.append((token, font, wide * size, span))
                    else:
                        word.extend([(text, name, wide * size, span) for text, name, wide in runs(token, font)])
    if word:
        yield word


def _wide(word: list[_Part]) -> float:
    return word[0][2] if len(word) == 1 else fsum([part[2] for part in word])


def _put(lines: list[Line], word: list[_Part], wide: float, width: float, spaced: bool) -> None:
    line = lines[-1]
    last = line.pieces[-1] if line.pieces else None
    gap = glyph_widths(last.font)[32] * last.span.face.size if last is not None and spaced else 0.0
    if last is not None and line.width + gap + wide > width + 0.01:
        line.wrapped = spaced
        line, last = Line(), None
        lines.append(line)
    elif last is not None and gap:
        last.text += " "
        last.width += gap
        line.width += gap
    for text, font, part_width, span in word:
        if last is not None and last.span is span and last.font == font:
            last.text += text
            last.width += part_width
        else:
            last = Piece(line.width, part_width, text, font, span)
            line.pieces.append(last)
        line.width += part_width


def _cut(word: list[_Part], width: float) -> list[list[_Part]]:
    """A word that is wider than the line, as chunks that fit."""
    chunks: list[list[_Part]] = [[]]
    room = width
    for text, font, _, span in word:
        widths, size = glyph_widths(font), span.face.size
        start, used, stop = 0, 0.0, 0
        for place, character in enumerate(text):
            wide = widths[ord(character)] * size
            if used + wide > room and (place > start or chunks[-1]):
                end = stop if stop - start > (place - start) // 2 else place
                if end > start:
                    chunks[-1].append((text[start:end], font, wide_of(text[start:end], widths) * size, span))
                chunks.append([])
                start, room = end, width
                used = wide_of(text[start:place], widths) * size
            used += wide
            if character in _BREAK_AFTER:
                stop = place + 1
        if start < len(text):
            chunks[-1].append((text[start:], font, used, span))
            room -= used
    return [chunk for chunk in chunks if chunk]
