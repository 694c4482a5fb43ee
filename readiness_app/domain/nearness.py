"""The passage of a long text that comes nearest to a few words: likely places by the words they share, then difflib on those."""

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

_CANDIDATES = 6
_TELLING = 30  # words of a quote that vote, the rarest first
_COMMON = 2_000  # places of a word that are looked at
_LONGEST = 400  # words of a quote that are compared
_EDGES = ".,;:!?()[]{}\"'*"


class Passages:
    """The words of a text, indexed once, in which the passage nearest to a quote is found."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = [bare(word) for word in words]
        self._places: dict[str, list[int]] = {}
        for number, word in enumerate(self._words):
            self._places.setdefault(word, []).append(number)

    def nearest(self, quote: Sequence[str], least: float) -> tuple[int, int, float] | None:
        """First word, word behind the last, and difflib's ratio (0 to 1) of the best passage; None where none reaches `least`."""
        wanted = [bare(word) for word in quote[:_LONGEST]]
        found = [self._fitted(wanted, start) for start in self._likely(wanted)]
        good = [one for one in found if one is not None and one[2] >= least]
        return max(good, key=lambda one: (one[2], -one[0])) if good else None

    def _likely(self, wanted: Sequence[str]) -> list[int]:
        """Where the quote would begin, by the votes of the words it shares with the text."""
        votes: Counter[int] = Counter()
        room = max(4, len(wanted) // 2)
        told = sorted(enumerate(wanted), key=lambda one: len(self._places.get(one[1], ())))
        for offset, word in told[:_TELLING]:
            votes.update((place - offset) // room for place in self._places.get(word, ())[:_COMMON])
        both = Counter({bucket: count + votes[bucket + 1] for bucket, count in votes.items()})
        return [bucket * room for bucket, _ in both.most_common(_CANDIDATES)]

    def _fitted(self, wanted: Sequence[str], start: int) -> tuple[int, int, float] | None:
        size, room = len(wanted), max(4, len(wanted) // 2)
        begin, stop = max(0, start - room), start + size + 3 * room
        window = self._words[begin:stop]
        blocks = [block for block in SequenceMatcher(None, wanted, window, autojunk=False).get_matching_blocks() if block.size]
        if not blocks:
            return None
        # Words before the first and behind the last one in common count as replaced, as many as the quote has there.
        first = max(0, blocks[0].b - blocks[0].a)
        last = min(len(window), blocks[-1].b + blocks[-1].size + (size - blocks[-1].a - blocks[-1].size))
        ratio = 2 * sum(block.size for block in blocks) / (size + last - first)
        return begin + first, begin + last, ratio


def bare(word: str) -> str:
    """A word without case and without the punctuation around it."""
    return word.strip(_EDGES).casefold() or word
