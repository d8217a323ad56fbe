"""One piece of a line, with whom it names: its sentences, and what they are about."""

from functools import cached_property

from . import lessons
from .likelihood import Likelihood
from .naming.keys import key
from .naming.mentions import Mention
from .naming.word_lists import MAY_BE_GIVEN
from .normalizing import fold
from .other_things import mean_other_things
from .sentences import Sentences
from .told import Hit


class Piece:
    """A piece of a line; `plain` is the same folded, `named` are those whom it names, `hits` the
    phrases found in it, and `staff` those of `PrivacyRules`."""

    def __init__(
        self, piece: str, plain: str, named: list[Mention], hits: list[Hit], staff: frozenset[str]
    ) -> None:
        self._staff = {one for one in named if staff and key(one.name) in staff}
        self._hits = hits
        self._piece = piece
        self._plain = plain
        self._named = named
        self._sentences = Sentences(piece, plain, named)
        self._likelihood = Likelihood(plain, named, self._sentences.spans)
        self._known: dict[tuple[str, int, int], bool] = {}

    @cached_property
    def _lessons(self) -> lessons.Weighing:
        return lessons.Weighing(
            self._piece, _without(self._named, self._plain), self._sentences.spans
        )

    def is_all_problem(self) -> bool:
        """True if the piece is a problem to be calculated, and nothing else."""
        return self._lessons.is_problem(0, len(self._sentences.spans) - 1)

    def _is_problem(self, mention: Mention) -> bool:
        places = self._places(mention.start, mention.start)
        is_given = fold(mention.name.split()[0]) in MAY_BE_GIVEN
        return self._lessons.is_problem(*places, of_whole_name=mention.full and is_given)

    def _likely(self, place: int) -> float:
        return self._likelihood.of(self._sentences.of(place))

    def _likely_of_all(self, place: int, *, is_strong: bool = False) -> float:
        """What the sentence at a place weighs together with the whole piece."""
        return self._likely_with_all(self._sentences.of(place), is_strong=is_strong)

    def _likely_with_all(self, sentence: int, *, is_strong: bool) -> float:
        return self._likelihood.of(sentence) + self._likelihood.added_by_all(
            sentence, is_strong=is_strong
        )

    def _by_words(self, one: Mention) -> float:
        return self._likelihood.by_words(self._sentences.of(one.start))

    def _span(self, one: int, other: int) -> tuple[int, int]:
        """Return where the sentences from one place to another begin and end."""
        first, last = self._places(one, other)
        return self._sentences.spans[first][0], self._sentences.spans[last][1]

    def _places(self, one: int, other: int) -> tuple[int, int]:
        """Return the first and the last of the sentences from one place to another."""
        first, last = sorted((self._sentences.of(one), self._sentences.of(other)))
        return first, last

    def _is(self, said: str, start: int, end: int) -> bool:
        """True if these are sentences in which the phrases of a kind mean other things."""
        key_ = (said, start, end)
        if key_ not in self._known:
            self._known[key_] = mean_other_things(
                said, self._piece[start:end], self._plain[start:end]
            )
        return self._known[key_]


def _without(named: list[Mention], plain: str) -> str:
    """Return a text with spaces for the names in it: Pinto painted nothing."""
    for one in named:
        plain = plain[: one.start] + " " * (one.end - one.start) + plain[one.end :]
    return plain
