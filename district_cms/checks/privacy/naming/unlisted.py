"""Recognizes names of no list by their shape and the words beside them."""

import re
from collections.abc import Iterator
from typing import Final

from ...word_sets import word_set
from ..normalizing import fold
from .capitalized import DOES, is_no_name
from .word_lists import (
    ALL_GIVEN,
    GIVEN_OF_LESSONS,
    OF_LESSONS,
    ORDINARY,
    OTHER_CAPITALS,
    TITLES,
    WORDS_AS_GIVEN,
)

# "NWEA" and "FreeType", but not "McKay".
_CAMEL: Final = re.compile(r"^[A-Z]+$|[a-z][A-Z](?<!Mc[A-Z])(?<!Mac[A-Z])(?<!De[A-Z])(?<!La[A-Z])")
_OWNS: Final = re.compile(r" (?:[a-z]|[A-Z]{2})")
_BEGINS: Final = re.compile(r"(?:^|[.!?:;•·|] *(?:[¡¿\"“(] ?)?)$")
# Verbs of one person, not of many: "Ukiah wets himself", "Wicahpi moved".
_ONE_DOES: Final = re.compile(
    r" (?:[a-z]{3,12}(?:(?<![suao])s|ed)|[a-zñ]{2,12}(?:ó|aba|ía)|(?:and|y) (?:his|her|su)"
    r"|used|sang|spoke|swam|drew|made|drove|sat|stood|felt|slept|ate|knew|kept|hid|paid|chose|held|sent"
    r"|tore|woke|wet|bled|hung|shook|spent|thought|found|caught"
    r"|\((?:gr|grade|per|rm|age|[1-9K])[^a-z])\b"
)
# Words before a person: "to Wicahpi", "except Ngaio", "A Yoltzin le sube".
_MEANT: Final = re.compile(
    r"(?:^|[^\w'-])(?!(?:the|an?|in|at|near|of|our|this|your|my|any|each|every|no|next|last|la|el"
    r"|los|las|en"
    r"|del|un|una|nuestr[oa]|esta|este|su|calle|avenida|vacuna|programa|libro|examen|app|called)\b)"
    r"[a-zñ/]{1,12}[,:]? $|(?:mom|mother|dad|father|parents?|family|brother|sister) (?:of|de) $"
    r"|(?:^|[.!?] )A $|[,:&·] $"
    r"|(?:^|[.!?;:] )(?:Now|Also|Then|And|But|So|Since|Because|When|While|If|Poor|Dear|Tell|Ask"
    r"|Remind"
    r"|Thank|Hi|Hey|Hello|Sadly|Luckily|Even|Only|Except|For|With|To|As|Like|Sorry|Yes|Hoy|Ayer"
    r"|Pero|Cuando|Como|Si|Que|Para|Con|Por|Porque|Ya|Tambi[eé]n|Querid[oa]) $"
)
# Words before a name with a verb: "Our Lottie sang".
_OURS: Final = word_set("our my your little dear poor sweet")
# The subject line of a message, which names the person it is about.
_SUBJECT: Final = re.compile(
    r"(?:^|[|·] ?)(?:re|fwd?|subject|asunto|about|acerca de): $", re.IGNORECASE
)
_STATE: Final = re.compile(r", [A-Z]{2}\b")
_WHO: Final = re.compile(r",? (?:who|whose|que|quien)\b|, (?:please|pls|you|your|I|por favor)\b")
_LISTED: Final = re.compile(r"[,;] |\.?$| (?:and|y|&) [A-Z]| (?:for|at|with|in|por|con|en) ")
_IN_A_LIST: Final = (
    re.compile(r"(?:,? (?:and|y|&)|,)(?: the)? ([^\W\d_a-z][\w-]*)"),
    re.compile(r"([^\W\d_a-z][\w-]*),? (?:(?:and|y|&) )?$"),
)
_TWO_PARTS: Final = re.compile(
    r"(?!(?:pre|post|non|anti|multi|semi|mid|ultra|auto|bi|tri|wi|wai|co|re|ex)-)[a-z]{2,6}-[a-z]{2,6}"
)
_REACH: Final = 60
_FAR: Final = 200
_OTHERS: Final = OTHER_CAPITALS | WORDS_AS_GIVEN | GIVEN_OF_LESSONS | OF_LESSONS
_LEAST: Final = 3
# "Lily Stands Alone reads … her".
_LONG: Final = re.compile(
    r"([A-Z](?<![\w'].)[a-z]+)(?: [A-Z][a-z]+){1,3}(?='s [a-z]| (?:is|was|has|had|[a-z]{3,12}s)\b)"
)
_SHE: Final = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Hh]im|[EeÉé]lla?)\b")
_CAPITAL_BEFORE: Final = re.compile(r"[A-Z][\w.'-]* $")
# "Cricket's mom": a person, even if the name is a word.
_SOMEBODYS: Final = re.compile(
    r"([A-Z](?<![\w'].)[a-z]{2,15})'s (?=(?:mom|mother|dad|father|mama|papa|parents?|step\w+"
    r"|grandm\w+|grandp\w+|guardian|brother|sister|aunt|uncle|family|iep|meds|inhaler|epipen|allerg\w+|grades?|behavior"
    r"|seizures?|diabetes|asthma|adhd|autism|epilepsy|anxiety|medication|medicine|insulin|cancer"
    r"|leukemia|chemo|surgery|diagnosis|suspension|detention|absences?|tardies|meltdowns?)\b)",
)
# "Our buddy “Moose”".
_NICKNAMED: Final = re.compile(
    r"\b(?:buddy|friend|classmate|kiddo|amig[oa]|compa[nñ]er[oa]|aka"
    r"|nicknamed) [\"“]([A-Z][a-z]{2,15})[\"”]"
    # "He goes by Bug", "whom we call Bug", "le decimos Chuy", "«Chuyito»".
    r"|\b(?:goes by|nicknamed|apodad[oa]|call (?:him|her)|le dic(?:en|imos)|le decimos) "
    r"[\"“«]?([A-Z][a-z]{2,15})\b|[«\"“]([A-Z][a-z]{1,12}it[oa])[»\"”]"
)
# Every nickname has one of these beside it.
_CALLS: Final = ('"', "“", "«", "goes by ", "nicknamed", "apodad", "call h", "le de", "le di")
_AN_INITIAL: Final = re.compile(r"[A-Z](?<!\w.)(?!\w)")
# "our student K. (3rd period)".
_ONE_INITIAL: Final = re.compile(
    r"(?<![\w.])(?:[A-Z][a-z]+ )?[A-Z]\.? (?=(?:in|from) (?:[Mm][rs]s?\.|my|our|[1-9])|\([1-9K])"
)
# "J.T. in 4th period", "our student K.M.", "T.B., 7th hr".
_INITIALS: Final = re.compile(r"(?<![\w.@/-])[A-Z]\.(?: ?[A-Z]\.){1,2}(?![\w@/])(?! [A-Z][a-z])")
_CLASS: Final = re.compile(
    r"\b(?:[1-9](?:st|nd|rd|th)|[Pp]er(?:iod)?|hr|hour|grade|graders?|class|homeroom|student|kid"
    r"|[Rr]oom|[Rr]m"
    r"|grado|alumn[oa]|estudiante|clase|sal[oó]n|primero|segundo|tercero|cuarto|quinto|sexto"
    r"|s[eé]ptimo|octavo|freshman|sophomore|junior|senior|kiddo|friend|amig[oa]|kinder\w*"
    r"|[1-9][ºª°])\b"
)
_WHO_DOES: Final = re.compile(rf"\)?,?{DOES.pattern}")
_NO_INITIALS: Final = word_set(
    "us uk un eu dc pe pm am po pd id ie eg ad bc ba ma ps ce nb vs ny la tv md rn rsvp usa cst "
    "pst est mst pta pto iep llc"
)
# "Lane F. still owes", and no "Plan B", "Vitamin D", "Room C".
_WITH_INITIAL: Final = re.compile(
    r"(?<![\w'])([A-Z][a-z]{1,15}) [A-Z]\b\.?(?='s [a-z]|,? \([1-9K]|" + DOES.pattern + ")"
)
_NOT_SOMEBODY: Final = GIVEN_OF_LESSONS | word_set(
    "student child everyone anyone someone nobody everybody kid baby boy girl today mother father "
    "parent teacher class school she he who what it that there here person character author nature"
)
_LETTERED: Final = word_set(
    "appendix balcony block book box building bus bin channel choice class column day door "
    "division element entrance exhibit figure form gate grade group hall hepatitis hour house key "
    "level line list locker lot lunch map method model module option page parking part pattern "
    "period plan platform point problem question quiz room route row schedule seat section "
    "session set stage station step story subject table team test text track type unit version "
    "vitamin wing a an and as at but do for from if in is it of on or so spanish english french "
    "track edificio grupo salon seccion opcion plan dia tipo nivel puerta vitamina the this that "
    "when who i ms mr mrs mx dr miss coach sr sra"
)

# The second word of a species: "Rubus parviflorus".
_SPECIES: Final = re.compile(r" [a-z]{3,}(?:[ai][tn]a|ae|carpa|folia|ii|is|osa|ua|um|us|x)\b")


def is_somebody(line: str, start: int, end: int, text: str, plain: str) -> bool:
    """True if a word of no list, capitalized and alone, is most likely a person here."""
    if len(plain) < _LEAST or _CAMEL.search(text) or not is_known_nowhere(plain):
        return False
    if _SPECIES.match(line, end):
        return False
    after, before = line[end : end + _REACH], line[max(0, start - _REACH) : start]
    if any(neighbor and fold(neighbor[1]) in ALL_GIVEN for neighbor in _beside(before, after)):
        return True
    if line[end - 2 : end] == "'s" and _OWNS.match(after):
        return True
    if before.endswith(": ") and _SUBJECT.search(before) and not after[1:2].isupper():
        return True
    if before.rstrip().rpartition(" ")[2].lower() in _OURS and (
        DOES.match(after) or _ONE_DOES.match(after)
    ):
        return True
    if not _BEGINS.search(before):
        return _MEANT.search(before) is not None and not (
            after[1:2].isupper() or _STATE.match(after)
        )
    if DOES.match(after) or _WHO.match(after):
        return True
    if plain.endswith(("ito", "ita")) and after[1:2].islower():
        return True
    if before.endswith((": ", "· ")) and _LISTED.match(after):
        return True
    return not plain.endswith("s") and _ONE_DOES.match(after) is not None


def is_known_nowhere(plain: str) -> bool:
    """True for a word that is no known place, people, day or brand."""
    if "-" in plain and _TWO_PARTS.fullmatch(plain):  # "Eun-ji", and no "Pre-K"
        return not any(is_no_name(part) for part in plain.split("-"))
    return plain.isalpha() and plain not in _OTHERS


def _beside(before: str, after: str) -> Iterator[re.Match[str] | None]:
    yield _IN_A_LIST[0].match(after)
    yield _IN_A_LIST[1].search(before)


def initials(line: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of people named by initials, a nickname or a relative: "J.T.", "Cricket's
    mom"."""
    if _AN_INITIAL.search(line):
        yield from _with_an_initial(line)
    for match in _SOMEBODYS.finditer(line) if "'s " in line else ():
        plain = fold(match[1])
        is_word = plain in ORDINARY or plain in TITLES or plain in _NOT_SOMEBODY
        reach = max(0, match.start() - _REACH)
        if not (is_word or _CAPITAL_BEFORE.search(line, reach, match.start())):
            yield match.span(1)
    for match in _NICKNAMED.finditer(line) if any(word in line for word in _CALLS) else ():
        yield match.span(match.lastindex or 0)


def long_names(line: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of several capitalized words that are a person: "Lily Stands Alone reads …
    her"."""
    for match in _LONG.finditer(line):
        if fold(match[1]) in WORDS_AS_GIVEN and _SHE.search(line, match.end(), match.end() + _FAR):
            yield match.span()


def _with_an_initial(line: str) -> Iterator[tuple[int, int]]:
    for match in _INITIALS.finditer(line):
        letters = re.sub(r"[^A-Z]", "", match[0])
        if letters.lower() in _NO_INITIALS:
            continue
        near = line[max(0, match.start() - _REACH) : match.end() + _REACH]
        if _WHO_DOES.match(line, match.end()) or _CLASS.search(near):
            yield match.span()
    for match in _ONE_INITIAL.finditer(line):
        if not _LETTERED.intersection(fold(match[0]).split()):
            yield match.start(), match.end() - 1
    for match in _WITH_INITIAL.finditer(line):
        plain = fold(match[1])
        if plain not in _LETTERED and plain not in TITLES:
            yield match.span()
