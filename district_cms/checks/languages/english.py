"""English, by the words that hardly any sentence of it lacks: it is seen before any other language
is looked for."""

import re
from typing import Final

from ..word_sets import word_set

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


# No word that another language of the district's families has as well: no "a", "in" or "come".
_OWN: Final = word_set(
    """
    about after all also and any are aren't be because been before bring but by can can't could
    did didn't does doesn't don't down during each every families find first for free from get
    give grade had has have help her here his homework how i'm if into is isn't it's its just know
    last learn learned learning let's like look many math may meet minutes most must my need never
    new next not now of off office only open other our out over own please read reading school she
    should some start student students study take than thank that that's the their them then there
    these they they're this those three through to today too two under until up very was we we'll
    we're were week well went what when where which while who whose why will with won't work would
    write year you you'll you're your
    monday tuesday wednesday thursday friday saturday sunday january february march july october
    """
)
_SHARED: Final = word_set(
    """
    a am an as at come do go he i in it made me more no on one part so time us use
    """
)
_ANY: Final = _OWN | _SHARED
# A name says nothing of the language that it stands in, nor do the particles of names.
PARTICLES: Final = word_set(
    """
    al d da das de dei del della der di dos du e el i l la las le les los of und van von y
    """
)
_SHARE: Final = 0.25
_FEWEST_FOR_SURE: Final = 3
_SHARE_FOR_SURE: Final = 0.3


def is_plainly_english(text: str) -> bool:
    """True if even the names in a text are few beside its English words. Some microseconds."""
    words = text.replace(",", " ").replace(".", " ").lower().split()
    return sum(map(_ANY.__contains__, words)) >= _SHARE * len(words) and not _OWN.isdisjoint(words)


class Evidence:
    """What the words of a text say for English."""

    def __init__(self, text: str) -> None:
        words = [word.replace("’", "'") for word in _WORD.findall(text)]
        lower = [word.lower() for word in words]
        self.own = sum(word in _OWN for word in lower)
        self.shared = sum(word in _SHARED for word in lower)
        self.different = len(_OWN.intersection(lower))
        self.words = len(words)
        # Those that are no names.
        self.common = sum(
            word in _OWN or (as_typed[:1].islower() and word not in PARTICLES)
            for as_typed, word in zip(words, lower, strict=True)
        )

    @property
    def is_likely(self) -> bool:
        """True if nobody would look for another language in these words."""
        return self.own > 0 and self.own + self.shared >= _SHARE * self.common

    @property
    def is_sure(self) -> bool:
        """True if these words are English whatever they are marked as."""
        return self.different >= _FEWEST_FOR_SURE and self.own >= _SHARE_FOR_SURE * self.common
