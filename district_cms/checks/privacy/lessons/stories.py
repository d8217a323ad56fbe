"""What a lesson tells of people: stories, history, and problems to solve.

The people of a lesson fall ill, are arrested and live in poverty, and none of them goes to school
here.
"""

import re
from itertools import pairwise
from typing import Final, NamedTuple

from ...word_sets import word_set
from ..kinds import index
from ..naming.known_names import NOT_A_PERSON
from ..naming.word_lists import (
    ALL_FAMILY,
    ALL_GIVEN,
    GIVEN_OF_LESSONS,
    LEARNED,
    MAY_BE_GIVEN,
    OF_LESSONS,
    ORDINARY,
    STORIES_OF,
    TITLES,
)
from ..normalizing import fold
from .cues import ASKED, CUES, OF_HERE, READ, YEAR

_LESSON: Final = re.compile(
    r"\b(?:chapters? \w|chapter|memoir|autobiograph\w+|biograf\w+|biograph\w+|timeline"
    r"|linea del tiempo|tale|fable|fabula|folktale|legend|leyenda|myth|mito"
    r"|in (?:the|our|this) (?:book|film|movie|text|read[- ]?aloud|(?:math|story) book|textbook"
    r"|workbook|opera|legend)\b|literature|book club|stave \w"
    r"|the (?:character|narrator|author|myth)\b|(?:acted|act) out (?:the|a (?:scene|part|story)"
    r"|our|their|scenes?|parts?)\b|in (?:the )?act \w|scene \w"
    r"|(?:short|picture) (?:story|book)|story starter|graphic novel|comics?|cartoons?|superhero\w*"
    r"|protagonist\w*|narrator|narrador\w*|villain|antagonist"
    r"|en (?:el|este|nuestro) (?:libro|relato)|capitulos?|personajes?|escena"
    r"|(?:el|al|del) (?:personaje|autor)|la novela"
    r"|character(?:s|'s)? (?:in|from|study|sketch|analysis)"
    r"|century|siglo|ancient|world war|civil war|civil rights|guerra|revoluci\w+|independenc\w+"
    r"|(?:invented|discovered|composed|painted|premiered|inaugurat\w+|assassinat\w+)\b"
    r"|invento|descubrio|compuso|pinto|estreno|libero"
    r"|historian\w*|historiador\w*|primary source|fuente primaria|documentary|documental"
    r"|(?:why|how) (?:do|does|did|might|would|was|were|is|are) (?!many|much|long|far|old)"
    r"|do you think|what (?:does|did) .{1,40} (?:teach|tell|show|mean|learn|feel)"
    r"|was (?:that|it|this) (?:fair|right)|por que (?:crees|creen|cree|piensan?)|que (?:harias"
    r"|harian|sentirias|le dirias)|seminar|allegor\w+|ballad|sonnet|symphony|sinfonia|opera"
    r"|1[0-8]\d\d|19\d\d)\b"
)
_EXAMPLE: Final = re.compile(
    r"\b(?:(?:spanish|english|french) [1-5]:|practice (?:sentences?|problems?)"
    r"|(?:grammar|spelling|vocabulary|writing|sample|example|story) (?:practice|sentences?"
    r"|thesis|letters?|forms?|essays?|address|e-?mails?|answers?|questions?|cards?"
    r"|warm-?up|exercises?|prompts?|problems?)|(?:past|present|future) tense|role-?play\w*"
    r"|(?:sentence|oracion|palabra) (?:of|de|del) (?:the )?(?:day|week|dia|la semana)"
    r"|diagram th(?:is|e)|fix th(?:is|e) sentence|dictation(?=:)|dictado(?=:)|decodable"
    r"|circle the|social story"
    r"|social skills(?=:)|completa(?=:)|translate(?=:)|traduzcan?\b|preterito|imperfecto"
    r"|subjuntivo|indicativo|conjug\w+"
    r"|case [0-9]|in (?:the|our|this) (?:story|poem|novel|fable|tale)|en (?:el|este"
    r"|nuestro) (?:cuento|poema)"
    r"|in (?:the|this|our) (?:problem|video|clip|case study|scenario|role-?play|example|case)"
    r"|en (?:el|este) (?:video|ejemplo|caso)|(?<!por )ejemplo|subray\w+|mock trial|fictional"
    r"|made-?up|imaginary|pretend\w*|second step|zones of regulation|case study"
    r"|en la (?:novela|historia|fabula|lectura)|oraciones|pronouns?|antecedents?|adjectives?"
    r"|synonyms?|apostrophes)\b"
)
_IN_A_WORK: Final = re.compile(
    r"(?:^|[.!?] )(?:In|En) (?:[“\"]([^“”\"\n]{2,60})[”\"],?|"
    r"((?:[Tt]he |El |La |An? )?[^\W\d_a-z][\w']{1,20}"
    r"(?: (?:(?:of|to|the|on|in|for|with|an?|and|de|del|la|el|los|las|y"
    r"|en) ){0,2}[^\W\d_a-z][\w']{1,20}){0,4}),)"
)
# "Jonas in The Giver": within a sentence, only a title has such a capital.
_TITLED: Final = re.compile(
    r"\b(?:in|from|of|about|by|read|reading|en|de|sobre) (?:The|An?|By|My|On|Where|When|Into"
    r"|Because|El|La|Los|Las|Un|Una) [^\W\d_a-z]|\b(?:en|de) (?:[Ll]a|[Ee]l) [a-z]+ en [^\W\d_a-z]"
)
# Known by one name; a student may have it as well.
FAMOUS: Final = word_set(
    "frida selena malala clemente lincoln santiago harriet sojourner pele messi beyonce rihanna "
    "adele elvis cher prince madonna shakira zendaya lebron kobe simone serena venus galileo rosie "
    "goodall marti jordan ruby jackie amelia neil buzz ruth babe eleanor cesar "
    "dolores emiliano benito evita wilma jesse muhammad ali lizzie nelson winston abraham martin "
    "hidalgo morelos"
)
_NAMED: Final = re.compile(r"(?<![\w'])[^\W\d_a-z][\w'-]+")
# "We wrapped up Diary of a Wimpy Kid", and "The Giver, by Lois Lowry".
_READS: Final = re.compile(
    r"\b(?:[Ff]inish\w*|[Ww]rapp\w* up|[Rr]ead|[Rr]eading|[Ss]tart\w*|[Bb]egan|[Bb]egin|le[ií]mos"
    r"|leyendo|[Tt]erminamos"
    r"|[Ee]mpezamos|[Aa]cabamos) (?:[a-z]+ ){0,2}?[^\W\d_a-z][\w']+ (?:(?:of|the|an?|and|in|to|de"
    r"|la|el|los|del|y) ){1,3}[^\W\d_a-z]"
)
_WORK_BY: Final = re.compile(
    r"^[^.!?\n]{3,60}, (?:de|by|por) [^\W\d_a-z][\w.]+(?: [^\W\d_a-z][\w.]+){1,2}\.?$"
)
_USUAL: Final = MAY_BE_GIVEN - GIVEN_OF_LESSONS
_WORDS: Final = re.compile(r"[^\W_]{2,}")
_QUOTED: Final = re.compile(r"[“\"]([^\W\d_a-z][^“”\"\n]{2,60})[”\"]")
_SMALL: Final = word_set(
    "a an and at by for from in is of on or the to with de del el la las los y"
)


class Evidence(NamedTuple):
    """What a sentence speaks for: `invented`, an example of a sentence or within a story; `strong`,
    surely a lesson; `weak` and `here`, how many kinds of words of lessons, and of here and now;
    `asks`, what is asked of those in a book; `reads`, that one is read."""

    invented: bool
    strong: bool
    weak: int
    here: int
    asks: bool
    reads: bool


def evidence(plain: str, text: str) -> Evidence:
    """Return what a sentence, folded and as it is, speaks for."""
    cues = [cue.search(plain) is not None for cue in CUES]
    return Evidence(
        invented=_EXAMPLE.search(plain) is not None or _is_in_a_work(text),
        strong=_LESSON.search(plain) is not None
        or (_TITLED.search(text) or _WORK_BY.match(text)) is not None,
        weak=_weight(sum(cues), text),
        here=sum(cue.search(plain) is not None for cue in OF_HERE),
        reads=(READ.search(plain) or _READS.search(text)) is not None,
        asks=any(cues[-ASKED:]) or YEAR.search(plain) is not None,
    )


def is_one(plain: str, text: str) -> bool:
    """True if a text, folded and as it is, speaks of a story, of history or of their people."""
    found = evidence(plain, text)
    return found.invented or found.strong or found.weak > found.here or is_of_a_story(plain, text)


def _weight(cues: int, text: str) -> int:
    found = cues + _names_a_work(text)
    words = [fold(word.removesuffix("'s")) for word in _NAMED.findall(text)]
    return found + 2 * _names_somebody_known(words) + (found > 0 and not FAMOUS.isdisjoint(words))


def _names_somebody_known(words: list[str]) -> bool:
    """True if an author, a painter or anybody else of lessons is named beside the others."""
    return any(b in OF_LESSONS and a not in MAY_BE_GIVEN for a, b in pairwise(["", *words])) or any(
        pair in LEARNED for pair in pairwise(words)
    )


def is_of_a_story(plain: str, text: str) -> bool:
    """True if two who stand in one story are named, one of whom is called as hardly anyone is."""
    named = {fold(word) for word in _WORDS.findall(text) if word[0].isupper()}
    named |= {f"*{word}" for word in _WORDS.findall(plain)}
    return any(
        len(found := named & story) > 1 and not found <= _USUAL
        for word in named & STORIES_OF.keys()
        for story in STORIES_OF[word]
    )


def _is_in_a_work(text: str) -> bool:
    """True for "In Hatchet, …" and "En Coco, …": not for days, subjects and classes."""
    named = _IN_A_WORK.search(text)
    if not named:
        return False
    if named[1]:
        return _is_a_title(named[1])
    words = [fold(word).removesuffix("'s") for word in named[2].split()]
    return not (words[-1] in ORDINARY or words[-1] in NOT_A_PERSON or words[0] in TITLES)


def _names_a_work(text: str) -> bool:
    """True if something in quotation marks is written as a title is: "The Giver"."""
    return any(_is_a_title(quoted) for quoted in _QUOTED.findall(text))


def _is_a_title(quoted: str) -> bool:
    words = quoted.split()
    plain = [fold(word).removesuffix("'s") for word in words]
    if len(words) == 1 and (quoted.isupper() or index.tells(plain[0])):
        return False  # "IEP", "Suspended"
    return (
        all(word[:1].isupper() or word in _SMALL or not word[:1].isalpha() for word in words)
        and plain[0] not in ALL_GIVEN
        and plain[-1] not in ALL_FAMILY
    )
