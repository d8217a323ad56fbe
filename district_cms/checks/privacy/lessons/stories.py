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
    r"|(?:sentence|oracion|palabra) (?:of|de|del) (?:the )?(?:day|week|dia|la semana)"
    r"|diagram th(?:is|e)|fix th(?:is|e) sentence|dictation(?=:)|dictado(?=:)|decodable"
    r"|circle the|social story"
    r"|social skills(?=:)|preterito|imperfecto|subjuntivo|indicativo|conjug\w+"
    r"|case [0-9]|in (?:the|our|this) (?:story|poem|novel|fable|tale)|en (?:el|este"
    r"|nuestro) (?:cuento|poema)"
    r"|in (?:the|this|our) (?:problem|video|clip|case study|scenario|role-?play|example|case)"
    r"|en (?:el|este) (?:video|ejemplo|caso)|(?<!por )ejemplo|subray\w+|mock trial|fictional"
    r"|made-?up|imaginary|pretend\w*|second step|zones of regulation|case study"
    r"|en la (?:novela|historia|fabula|lectura)|oraciones|pronouns?|antecedents?|adjectives?"
    r"|synonyms?|apostrophes)\b"
)
# These are said of a class and its days as well.
_PERHAPS: Final = re.compile(
    r"\b(?:novels?|novelas?|the (?:story|poem|play|book(?! (?:fair|sale|drive|club|room))|film"
    r"|movie|text|musical)\b|read-?aloud"
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
    r"((?:[Tt]he |El |La |An? )?[^\W\d_a-z][\w']{1,20}"
    r"(?: (?:(?:of|to|the|on|in|for|with|an?|and|de|del|la|el|los|las|y"
    r"|en) ){0,2}[^\W\d_a-z][\w']{1,20}){0,4}),)"
)
# "Jonas in The Giver": within a sentence, only a title has such a capital.
_TITLED: Final = re.compile(
    r"\b(?:in|from|of|about|by|read|reading|en|de|sobre) (?:The|An?|El|La|Los|Las|Un"
    r"|Una) [^\W\d_a-z]"
    r"|\b(?:en|de) (?:[Ll]a|[Ee]l) [a-z]+ en [^\W\d_a-z]"
)
# What speaks for a lesson, each a little: who in a class is told so?
_CUES: Final = (
    _PERHAPS,
    # What happens in stories, and is told as if it were now.
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
    # Who and what there is in stories only.
    re.compile(
        r"\b(?:wizard\w*|dragon\w*|witch\w*|wolf|wolves|giants?|kings?|queens?|princes?|princess\w*"
        r"|castles?|kingdom|pirates?|ghosts?|monsters?|fairy|fairies|magic\w*|spells? on|curse\w*"
        r"|islands?|wardrobe|spaceship|aliens?|robots?|sword|treasure|soldiers?|slave\w*|enslaved"
        r"|plantation|colon(?:y|ies|ists?)|pioneers?|bruj\w+|rey|reina|castillo|duende\w*"
        r"|fantasma\w*"
        r"|esclav\w*|soldad\w*|isla|dragones)\b"
    ),
    # What was done by people who are remembered.
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
    # Where things are on a map.
    re.compile(
        r"\bborders? (?:on )?  |\b(?:capital of|countr(?:y|ies)|continents?|latitude|longitude"
        r"|peninsula|equator"
        r"|provinces?|pais(?:es)?|frontera con|continentes?|on (?:the|a|our) map|en el mapa)\b"
    ),
    # What is done with works: they are read, heard, looked at and made after.
    re.compile(
        r"\b(?:discuss|predict|re-?read|infer|annotate|debate whether|quotes?|skits?|listening"
        r"|portraits?"
        r"|autorretratos?|retratos?|sculptures?|verses?|stanzas?|lyrics|canciones|song by|poster\w*"
        r"|biopic|statue|museum|monument|diary|diario de|journal entr\w+|essay on|report on|unit on"
        r"|wax museum|bio-?cube|timeline|(?:act|part|book|stave|vol(?:ume)?) (?:[1-9]|one|two"
        r"|three|four"
        r"|five|i{1,3}|iv|v)\b|scene|sequel|series|read-?aloud|lectura en voz alta|versos"
        r"|set list|repertoire|composers?|poem\w*|discutan|comenten|subrayen|escuchamos|pintamos"
        r"|dibujamos|actuamos)\b"
    ),
    # What is asked of somebody in a book, and of a student hardly ever.
    re.compile(
        r"(?:^|[.!?] |: )(?:is|was|does|did|should|would|could|do|were|can|why|how|what|who"
        r"|which) (?:is |was |does |did |would |might |should |do |will |has |else )?"
        r"(?:he|she|they|it|it's|his|her|their|this|that| {2,}\S?)[^.!?]*\?"
        r"|\b(?:que|por que|como|quien|cuando|donde) (?:hizo|haria|sintio|siente|quiere|cree"
        r"|piensa|llora"
        r"|es|fue|era|le|se) [^.!?]*\?"
    ),
)
_READ: Final = re.compile(r"\bread-?aloud|lectura en voz alta|\bborders? |\bcapital of")
_YEAR: Final = re.compile(r"\b1[0-9]\d\d\b")
_ASKED: Final = _CUES[-2:]
_OF_HERE: Final = (
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
    r"|la|el"
    r"|los|del|y) ){1,3}[^\W\d_a-z]"
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
    return Evidence(
        invented=_EXAMPLE.search(plain) is not None or _is_in_a_work(text),
        strong=_LESSON.search(plain) is not None
        or (_TITLED.search(text) or _WORK_BY.match(text)) is not None,
        weak=_weight(plain, text),
        here=sum(cue.search(plain) is not None for cue in _OF_HERE),
        reads=(_READ.search(plain) or _READS.search(text)) is not None,
        asks=any(cue.search(plain) for cue in _ASKED) or _YEAR.search(plain) is not None,
    )


def is_one(plain: str, text: str) -> bool:
    """True if a text, folded and as it is, speaks of a story, of history or of their people."""
    found = evidence(plain, text)
    return found.invented or found.strong or found.weak > found.here or is_of_a_story(plain, text)


def _weight(plain: str, text: str) -> int:
    found = sum(cue.search(plain) is not None for cue in _CUES) + _names_a_work(text)
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
