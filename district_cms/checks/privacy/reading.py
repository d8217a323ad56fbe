"""What one piece of a line says of whom it names: which phrase speaks of whom?"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from ..accessibility.words import clip
from ..findings import Fault
from . import by_form, lessons, plainly, said_of, sure_phrases
from .kinds import personal
from .likelihood import (
    AS_A_WHOLE,
    ENOUGH,
    EXERCISE,
    LISTED,
    MAY_TELL,
    SAID,
    STRONG,
    SURELY,
    TOLD,
    TOLD_OF_ANYBODY,
    WEAK,
)
from .masking import mask_digits, mask_name
from .naming.mentions import Mention
from .passages import APART
from .told import Hit, OfWholeName, Told, distance, excerpt, is_called_so
from .who_is_meant import OF_ONE, SHORT, WhoIsMeant

_NEAR: Final = 45
_FAR: Final = 200
_SEVERAL: Final = 2
_PRESENT: Final = re.compile(r" (?:is|has|takes|needs|was marked|will|esta|tiene|toma|va|vive) ")


class Reading(WhoIsMeant):
    """A piece of a line, with whom it names: which phrase speaks of whom?"""

    _told: Sequence[Told] = ()

    def faults(self) -> Iterator[Fault]:
        """Yield what phrases tell of someone, once of each kind."""
        hits = self._hits if self._may_be_asked else self._telling_for_sure
        self._told = list(filter(None, map(self._told_by, hits)))
        done: set[str] = set()
        for told in sorted(self._told, key=lambda told: not told.proved):
            if told.kind not in done and self._is_to_be_asked(told):
                done.add(told.kind)
                said = excerpt(self._piece, told.hit, told.mention)
                fault = OfWholeName(told.rule, said, proved=told.proved)
                yield fault if told.sure else Fault(told.rule, said)

    @cached_property
    def _may_be_asked(self) -> bool:
        """False if the words weigh so little that nothing that may speak for them besides would be
        enough to ask: they are weighed quickly, and decide of nearly every text."""
        if any(one.described for one in self._named):
            return True
        strong = any(hit.is_strong for hit in self._hits)
        weak = any(not hit.is_strong for hit in self._hits)
        listed = strong and any(one.known and one.full for one in self._named)
        starts = [*(one.start for one in self._named), *(hit.start for hit in self._hits)]
        told = {self._sentences.of(start) for start in starts}
        words = max(self._likely_with_all(sentence, is_strong=strong) for sentence in told)
        return words + (STRONG * strong + WEAK * weak + LISTED * listed) + SAID + SURELY >= ENOUGH

    @property
    def _telling_for_sure(self) -> list[Hit]:
        """The phrases that may tell something for sure: only of a whole name."""
        is_whole = any(one.known and one.full for one in self._named)
        return [hit for hit in self._hits if hit.is_strong] if is_whole else []

    def _told_by(self, hit: Hit) -> Told | None:
        """Return what a phrase tells of someone, as far as lists of words know, or None."""
        kind = hit.kind
        if kind.beside and not kind.beside.search(self._plain):
            return None
        if "gpa" in self._plain[hit.start : hit.end] and by_form.states_criterion(
            self._plain, hit.start, hit.end
        ):
            return None
        nearest = self._nearest(hit)
        if nearest is None:
            return None
        mention, together = nearest
        if self._is(kind.not_in, *self._span(hit.start, mention.start)):
            return None
        places = self._places(hit.start, mention.start)
        if self._lessons.is_surely_lesson(*places) or self._is_problem(mention):
            return None
        is_lesson = self._lessons.is_lesson(*places)
        if kind.in_lessons and self._is_of_lesson(hit, mention, places):
            return None
        if kind.sure is personal.ASKED and not is_called_so(mention):
            return None
        if kind is personal.COMMON and (APART in self._piece or not self._is_told_of_one(mention)):
            return None
        near = distance(hit, mention)
        if hit.phrase.weak and not (together and near <= _NEAR // 3 and APART not in self._piece):
            return None
        whole = mention.known and mention.full and near <= _NEAR
        listed = whole and hit.is_strong and APART in self._piece[mention.end : hit.start]
        sure = whole and together and APART not in self._piece
        sure = sure and not (hit.phrase.weak or is_lesson)
        sure = sure and kind.sure is not kind.unsure
        proved = sure and sure_phrases.tells(kind.sure.id, self._plain, mention)
        refuses = proved and not self._likelihood.is_most_unlikely(hit.start)
        rule = (kind.sure if refuses else kind.unsure).id
        return Told(hit, mention, rule, sure, proved, listed)

    def _is_to_be_asked(self, told: Told) -> bool:
        """True unless the words around say that nothing private is told."""
        if told.mention.described:
            return True  # of a child who is described they know little: the phrase alone decides
        hit, mention = told.hit, told.mention
        if told.sure:
            return told.proved or not self._likelihood.is_most_unlikely(hit.start)
        places = (hit.start, mention.start)
        return self._is_likely(
            max(self._likely_of_all(place, is_strong=hit.is_strong) for place in places)
        )

    def plainly(self) -> Fault | None:
        """Return what is said of someone so plainly that nothing is weighed, or None."""
        if not self._hits:
            return None
        said = plainly.find(self._piece, self._plain, filter(self._may_have_it, self._named))
        if said is None:
            return None
        one, rule, start, end = said
        words = mask_digits(self._piece[start:end].strip(" ,:=-"))
        name = mask_name(one.name)
        return Fault(rule, clip(f"{name} … {words}" if start >= one.end else f"{words} … {name}"))

    def _may_have_it(self, one: Mention) -> bool:
        places = self._places(one.start, one.start)
        is_other = one.of_lesson or one in self._staff
        return not (is_other or self._lessons.is_lesson(*places) or self._is_problem(one))

    def said_of_someone(self) -> Fault | None:
        """Return what the form of a sentence alone says of someone, or None."""
        if not self._may_be_asked or self._said is None:
            return None
        if not self._is_likely(self._likely_of_all(self._said[0].start)):
            return None
        return self._asked(*self._said)

    def likely(self) -> Fault | None:
        """Return what is most likely told of someone, by the words around the name alone, or None.

        Nobody who works here is asked about, nor whoever stands in a problem or in a list, nor what
        may be no person, unless the words tell very much.
        """
        if not self._may_be_asked or APART in self._piece or not said_of.may_say(self._piece):
            return None
        if not self._is_likely(max(self._likely_of_all(one.start) for one in self._named)):
            return None
        others = [one for one in self._named if self._may_be_somebody(one)]
        for named, least in ((self._surely, TOLD), (others, TOLD_OF_ANYBODY)):
            one = max(named, key=lambda one: self._likely_of_all(one.start), default=None)
            told = one is not None and self._by_words(one) >= least
            if one and told and self._is_likely(self._likely_of_all(one.start)):
                return self._asked(one, one.end + SHORT)
        return None

    def tells_as_a_whole(self) -> Fault | None:
        """Return what all the words together tell, whoever is meant, or None."""
        if self._staff or max(self._likely(one.start) for one in self._named) < MAY_TELL:
            return None
        if APART in self._piece or self._likelihood.of_all < AS_A_WHOLE:
            return None
        who = (one for one in self._named if one.described or self._may_be_somebody(one))
        one = max(who, key=lambda one: self._likely(one.start), default=None)
        return self._asked(one, one.end + SHORT) if one else None

    def _is_likely(self, words: float) -> bool:
        """True if the words of a sentence and what else speaks for it are enough to ask.

        Who is meant is looked for where it decides.
        """
        told = words + self._by_phrases
        if told >= ENOUGH or told + SAID + SURELY < ENOUGH:
            return told >= ENOUGH
        return told + SAID * (self._said is not None) + SURELY * bool(self._surely) >= ENOUGH

    @cached_property
    def _by_phrases(self) -> float:
        """What the phrases of the lists add to what the words around weigh, and what an exercise
        takes away."""
        return (
            STRONG * any(told.hit.is_strong for told in self._told)
            + WEAK * any(not told.hit.is_strong for told in self._told)
            + LISTED * any(told.is_listed for told in self._told)
            - EXERCISE * lessons.is_exercise(self._plain)
        )

    def _asked(self, one: Mention, end: int) -> Fault:
        words = mask_digits(self._piece[one.end : end].strip(" ,:=-"))
        return Fault(personal.ASKED.id, clip(f"{mask_name(one.name)} … {words}"))

    def _nearest(self, hit: Hit) -> tuple[Mention, bool] | None:
        at = self._sentences.of(hit.start)
        best: tuple[Mention, bool] | None = None
        for mention in self._named:
            if mention.start <= hit.start and hit.end <= mention.end:
                continue  # the phrase is part of the name
            if mention.of_lesson and hit.kind.in_lessons and not self._has_now(mention):
                continue
            if mention.described and not hit.is_strong:
                continue
            where = self._sentences.of(mention.start)
            together = where == at
            if not together and not self._sentences.go_on(at, where, mention):
                continue
            if distance(hit, mention) > _FAR:
                continue
            if best is None or (not together, distance(hit, mention)) < (
                not best[1],
                distance(hit, best[0]),
            ):
                best = (mention, together)
        return None if best and hit.kind.of_staff and best[0] in self._staff else best

    def _has_now(self, mention: Mention) -> bool:
        """True if someone called as a person of lessons is said to have something now."""
        return _PRESENT.match(self._plain, mention.end) is not None

    def _is_told_of_one(self, mention: Mention) -> bool:
        """True if what is said of everybody is said of someone here: of a whole name, with
        another such word, or of a list of names."""
        if self._is("office", *self._span(mention.start, mention.start)):
            return False
        said = sum(hit.kind.sure is personal.ASKED for hit in self._hits)
        said += mention.known and OF_ONE.search(self._plain) is not None
        return mention.full or said >= _SEVERAL or len(self._named) > _SEVERAL

    def _is_of_lesson(self, hit: Hit, mention: Mention, places: tuple[int, int]) -> bool:
        """True if these sentences are about people of lessons: surely, for a whole name."""
        if mention.known and mention.full and hit.kind.sure is not personal.ASKED:
            return self._lessons.is_lesson_by_itself(*places)
        return self._lessons.is_lesson(*places)
