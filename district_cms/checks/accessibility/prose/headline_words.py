"""What a short line by itself is: a headline, or a greeting, a date, a name, a sentence. Pure.

In English and Spanish. The convention that this rests on: a sentence ends with a mark, a headline
ends with none, with a question mark or a colon; with an exclamation mark it may be either, and then
its words decide. What may be no headline is called none.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final

from ..words import word_set


class Kind(StrEnum):
    """`HEADLINE` is one over any text; `OPENING` only over a list, which it may as well lead into;
    `DATE` only as one of several."""

    NONE = ""
    HEADLINE = "headline"
    OPENING = "opening"
    DATE = "date"


_LONGEST: Final = 70
_MOST_WORDS: Final = 10
_MOST_WORDS_OF_EXCLAMATION: Final = 5
_MOST_WORDS_OF_OPENING: Final = 3
_MOST_WORDS_WITH_VERB: Final = 5

_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_END: Final = re.compile(r"[.!?:;,…‼⁉\s]*$")
_QUOTED: Final = re.compile(r"[\"“”«‘'].*[\"“”»’']")
_WORDS: Final = re.compile(r"[^\W_]+(?:['’.:/-][^\W_]+)*")

_GREETING: Final = re.compile(
    r"(?:dear|hello|hi|hey|greetings|good (?:morning|afternoon|evening|day)|happy (?!hour)\w+"
    r"|to (?:the |all )?(?:parents|families)|welcome(?: back)?(?=,|$| (?:all|everyone|families"
    r"|parents|students|friends)\b)"
    r"|estimad[oa]s?|querid[oa]s?|apreciad[oa]s?|hola|buen(?:os|as)? (?:d[ií]as?|tardes|noches)"
    r"|saludos|bienvenid[oa]s?(?=,|$| a tod[oa]s)|feliz|felices)\b",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(
    r"(?:thanks?(?: you)?|many thanks|with (?:thanks|gratitude)|sincerely|warmly|yours|(?:all the )?best(?=$|,| wishes| regards)|regards"
    r"|congratulations|congrats|good (?:luck|job)|great (?:job|work)|way to go|well done|see you"
    r"|have an? |go,? \w+$|hooray|hurray|wow|yay|cheers|until next"
    r"|(?:muchas |mil )?gracias|atentamente|felicidades|felicitaciones|enhorabuena|bien hecho"
    r"|buena suerte|nos vemos|hasta |que tengan|un (?:saludo|abrazo)|viva)\b",
    re.IGNORECASE,
)
_TITLED: Final = re.compile(
    r"(?:your |su |the )?(?:mr|mrs|ms|miss|mx|dr|coach|principal|vice principal|assistant principal"
    r"|professor|nurse|counselor|librarian|teacher|sr|sra|srta|señor|señora|señorita|maestr[oa]"
    r"|profe|profesora?|directora?|doctora?|entrenadora?)\.? ",
    re.IGNORECASE,
)
_NO_NAME: Final = word_set(
    "art award awards book class classroom club corner day days events family homework league "
    "library meeting message news night note notes page party practice program reading "
    "room schedule school student students team updates visit visits week work zone"
)
_RANK_AND_PLACE: Final = re.compile(r"\s*(?:,|\||–|-|\().*$")
_ASKS: Final = re.compile(
    r"(?:what|who|whom|whose|where|when|why|how|which|ways|things|qué|quién|quiénes|dónde|cuándo"
    r"|por qué|cómo|cuál|cuáles|lo que)\b",
    re.IGNORECASE,
)
_PLEASE: Final = re.compile(r"\b(?:please|kindly|por favor|favor de)\b", re.IGNORECASE)
_SUBJECT: Final = (
    r"(?:we|i|you|they|he|she|it|there|here|this|these|that|those|everyone|everybody"
    r"|nosotros|ustedes|usted|ellos|ellas)"
)
_BEGINS_AS_SENTENCE: Final = re.compile(
    rf"(?:{_SUBJECT}(?:['’](?:re|ll|ve|d|s|m)|\s+(?:is|are|was|were|will|have|has|had|can|could|may"
    r"|must|need|should|do|did|get|got|go|went|read|made|won|love|loved|hope|want|learn|learned"
    r"|begin|began|start|started|made))\b|(?:we|i|you|they|he|she)\b"
    r"|let['’]?s\b|(?:les|los|las|nos|se|te) \w+)",
    re.IGNORECASE,
)
_LATER_SUBJECT: Final = re.compile(
    r"(?:this|next|last|on|in|at|every|today|tomorrow|yesterday|esta|este|hoy|ayer|mañana|el|en)\b"
    r".*\b(?:we|i|you|they|he|she)\b",
    re.IGNORECASE,
)
_VERB: Final = re.compile(
    r"\b(?:is|isn['’]?t|are|aren['’]?t|was|were|will|won['’]?t|has|have|must|can|can['’]?t|es|son"
    r"|está|están|será|serán|hay|habrá|fue|tiene|tienen|debe|deben|puede|pueden)\b",
    re.IGNORECASE,
)
_DAYS: Final = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun mondays tuesdays wednesdays thursdays fridays saturdays sundays "
    "lunes martes miércoles miercoles jueves viernes sábado sabado domingo"
)
_MONTHS: Final = (
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec enero febrero marzo abril mayo junio julio agosto "
    "septiembre setiembre octubre noviembre diciembre"
)
_MOMENTS: Final = (
    "today tomorrow tonight hoy mañana am pm a.m p.m noon midnight mediodía medianoche o'clock"
)
_OF_DATES: Final = word_set(
    f"{_DAYS} {_MONTHS} {_MOMENTS} a al and at day de del desde el from hasta in la las los of on "
    "st nd rd th the through thru til till to until y"
)
_NAMED_DAYS: Final = word_set(f"{_DAYS} {_MONTHS} {_MOMENTS}")
_WHEN: Final = re.compile(
    rf"\b(?:{'|'.join(w for w in _DAYS.split())}|today|tomorrow|tonight|hoy|mañana|esta noche"
    r"|next week|this week|esta semana|la próxima semana|\d{1,2}:\d\d|\d{1,2} ?[ap]\.?m)\b"
    rf"|\b(?:{'|'.join(_MONTHS.split())})\.? \d|\b\d{{1,2}} de \w+",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d{1,4}(?:st|nd|rd|th|am|pm|[:/.-]\d{1,4})*", re.IGNORECASE)
_COMMANDS: Final = word_set("""
    add ask avoid be bring buy call charge check choose clean click come complete contact cover do
    donate don't don’t download drop eat email enjoy enter fill find finish follow get give go help
    join keep label let listen log look make mark meet note order pack park pay pick plan please
    practice prepare print put read register remember remind return review rsvp save see sell send
    share show sign stay stop study submit support take tell think try turn use visit volunteer vote
    wait watch wear work write
    abran acuérdese acuérdense apunten asistan ayude ayuden busque busquen compre compren comparta
    devuelva devuelvan envíe envíen escriba escriban estudie estudien firme firmen guarde guarden
    haga hagan inscríbase inscríbanse lea lean llame llamen lleguen llene llenen lleve lleven mande
    manden no pida pidan pongan practique practiquen pregunte pregunten recuerde recuerden regrese
    regresen revise revisen traiga traigan use usen vean venga vengan visite visiten únase únanse
""")


def kind(line: str) -> Kind:
    """Return what a line is. A line is squeezed, without markup."""
    words = _bare(line)
    if len(words) > _LONGEST or not _LETTERS.search(words):
        return Kind.NONE
    said = _END.sub("", words)
    end = words[len(said) :]
    tokens = _WORDS.findall(said)
    if not tokens or len(tokens) > _MOST_WORDS or _QUOTED.fullmatch(words):
        return Kind.NONE
    if set(end) & set(".,;…"):
        return Kind.NONE
    said = said.lstrip("¡¿(*_~=-–—# ")
    if _GREETING.match(said) or _is_name(said) or _is_label_of_date(said):
        return Kind.NONE
    if is_date(said):
        return Kind.DATE
    if said[:1] != said[:1].upper():
        return Kind.OPENING if len(tokens) <= _MOST_WORDS_OF_EXCLAMATION else Kind.NONE
    return _by_end(said, end, tokens)


def _by_end(said: str, end: str, tokens: list[str]) -> Kind:
    count = len(tokens)
    if "?" in end:
        return Kind.HEADLINE
    if _CLOSING.match(said):
        return Kind.OPENING
    is_sentence = _is_sentence(said, count)
    is_command = tokens[0].lower() in _COMMANDS
    if "!" in end or "‼" in end:
        is_message = is_sentence or bool(_PLEASE.search(said))
        when = bool(_WHEN.search(said)) and (is_command or bool(_VERB.search(said)))
        is_long = is_command and count > _MOST_WORDS_OF_EXCLAMATION
        return Kind.NONE if is_message or when or is_long else Kind.HEADLINE
    if ":" in end:
        if is_sentence or is_command or _PLEASE.search(said):
            return Kind.OPENING if count <= _MOST_WORDS_OF_OPENING else Kind.NONE
        return Kind.HEADLINE
    if _PLEASE.search(said):
        return Kind.OPENING if count <= _MOST_WORDS_OF_OPENING else Kind.NONE
    return Kind.NONE if is_sentence else Kind.HEADLINE


def is_date(said: str) -> bool:
    """True if a line names a day or a time, and nothing else: "Friday, December 4, 9 am"."""
    tokens = [token.lower() for token in _WORDS.findall(said)]
    return any(token in _NAMED_DAYS or "/" in token for token in tokens) and all(
        token in _OF_DATES or _NUMBER.fullmatch(token) for token in tokens
    )


def _bare(line: str) -> str:
    """Return the line without the symbols and emoji at its ends."""
    start, end = 0, len(line)
    while start < end and _is_ornament(line[start]):
        start += 1
    while end > start and _is_ornament(line[end - 1]):
        end -= 1
    return line[start:end]


def _is_ornament(char: str) -> bool:
    return char in " *~=_#|\u200d\ufe0f\u20e3" or unicodedata.category(char) in ("So", "Sk", "Cn")


def _is_name(said: str) -> bool:
    """True for "Ms. Rivera", "Coach Lee, Room 12"; not for "Ms. Rivera's class"."""
    titled = _TITLED.match(said)
    if titled is None:
        return False
    rest = _RANK_AND_PLACE.sub("", said[titled.end() :])
    names = [
        word for word in re.split(r"\s+(?:and|y|e|&)\s+|\s+", rest) if not _TITLED.match(f"{word} ")
    ]
    return (
        0 < len(names) <= 4
        and all(name[:1].isupper() and not name.endswith(("'s", "’s")) for name in names)
        and names[-1].lower() not in _NO_NAME
    )


def _is_label_of_date(said: str) -> bool:
    label, colon, rest = said.partition(":")
    return bool(colon and label and rest.strip()) and is_date(rest)


def _is_sentence(said: str, count: int) -> bool:
    if _ASKS.match(said):
        return False
    if _BEGINS_AS_SENTENCE.match(said) or _LATER_SUBJECT.match(said):
        return True
    has_verb = _VERB.search(said) is not None
    return has_verb and (count > _MOST_WORDS_WITH_VERB or _WHEN.search(said) is not None)
