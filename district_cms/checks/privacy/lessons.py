"""Recognizes people of stories, history, exercises and math problems, who are no students here."""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from ..word_sets import word_set
from . import kinds
from .naming.word_lists import (
    ALL_FAMILY,
    ALL_GIVEN,
    GIVEN_OF_LESSONS,
    LEARNED,
    MAY_BE_GIVEN,
    NOT_A_PERSON,
    OF_LESSONS,
    ORDINARY,
    STORIES_OF,
    TITLES,
)
from .normalizing import fold

# Words that also describe a class and its days.
_POSSIBLE_LESSON: Final = re.compile(
    r"\b(?:novels?|novelas?|the (?:story|poem|play|book(?! (?:fair|sale|drive|club|room))|film"
    r"|movie|text|musical)\b|read-?aloud|(?:spring|fall|winter|school) (?:play|musical)"
    r"|(?:el|del|al|este|un) (?:cuento|libro|poema|capitulo|relato)|la obra de|obra de teatro"
    r"|cuento|poema"
    r"|scientists?|astronauts?|presidents?|inventors?|explorers?|painters?|composers?|poets?"
    r"|cientific[oa]s?|presidentes?|pintor[ae]?s?|compositor[ae]?s?|poetas?|escritor[ae]?s?"
    r"|(?:we|students|kids|readers|the class|third graders|they) (?:\w+ ){0,2}?(?:read|reading"
    r"|learned|learn"
    r"|studied|study|studying|discussed|watched|met|compared|explored|talked) (?:about|how|why|of"
    r"|that|the|a|an|some|two|three|our)|is reading|are reading"
    r"|(?:leimos|leemos|aprendimos|estudiamos|vimos|conocimos|comentamos|hablamos"
    r"|platicamos) (?:como|que|sobre|de|a|la|el|un|una|por)"
    r"|lista de musica|playlist|find (?:a|the) quote"
    r"|write (?:a letter|an ending|about)|inventen|escriban|compare\w*|comparen)\b"
)
_NOW: Final = re.compile(
    r"\b(?:today|tomorrow|yesterday|tonight|this (?:week|month|morning|year|quarter|semester)"
    r"|so (?:he|she|we|i)|(?:his|her|their) (?:mom|mother|dad|father|parents?|grand\w+)"
    r"|my|i|i'm|me|hoy|ayer|manana|esta semana|este (?:mes|ano)|su (?:mama|papa|abuela))\b"
)
# Each of these is weak evidence for a lesson.
CUES: Final = (
    _POSSIBLE_LESSON,
    # Events of stories, told in the present tense.
    re.compile(
        r"\b(?:dies|kills|marries|escapes?|flees|fled|discovers|befriends?|realizes|inherits"
        r"|rescues?|betrays?|banished|haunts?|haunted|orphan\w*|huerfan[oa]|kidnap\w*|shipwreck\w*"
        r"|stranded|falls in love|must (?:leave|choose|decide|save|find|escape|survive)"
        r"|until (?:he|she|they) |alone in the|learns that|turns into|wakes up|sets out|grows up"
        r"|hides? (?:from|in|the)|runs? away|ran away|descubre\w*|escapa|huye|huyo|se enamora|muere"
        r"|secuestr\w*|naufrag\w*|sobreviv\w*)\b"
    ),
    re.compile(
        r"\b(?:gets?|is|are) (?:kicked|sent|killed|taken|caught|arrested|accused|adopted|chased"
        r"|captured"
        r"|shot|thrown|forced|banished|teased|rescued|trapped|swept|blamed|stolen|abandoned"
        r"|put in)\b"
    ),
    # Characters and things of stories.
    re.compile(
        r"\b(?:wizard\w*|dragon\w*|witch\w*|kings?|queens?|princes?|princess\w*"
        r"|castles?|kingdom|ghosts?|monsters?|fairy|fairies|spells? on|curse\w*"
        r"|wardrobe|spaceship|aliens?|sword|treasure|soldiers?|slave\w*|enslaved"
        r"|plantation|colon(?:y|ies|ists?)|pioneers?|bruj\w+|rey|reina|castillo|duende\w*"
        r"|fantasma\w*|esclav\w*|soldad\w*|isla|dragones)\b"
    ),
    # Deeds of historical people.
    re.compile(
        r"(?:^|  )(?:'s)?(?:died|murio|fallecio)\b|\b(?:nacio en|was born in|founded|fundo"
        r"|marched|marcho|led (?:the|a)"
        r"|refused to|boycott\w*|elections?|elected|elegid[oa]|nobel|olympic\w*|conquer\w*|luchó"
        r"|lucho"
        r"|exil\w*|assassin\w*|asesin\w*|imprisoned|jailed|encarcelad\w*|enlisted|legacy|legado"
        r"|famous|famos[oa]|retired number|prisoner|pres[oa] politic[oa]|number .{1,6} is retired"
        r"|set sail|crossed the|expedition"
        r"|expedicion|huelga|strikes?|protest\w*|treaty|tratado|amendment|escaped)\b"
    ),
    # Animals of a class, which have names as children do.
    re.compile(
        r"\b(?:class (?:pets?|guinea pigs?|hamsters?|geckos?|rabbits?|lizards?|snakes?|fish)"
        r"|hatch\w*|therapy dog|mascotas? de la clase|hurricanes?|huracan\w*)\b"
        r"|, (?:the|our) (?:[a-z]+ ){0,2}(?:guinea pigs?|gecko|hamster|rabbit"
        r"|lizard|dog|cat|hens?|chicks?)\b"
    ),
    # What no child has: a spouse, a throne, fifteen years of anything; and a series of verbs.
    re.compile(
        r"\b(?:wife|wives|husbands?|beheaded|throne|reign\w*|ruled|empire|widow\w*|viud[oa]"
        r"|espos[oa]|se casaron|se caso|(?:1[5-9]|[2-9][0-9]) (?:years|anos))\b"
        r"|  [a-z]+s, [a-z]+s,? (?:and )?[a-z]+s\b"
    ),
    # Geography.
    re.compile(
        r"\bborders? (?:on )?  |\b(?:capital of|countr(?:y|ies)|continents?|latitude|longitude"
        r"|peninsula|equator"
        r"|provinces?|pais(?:es)?|frontera con|continentes?|on (?:the|a|our) map|en el mapa)\b"
    ),
    # Work with texts, music and pictures.
    re.compile(
        r"\b(?:discuss|predict|re-?read|infer|annotate|debate whether|quotes?|skits?|listening"
        r"|(?:page|pagina) [0-9]+|art history|essays|prairie|portraits?"
        r"|autorretratos?|retratos?|sculptures?|verses?|stanzas?|lyrics|canciones|song by|poster\w*"
        r"|biopic|diary|diario de|journal entr\w+|essay on|report on|unit on"
        r"|wax museum|bio-?cube|timeline|(?:act|part|book|stave|vol(?:ume)?) (?:[1-9]|one|two"
        r"|three|four"
        r"|five|i{1,3}|iv|v)\b|scene|sequel|series|read-?aloud|lectura en voz alta|versos"
        r"|set list|repertoire|composers?|poem\w*|discutan|comenten|subrayen|escuchamos|pintamos"
        r"|dibujamos|actuamos)\b"
    ),
    # Questions about a character, hardly ever about a student.
    re.compile(
        r"(?:^|[.!?] |: )(?:is|was|does|did|should|would|could|do|were|can|why|how|what|who"
        r"|which) (?:is |was |does |did |would |might |should |do |will |has |else )?"
        r"(?:he|she|they|it|it's|his|her|their|this|that| {2,}\S?)[^.!?]*\?"
        r"|\b(?:que|por que|como|quien|cuando|donde) (?:hizo|haria|sintio|siente|quiere|cree"
        r"|piensa|llora|es|fue|era|le|se) [^.!?]*\?"
    ),
)
READ: Final = re.compile(
    r"\b(?:class guinea pigs?|hatched|hurricanes?|read-?aloud|borders? |capital of)"
    r"|lectura en voz alta"
)
YEAR: Final = re.compile(r"\b1[0-9]\d\d\b")
ASKED: Final = 2
"""So many `CUES`, the last ones, are about work with a book."""
OF_HERE: Final = (
    _NOW,
    re.compile(
        r"\b(?:homework|hw|quiz\w*|locker\w*|iep|504|tardy|detention|make-?up|permission"
        r"|library books?"
        r"|nurse|recess|cafeteria|lunch\w*|suspend\w*|suspension|owes?|turned in|turn in|turning in"
        r"|hand(?:ed)? in|tarea|recreo|enfermeria|camion|permisos?|boleta\w*|salon|calificaci\w+"
        r"|counselor|principal|report card|conference|grades?|meds|inhaler|absent|absences"
        r"|attendance|backpack|behavior|tutoring|retakes?|carpool|field trip|el bano)\b"
    ),
    re.compile(
        r"\b(?:our|us|please|pls|you|your|you're|still|again|by friday|nuestr[oa]s?|favor|todavia"
        r"|otra vez|les|nos|usted\w*)\b"
    ),
)


_EXERCISE: Final = re.compile(
    r"(?:[\w' ]{1,20}: ?|[0-9]{1,2}[.)] ?|q[0-9]{1,2}[.:] ?)?"
    r"(?:fix (?:the|these|this|it)\b|circle (?:the|each|all)\b|underline\b|acentu[ae]|subray[ae]"
    r"|corrig[ea]|corrijan|rewrite (?:the|each|these)\b|diagram (?:the|each|these)\b|punctuate\b"
    r"|correct (?:the|these|each) (?:sentence|error|mistake|verb|word)s?\b|traduc[ei]|translate\b"
    r"|identify the (?:verb|noun|subject|error|clause|part)|find the (?:verb|noun|subject|error"
    r"|mistake|adjective|predicate)|add (?:the )?(?:commas?|punctuation|quotation marks)"
    r"|cloze\b|combine\b[^.:]{0,20}[:(]|fill in the\b|conjug(?:a|ue|ate)\b|unscramble\b"
    r"|(?:model|sample) (?:paragraph|sentence)|role cards?\b|dialogue\b|dialogo\b"
    r"|story with (?:mistakes|errors)|pon(?:er|ga|gan)? (?:el|los) acentos?|oraciones con\b"
    r"|ordena(?:r|n)? las palabras|complet[ae]n? (?:la|las|el|los) (?:oracion|frase|espacio)"
    r"|write (?:two|three|four|five|[2-9]) sentences)"
)
# A choice of two words: "Neither Lan nor her cousins (was / were) absent".
_CHOICE: Final = re.compile(r"\([a-z']{2,12} ?/ ?[a-z']{2,12}\)")
_BLANK: Final = " ___"


def is_exercise(plain: str) -> bool:
    """True if a folded text begins as an exercise does, "Underline the verb", or has a choice
    between two words, or a blank."""
    if _EXERCISE.match(plain) or _BLANK in plain:
        return True
    return "/" in plain and _CHOICE.search(plain) is not None


_PROBLEM: Final = re.compile(
    r"\b(?:how (?:many|much|far|long|old|tall)|what (?:does|did|will|would|do) (?:she|he|they|each)"
    r"|write an? (?:\w+ )?(?:equation|expression|inequality)|in (?:problem|question|exercise) \d"
    r"|(?:twice|half|(?:two|three|four) times) as (?:many|much|old|tall|long|far|fast)"
    r"|together they|in all\b|what (?:is|was|are|percent|fraction|must|score|number)"
    r"|the mean of|possible (?:scores|values|answers)|problem of the (?:week|day)|(?:when"
    r"|where) (?:is|does|do|will) (?:it|he|she|they)\b"
    r"|which (?:is|one|fraction|number)|show your|number line|word problem|exit ticket"
    r"|solve|equations?|calculate|round to|find (?:the|her|his|their|its)|bar model"
    r"|tape diagram|estimate)\b"
    r"|\b(?:cuant[oa]s?|cual (?:es|era)|calcul(?:a|e|en|ar|emos|ate)|resuelv\w+|ecuacion|suman"
    r"|que fraccion|que porcentaje|promedio y|el (?:doble|triple) de|la mitad de|sumaran)\b"
)
_QUESTION: Final = re.compile(
    r"\b(?:apples?|marbles?|cookies|candies|miles per|mean|median|percent|fraction|degrees?|average"
    r"|left|more|fewer|as many|as much|less than|equations?|expressions?|warm-?up|problem \d+"
    r"|between|total|altogether|fourth|manzanas|canicas|sumaran|edad|dulces|anos|promedio)\b"
)

_MEASURED: Final = re.compile(
    r"\$ ?[0-9]|\b[0-9][0-9.,/]{0,8} ?(?:l|ml|km|m|cm|mm|in|ft|mph|kph|kg|g|mg|lb|lbs|oz|mi|miles?"
    r"|meters?|feet|inches|pounds?|liters?|gallons?|hours?|hrs?|minutes?|seconds?|dollars?|cents"
    r"|degrees|pesos|metros|kilos?|litros?|horas?|minutos|anos|pasos|percent|%)(?![\w])"
)


_ABOUT_NUMBERS: Final = re.compile(
    r"\b(?:he|she|they|them|it|his|her|their|each|left|more|fewer|total|altogether|in all|both"
    r"|remain\w*|le|les|quedan?|termina|entre|suman|cada|juntos|which|mas|menos)\b"
)
_NUMBERS: Final = re.compile(
    r"(?<![\w:/.-])\$?[0-9]+(?![\w:/-])|\b(?:twice|half|third|quarter|dozen|two|three|four|five"
    r"|six|seven|eight|nine|ten|doble|triple"
    r"|mitad|tercera|cuarta|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|more|fewer|mas"
    r"|menos)\b"
)


def may_be_exercise(plain: str, near: str) -> bool:
    """True if a folded text has a number, in digits or words, and the words near it ask about it:
    "them", what is left, or who has more."""
    numbers = len(_NUMBERS.findall(plain))
    return numbers > 1 or (numbers > 0 and _ABOUT_NUMBERS.search(near) is not None)


def is_problem(plain: str) -> bool:
    """True if a folded text is a math problem."""
    if "?" in plain and len(_MEASURED.findall(plain)) > 1:
        return True
    match = _PROBLEM.search(plain)
    return match is not None and ("?" in plain or _QUESTION.search(plain) is not None)


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
# Famous people known by one name, which a student may have as well.
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
    """What a sentence is evidence for.

    `invented`: it is an example or part of a story. `strong`: it is certainly a lesson. `weak` and
    `here`: how many kinds of words it has about lessons, and about here and now. `asks`: it asks
    about characters of a book. `reads`: a book is read.
    """

    invented: bool
    strong: bool
    weak: int
    here: int
    asks: bool
    reads: bool


def evidence(plain: str, text: str) -> Evidence:
    """Return the evidence in a sentence, given folded and unchanged."""
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


def is_lesson(plain: str, text: str) -> bool:
    """True if a text, given folded and unchanged, is about a story, history or their people."""
    signs = evidence(plain, text)
    return signs.invented or signs.strong or signs.weak > signs.here or is_of_a_story(plain, text)


def _weight(cues: int, text: str) -> int:
    weight = cues + _names_a_work(text)
    words = [fold(word.removesuffix("'s")) for word in _NAMED.findall(text)]
    return (
        weight + 2 * _names_person_of_lessons(words) + (weight > 0 and not FAMOUS.isdisjoint(words))
    )


def _names_person_of_lessons(words: list[str]) -> bool:
    """True if the words name an author, a painter or another person of lessons."""
    return any(b in OF_LESSONS and a not in MAY_BE_GIVEN for a, b in pairwise(["", *words])) or any(
        pair in LEARNED for pair in pairwise(words)
    )


def is_of_a_story(plain: str, text: str) -> bool:
    """True if a text has two names of one story, one of which hardly anyone else has."""
    named = {fold(word) for word in _WORDS.findall(text) if word[0].isupper()}
    named |= {f"*{word}" for word in _WORDS.findall(plain)}
    return any(
        len(names := named & story) > 1 and not names <= _USUAL
        for word in named & STORIES_OF.keys()
        for story in STORIES_OF[word]
    )


def _is_in_a_work(text: str) -> bool:
    """True for "In Hatchet, …" and "En Coco, …", but not for days, subjects and classes."""
    title = _IN_A_WORK.search(text)
    if not title:
        return False
    if title[1]:
        return _is_a_title(title[1])
    words = [fold(word).removesuffix("'s") for word in title[2].split()]
    return not (words[-1] in ORDINARY or words[-1] in NOT_A_PERSON or words[0] in TITLES)


def _names_a_work(text: str) -> bool:
    """True if words in quotation marks are capitalized as a title is: "The Giver"."""
    return any(_is_a_title(quoted) for quoted in _QUOTED.findall(text))


def _is_a_title(quoted: str) -> bool:
    words = quoted.split()
    plain = [fold(word).removesuffix("'s") for word in words]
    if len(words) == 1 and (quoted.isupper() or kinds.may_begin_phrase(plain[0])):
        return False  # "IEP", "Suspended"
    return (
        all(word[:1].isupper() or word in _SMALL or not word[:1].isalpha() for word in words)
        and plain[0] not in ALL_GIVEN
        and plain[-1] not in ALL_FAMILY
    )


_STRONG: Final = 3
_OF_A_STORY: Final = 2
_QUESTION_AFTER: Final = 2


class Weighing:
    """The sentences of a text, with their start and end, and the evidence in each.

    `plain` is the folded text without names, of the same length as `text`.
    """

    def __init__(self, text: str, plain: str, sentences: Sequence[tuple[int, int]]) -> None:
        self._texts = [(plain[start:end], text[start:end]) for start, end in sentences]
        self._whole = plain, text
        self._problems: dict[tuple[int, int, bool], bool] = {}

    @cached_property
    def _evidence(self) -> list[Evidence]:
        return [evidence(plain, text) for plain, text in self._texts]

    @cached_property
    def _is_of_a_story(self) -> bool:
        return is_of_a_story(*self._whole)

    def is_lesson(self, first: int, last: int) -> bool:
        """True if these sentences have more evidence for a lesson than for here and now."""
        lesson, here = self._weights(first, last)
        return lesson > here

    def is_certain_lesson(self, first: int, last: int) -> bool:
        """True if nothing is about here and now, and more than one cue is about a lesson."""
        if self.is_invented(first, last):
            return True
        own = self._evidence[first : last + 1]
        cues = sum(evidence.weak for evidence in own) + self._is_continued(first, last)
        cues += any(evidence.reads for evidence in self._evidence[max(first - 1, 0) : first])
        return cues > 1 and not any(evidence.here for evidence in own)

    def is_lesson_by_itself(self, first: int, last: int) -> bool:
        """True if the first or the last of these sentences alone is about a lesson."""
        return any(
            evidence.invented or evidence.strong or evidence.weak > evidence.here
            for evidence in (self._evidence[first], self._evidence[last])
        )

    def is_invented(self, first: int, last: int) -> bool:
        """True if one of these sentences is an example or part of a story."""
        return any(evidence.invented for evidence in self._evidence[first : last + 1])

    def is_problem(self, first: int, last: int, *, of_whole_name: bool = False) -> bool:
        """True if these sentences are a math problem, or have the numbers of one beside them.

        People with a whole name (`of_whole_name`) hardly ever occur in one.
        """
        key = (first, last, of_whole_name)
        if key not in self._problems:
            self._problems[key] = self._is_problem(*key)
        return self._problems[key]

    def _is_problem(self, first: int, last: int, of_whole_name: bool) -> bool:
        own = " ".join(plain for plain, _text in self._texts[first : last + 1])
        if is_problem(own):
            return True
        if of_whole_name:
            return False
        texts = self._texts[max(first - 1, 0) : last + _QUESTION_AFTER + 1]
        near = " ".join(plain for plain, _text in texts)
        if not is_problem(near):
            return False
        asking = " ".join(plain for plain, _text in texts if "?" in plain or "find" in plain)
        return may_be_exercise(own, asking)

    def _is_continued(self, first: int, last: int) -> bool:
        """True if the sentence before is about a lesson, or the one after asks about a book."""
        before = self._evidence[max(first - 1, 0) : first]
        after = self._evidence[last + 1 : last + 2]
        return any(
            evidence.strong or evidence.invented or evidence.reads for evidence in before
        ) or any(evidence.asks for evidence in after)

    def _weights(self, first: int, last: int) -> tuple[int, int]:
        own = self._evidence[first : last + 1]
        lesson = sum(evidence.weak for evidence in own)
        beside = self._evidence[max(first - 1, 0) : last + 2]
        lesson += lesson > 0 and sum(
            evidence.weak > 0 or evidence.strong for evidence in beside
        ) > len(own)
        lesson += _STRONG * any(evidence.strong or evidence.invented for evidence in own)
        lesson += self._is_continued(first, last)
        lesson += _OF_A_STORY * self._is_of_a_story
        return lesson, sum(evidence.here for evidence in own)
