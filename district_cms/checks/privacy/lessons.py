"""What a lesson tells of people: stories, history, and problems to solve.

The people of a lesson fall ill, are arrested and live in poverty, and none of them goes to school
here.
"""

import re
from typing import Final

from ..word_sets import word_set
from .kinds import index
from .naming.known_names import NOT_A_PERSON
from .naming.word_lists import (
    ALL_FAMILY,
    ALL_GIVEN,
    GIVEN_OF_LESSONS,
    MAY_BE_GIVEN,
    ORDINARY,
    STORIES_OF,
    TITLES,
)
from .normalizing import fold

_LESSON: Final = re.compile(
    r"\b(?:chapters? \w|chapter|novel|novela|memoir|autobiograph\w+|biograf\w+|biograph\w+|timeline"
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
    r"|harian|sentirias|le dirias)"
    r"|seminar|allegor\w+|ballad|sonnet|symphony|sinfonia|opera"
    r"|1[0-8]\d\d|19\d\d)\b"
)
_EXAMPLE: Final = re.compile(
    r"\b(?:(?:spanish|english|french) [1-5]:|practice (?:sentences?|problems?)"
    r"|(?:grammar|spelling|vocabulary|writing|sample"
    r"|example|story) (?:practice|sentences?"
    r"|thesis|letters?"
    r"|forms?|essays?|address|e-?mails?|answers?|questions?|cards?"
    r"|warm-?up|exercises?|prompts?|problems?)|(?:past|present|future) tense|role-?play\w*"
    r"|in (?:the|our|this) (?:story|poem|novel|fable|tale)|en (?:el|este|nuestro) (?:cuento|poema)"
    r"|in (?:the|this|our) (?:problem|video|clip|case study|scenario|role-?play|example|case)"
    r"|en (?:el|este) (?:video|ejemplo|caso)|ejemplo|subray\w+|mock trial|fictional"
    r"|made-?up|imaginary|pretend\w*|second step|zones of regulation|case study"
    r"|en la (?:novela|historia|fabula|lectura)|oraciones|pronouns?|antecedents?|adjectives?"
    r"|synonyms?|apostrophes)\b"
)
# These are said of a class and its days as well.
_PERHAPS: Final = re.compile(
    r"\b(?:the (?:story|poem|play|book|film|movie|text|musical)\b|read-?aloud"
    r"|(?:spring|fall|winter|school) (?:play|musical)"
    r"|(?:el|del|al|este|un) (?:cuento|libro|poema|capitulo|relato)|la obra de|obra de teatro"
    r"|cuento|poema"
    r"|scientists?|astronauts?|presidents?|inventors?|explorers?|painters?|composers?|poets?"
    r"|cientific[oa]s?|presidentes?|pintor[ae]?s?|compositor[ae]?s?|poetas?|escritor[ae]?s?"
    r"|(?:we|students|kids|readers|the class|third graders|they) (?:\w+ ){0,2}?(?:read|reading"
    r"|learned|learn"
    r"|studied|study|studying|discussed|watched|met|compared|explored|talked) (?:about|how|why|of"
    r"|that|the"
    r"|a|an|some|two|three|our)|is reading|are reading"
    r"|(?:leimos|leemos|aprendimos|estudiamos|vimos|conocimos|comentamos|hablamos"
    r"|platicamos) (?:como|que"
    r"|sobre|de|a|la|el|un|una|por)"
    r"|lista de musica|playlist|find (?:a|the) quote"
    r"|write (?:a letter|an ending|about)|inventen|escriban|compare\w*|comparen)\b"
)
_NOW: Final = re.compile(
    r"\b(?:today|tomorrow|yesterday|tonight|this (?:week|month|morning|year|quarter|semester)"
    r"|so (?:he|she|we|i)|(?:his|her|their) (?:mom|mother|dad|father|parents?|grand\w+)"
    r"|my|i|i'm|me|hoy|ayer|manana|esta semana|este (?:mes|ano)|su (?:mama|papa|abuela))\b"
)
_IN_A_WORK: Final = re.compile(
    r"(?:^|[.!?] )(?:In|En) (?:[“\"]([^“”\"\n]{2,60})[”\"],?|"
    r"((?:The |El |La |An? )?[^\W\d_a-z][\w']{1,20}"
    r"(?: (?:(?:of|to|the|on|in|for|with|an?|and|de|del|la|el|los|las|y"
    r"|en) ){0,2}[^\W\d_a-z][\w']{1,20}){0,4}),)"
)
# "Jonas in The Giver": within a sentence, only a title has such a capital.
_TITLED: Final = re.compile(
    r"\b(?:in|from|of|about|by|read|reading|en|de|sobre) (?:The|An?|El|La|Los|Las|Un"
    r"|Una) [^\W\d_a-z]"
    r"|\b(?:en|de) (?:[Ll]a|[Ee]l) [a-z]+ en [^\W\d_a-z]"
)
_USUAL: Final = MAY_BE_GIVEN - GIVEN_OF_LESSONS
_WORDS: Final = re.compile(r"[^\W_]{2,}")
_QUOTED: Final = re.compile(r"[“\"]([^\W\d_a-z][^“”\"\n]{2,60})[”\"]")
_SMALL: Final = word_set(
    "a an and at by for from in is of on or the to with de del el la las los y"
)
_PROBLEM: Final = re.compile(
    r"\b(?:how (?:many|much|far|long|old|tall)|what (?:does|did|will|would|do) (?:she|he|they|each)"
    r"|write an? (?:\w+ )?(?:equation|expression|inequality)|in (?:problem|question|exercise) \d"
    r"|(?:twice|half|(?:two|three|four) times) as (?:many|much|old|tall|long|far|fast)"
    r"|together they|in all\b"
    r"|what (?:is|was|are|percent|fraction|must|score|number)"
    r"|which (?:is|one|fraction|number)|show your|number line|word problem|exit ticket"
    r"|solve|equations?|calculate|round to|find (?:the|her|his|their|its)|bar model"
    r"|tape diagram|estimate)\b"
    r"|\b(?:cuant[oa]s?|cual (?:es|era)|calcul\w+|resuelv\w+|ecuacion|suman|que fraccion"
    r"|que porcentaje|promedio y)\b"
)
_QUESTION: Final = re.compile(
    r"\b(?:apples?|marbles?|cookies|candies|miles per|mean|median|percent|fraction|degrees?|average"
    r"|left|more|fewer|as many|as much|less than|equations?|expressions?|warm-?up|problem \d+"
    r"|between|total|altogether|fourth|manzanas|canicas|dulces|anos|promedio)\b"
)


# Games, and what one needs to take part in something.
_GAME: Final = re.compile(
    r"\b(?:games?|against|innings?|goals|(?:an?|the winning) goal"
    r"|(?:winning|foul|jump|bank|slap|penalty) shots?|[0-9] shots|free throws?"
    r"|(?:first|second) half|halftime|(?:the|an?|our|first|tennis|soccer) match"
    r"|matches|tournament|season|wins?|won(?!')|baskets?|home runs?|touchdowns?|yards|rebounds"
    r"|assists"
    r"|(?:track|swim|of the) meet|partidos?|goles?|torneo|gano|relay|innings|beam|touchdowns?"
    r"|(?:school|state|meet) record|pitcher|quarterback|goalie|varsity|hockey|soccer|volleyball"
    r"|softball|baseball|wrestl\w+|lacrosse|gymnastics|golf|tennis|cross country)\b"
)
_REQUIRED: Final = re.compile(
    r"\b(?:(?:students?|you|applicants?|everyone|players?|seniors|one) needs? an?"
    r"|needs? an? [0-9]|at least|minimum|must have|required|to apply|may apply|eligible)\b"
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
    return is_played(plain) or _REQUIRED.search(plain) is not None


def is_played(plain: str) -> bool:
    """True if a folded text speaks of a game."""
    return _GAME.search(plain) is not None


def is_office(plain: str) -> bool:
    """True if a folded text tells how staff are reached, and nobody at home."""
    return _STAFF.search(plain) is not None and _HOME.search(plain) is None


def is_invented(plain: str, text: str) -> bool:
    """True if a text, folded and as it is, is an example of a sentence, or tells of a story."""
    return _EXAMPLE.search(plain) is not None or _is_in_a_work(text)


def is_one(plain: str, text: str) -> bool:
    """True if a text, folded and as it is, speaks of a story, of history or of their people."""
    if _LESSON.search(plain) or is_invented(plain, text) or _TITLED.search(text):
        return True
    if _is_of_a_story(plain, text):
        return True
    if _PERHAPS.search(plain) is None and not _names_a_work(text):
        return False
    return _NOW.search(plain) is None


def _is_of_a_story(plain: str, text: str) -> bool:
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


def is_problem(plain: str) -> bool:
    """True if a folded text puts a problem to be calculated."""
    found = _PROBLEM.search(plain)
    return found is not None and ("?" in plain or _QUESTION.search(plain) is not None)
