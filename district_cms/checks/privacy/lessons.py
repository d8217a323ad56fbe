"""What a lesson tells of people: stories, history, and problems to solve.

The people of a lesson fall ill, are arrested and live in poverty, and none of them goes to school
here.
"""

import re
from typing import Final

from .known_names import NOT_A_PERSON
from .normalizing import fold
from .word_lists import ORDINARY, TITLES

_LESSON: Final = re.compile(
    r"\b(?:chapters? \w|chapter|novel|novela|memoir|autobiograph\w+|biograf\w+|biograph\w+|timeline"
    r"|linea del tiempo|tale|fable|fabula|folktale|legend|leyenda|myth|mito"
    r"|the (?:story|poem|play|book|film|movie|text|character|narrator|author|musical|myth)\b"
    r"|(?:spring|fall|winter|school) (?:play|musical)|comics?|cartoons?|superhero\w*|graphic novel"
    r"|(?:short|picture) (?:story|book)|story starter|read-?aloud|in (?:the )?act \w"
    r"|acted out|act out|scene \w|protagonist\w*|narrator|narrador\w*|villain|antagonist"
    r"|(?:el|del|al|este|un) (?:cuento|libro|poema|capitulo|personaje|autor|relato)|la novela"
    r"|la obra de|obra de teatro|cuento|capitulos?|personajes?|poema|escena"
    r"|character(?:s|'s)? (?:in|from|study|sketch|analysis)"
    r"|century|siglo|ancient|world war|civil war|civil rights|guerra|revoluci\w+|independenc\w+"
    r"|(?:invented|discovered|composed|painted|premiered|inaugurat\w+|assassinat\w+)\b"
    r"|invento|descubrio|compuso|pinto|estreno|libero"
    r"|historian\w*|historiador\w*|primary source|fuente primaria|documentary|documental"
    r"|seminar|allegor\w+|ballad|sonnet|symphony|sinfonia|opera"
    r"|scientist|astronaut|president|inventor|explorer|painter|composer|poet|cientific[oa]"
    r"|presidente|pintora?|compositora?|poeta|escritora?"
    r"|write (?:a letter|an ending|about)|inventen|escriban|compare\w*|comparen"
    r"|1[0-8]\d\d|19[0-8]\d)\b"
)
_IN_A_WORK: Final = re.compile(
    r"(?:^|[.!?] )(?:In|En) "
    r"((?:The |El |La )?[^\W\d_a-z][\w']{1,20}(?: [^\W\d_a-z][\w']{1,20}){0,4}),"
)
_PROBLEM: Final = re.compile(
    r"\b(?:how (?:many|much|far|long|old|tall)"
    r"|what (?:is|was|are|percent|fraction|must|score|number)"
    r"|which (?:is|one|fraction|number)|show your|number line|word problem|exit ticket"
    r"|solve|equation|calculate|round to|find (?:the|her|his|their|its)|bar model"
    r"|tape diagram|estimate)\b"
    r"|\b(?:cuant[oa]s?|cual (?:es|era)|calcul\w+|resuelv\w+|ecuacion|suman|que fraccion"
    r"|que porcentaje|promedio y)\b"
)
_QUESTION: Final = re.compile(
    r"\b(?:apples?|marbles?|cookies|candies|miles per|mean|median|percent|fraction|degrees?|average"
    r"|left|more|fewer|between|total|altogether|fourth|manzanas|canicas|dulces|anos|promedio)\b"
)


# Games, and what one needs to take part in something.
_GAME: Final = re.compile(
    r"\b(?:games?|against|innings?|goals|(?:an?|the winning) goal|shots?|throws?|half|match"
    r"|matches|tournament|season|wins?|won|baskets?|home runs?|touchdowns?|yards|rebounds|assists"
    r"|(?:track|swim) meet|partidos?|goles?|torneo|gano)\b"
)
_REQUIRED: Final = re.compile(
    r"\b(?:needs? an?|at least|minimum|must have|required|to apply|may apply|eligible)\b"
)
_STAFF: Final = re.compile(
    r"\b(?:teachers?|counselors?|coach|principal|superintendent|secretary|nurses?|staff|faculty"
    r"|department|office|extension|ext|room \w?\d+|room parents?|pta|pto|volunteers?|coordinator"
    r"|librarian|registrar|maestr[oa]s?|consejer[oa]s?|oficina|director[a]?|secretari[oa]|escuela"
    r"|salon \d+|extension|coordinador[a]?|enfermer[oa])\b"
)
_HOME: Final = re.compile(
    r"\b(?:mom|mother|dad|father|parents? of|guardian|grand\w+|aunt|uncle|home|lives?|walks"
    r"|bus stop|driveway|emergency|mama|papa|madre|padre|tutora?|abuel[oa]|ti[oa]|casa|vive"
    r"|domicilio|emergencia|cell|celular)\b"
)


def is_game(plain: str) -> bool:
    """True if a folded text speaks of a game, or of what one needs to take part."""
    return _GAME.search(plain) is not None or _REQUIRED.search(plain) is not None


def is_office(plain: str) -> bool:
    """True if a folded text tells how staff are reached, and nobody at home."""
    return _STAFF.search(plain) is not None and _HOME.search(plain) is None


def is_one(plain: str, text: str) -> bool:
    """True if a text, folded and as it is, speaks of a story, of history or of their people."""
    return _LESSON.search(plain) is not None or _is_in_a_work(text)


def _is_in_a_work(text: str) -> bool:
    """True for "In Hatchet, …" and "En Coco, …": not for days, subjects and classes."""
    named = _IN_A_WORK.search(text)
    if not named:
        return False
    words = [fold(word).removesuffix("'s") for word in named[1].split()]
    return not (words[-1] in ORDINARY or words[-1] in NOT_A_PERSON or words[0] in TITLES)


def is_problem(plain: str) -> bool:
    """True if a folded text puts a problem to be calculated."""
    found = _PROBLEM.search(plain)
    return found is not None and ("?" in plain or _QUESTION.search(plain) is not None)
