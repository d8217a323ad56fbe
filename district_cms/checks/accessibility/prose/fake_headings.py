"""Finds lines in bold or in capitals that should be headings (WCAG 1.3.1)."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ...findings import Fault
from ...rules import Rule
from ...translation import mark as _
from ...word_sets import word_set
from ..dom import Document, Element
from ..lists import is_item
from ..names import Names
from ..words import clip
from .lines import Line, Lines

GREETING: Final = re.compile(
    r"(?:dear|hello|hi|hey|greetings|attention|good (?:morning|afternoon|evening|day)|merry"
    r"|happy (?!hour)\w+|season['’]s greetings|to (?:the |all )?(?:parents|families)"
    r"|estimad[oa]s?|querid[oa]s?|apreciad[oa]s?|hola|buen(?:os|as)? (?:d[ií]as?|tardes|noches)"
    r"|saludos|feliz|felices|atención)\b"
    r"|welcome(?: back)?(?:$|,| (?:all|everyone|families|parents|students|friends)\b)"
    r"|bienvenid[oa]s?(?:$|,| a tod[oa]s\b)",
    re.IGNORECASE,
)
ADDRESSED: Final = re.compile(
    r"(?:(?:[\w-]+ ){0,3}(?:families|parents|guardians|caregivers|students)"
    r"|(?:padres|madres|familias|estudiantes|alumnos)(?: de familia)?)"
    r"(?: (?:and|y|e|&) (?:families|parents|guardians|caregivers|students|padres|madres|familias"
    r"|tutores|estudiantes|alumnos))*",
    re.IGNORECASE,
)
WELCOME: Final = re.compile(r"(?:welcome to|bienvenid[oa]s? al?)\b", re.IGNORECASE)
CLOSING: Final = re.compile(
    r"(?:thanks?(?: you)?|many thanks|with (?:thanks|gratitude)|sincerely|warmly|yours|regards"
    r"|best (?:wishes|regards)|all the best|congratulations|congrats|good (?:luck|job)"
    r"|great (?:job|work)|way to go|well done|see you|have an? \w+|go,? (?:\w+ )?\w+$|hooray"
    r"|hurray|wow|yay|cheers|until next|(?:muchas |mil )?gracias|atentamente|felicidades"
    r"|felicitaciones|enhorabuena|bien hecho|buena suerte|nos vemos|hasta \w+|que tengan"
    r"|un (?:saludo|abrazo)|viva)\b",
    re.IGNORECASE,
)

TITLED: Final = re.compile(
    r"(?:your |su |the )?(?:mr|mrs|ms|miss|mx|dr|coach|principal|vice principal"
    r"|assistant principal|professor|nurse|counselor|librarian|teacher|sr|sra|srta|señor|señora"
    r"|señorita|maestr[oa]|profe|profesora?|directora?|doctora?|entrenadora?)\.? ",
    re.IGNORECASE,
)
BETWEEN_NAMES: Final = re.compile(r"\s+(?:and|y|e|&)\s+|\s+")
RANK_OR_PLACE: Final = re.compile(r"\s*(?:,|\||–|-|\().*$")
# "Coach Lee" is a name, "Teacher Appreciation Week" is not.
NO_NAME: Final = word_set("""
    appreciation art award awards birthday book class classroom club conference conferences corner
    day days events family homework league library meeting message news night note notes page party
    practice program reading room schedule school student students team updates visit visits week
    work workday workdays zone
""")

_WEEKDAYS: Final = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun mondays tuesdays wednesdays thursdays fridays saturdays sundays lunes martes "
    "miércoles miercoles jueves viernes sábado sabado domingo"
)
_MONTHS: Final = (
    "january february march april may june july august september october november december jan "
    "feb mar apr jun jul aug sep sept oct nov dec enero febrero marzo abril mayo junio julio "
    "agosto septiembre setiembre octubre noviembre diciembre"
)
NAMED_DAYS: Final = word_set(f"""
    {_WEEKDAYS} {_MONTHS} today tomorrow tonight hoy mañana am pm a.m p.m noon midnight mediodía
    medianoche o'clock
""")
OF_DATES: Final = NAMED_DAYS | word_set("""
    a al and at day de del desde el from hasta in la las los of on the through thru til till to
    until y
""")
DATE_NUMBER: Final = re.compile(r"\d{1,4}(?:st|nd|rd|th|am|pm|[:/.-]\d{1,4})*", re.IGNORECASE)
IN_PLACE: Final = re.compile(r",? (?:in|at|en|@) (?=[^\W\d])", re.IGNORECASE)
WHEN: Final = re.compile(
    rf"\b(?:{'|'.join(_WEEKDAYS.split())}|today|tomorrow|tonight|hoy|mañana|esta noche"
    r"|(?:this|next) week|esta semana|la próxima semana|\d{1,2}:\d\d|\d{1,2} ?[ap]\.?m)\b"
    rf"|\b(?:{'|'.join(_MONTHS.split())})\.? \d|\b\d{{1,2}} de \w+",
    re.IGNORECASE,
)

# Something to call, open or score: "406-555-0123", "Larkspur 3, Ridgeline 2".
REFERENCE: Final = re.compile(
    r"@|://|\bwww\.|\b\d{3}[-.\s]\d{4}\b|^\D+ \d{1,3}\s?[-–,]\s?(?:\D+ )?\d{1,3}$"
)
# "Where: the gym" and "Cost: $5" are answers; "Unit 3: Fractions" is a headline.
ANSWER: Final = re.compile(
    r"(?:when|where|who|time|date|day|place|location|cost|price|cuándo|dónde|quién|hora|fecha|día"
    r"|lugar|costo|precio):\s|[^\d:]{1,30}:\s.*\d",
    re.IGNORECASE,
)

ASKS: Final = re.compile(
    r"(?:what|who|whom|whose|where|when|why|how|which|ways|things|qué|quién|quiénes|dónde|cuándo"
    r"|por qué|cómo|cuál|cuáles|lo que)\b",
    re.IGNORECASE,
)
PLEASE: Final = re.compile(r"\b(?:please|kindly|por favor|favor de)\b", re.IGNORECASE)
BEGINS_SENTENCE: Final = re.compile(
    r"(?:(?:this|these|that|those|there|here|everyone|everybody)"
    r"(?:['’]s|\s+(?:is|are|was|were|will|have|has|had|can|must|need|should))"
    r"|(?:we|i|you|they|he|she|it|nosotros|ustedes|usted|ellos|ellas)"
    r"|let['’]?s|(?:les|los|las|nos|se|te) \w+)\b",
    re.IGNORECASE,
)
LATER_SUBJECT: Final = re.compile(
    r"(?:this|next|last|on|in|at|every|today|tomorrow|yesterday)\b.*\b(?:we|i|you|they|he|she)\b",
    re.IGNORECASE,
)
VERB: Final = re.compile(
    r"\b(?:is|isn['’]?t|are|aren['’]?t|was|were|will|won['’]?t|has|have|must|can|can['’]?t|es|son"
    r"|está|están|será|serán|hay|habrá|fue|tiene|tienen|debe|deben|puede|pueden)\b",
    re.IGNORECASE,
)
COMMANDS: Final = word_set("""
    add ask avoid be bring buy call charge check choose clean click come complete contact cover do
    donate don't don’t download drop eat email enjoy enter fill find finish follow get give go help
    join keep label let listen log look make mark meet note order pack park pay pick plan
    practice prepare print put read register remember remind return review rsvp save see sell send
    share show sign stay stop study submit support take tell think try turn use visit volunteer vote
    wait watch wear work write
    abran acuérdese acuérdense apunten asistan ayude ayuden busque busquen compre compren comparta
    devuelva devuelvan envíe envíen escriba escriban estudie estudien firme firmen guarde guarden
    haga hagan inscríbase inscríbanse lea lean llame llamen lleguen llene llenen lleve lleven mande
    manden no pida pidan pongan practique practiquen pregunte pregunten recuerde recuerden regrese
    regresen revise revisen traiga traigan use usen vean venga vengan visite visiten únase únanse
""")


class Kind(StrEnum):
    """`HEADLINE` can head any text; `OPENING` only a list, which it may just as well introduce;
    `WEEKDAY` only as one of several."""

    NONE = ""
    HEADLINE = "headline"
    OPENING = "opening"
    WEEKDAY = "weekday"


_LONGEST: Final = 70
_MOST_WORDS: Final = 10
_MOST_WORDS_OF_COMMAND: Final = 5
_MOST_WORDS_OF_OPENING: Final = 3
_MOST_WORDS_IN_LOWERCASE: Final = 5
_MOST_WORDS_WITH_VERB: Final = 5
_MOST_NAMES: Final = 4

_DIGIT: Final = re.compile(r"\d")
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_END: Final = re.compile(r"[.!?:;,…‼⁉\s]*$")
_QUOTED: Final = re.compile(r"[\"“”«'].*[\"“”»’']")
_WORDS: Final = re.compile(r"[^\W_]+(?:['’.:/-][^\W_]+)*")
_ORNAMENTS: Final = " *~=_#|\u200d\ufe0f\u20e3"


def kind(line: str) -> Kind:
    """Returns the kind of a line. The line must be squeezed and without markup."""
    words = _bare(line)
    text = _END.sub("", words)
    end = words[len(text) :]
    tokens = _WORDS.findall(text) if len(words) <= _LONGEST else []
    if not 0 < len(tokens) <= _MOST_WORDS or not _LETTERS.search(text):
        return Kind.NONE
    if set(end) & set(".,;…") or _QUOTED.fullmatch(words):
        return Kind.NONE
    text = text.lstrip("¡¿(-=–— ")
    if _is_addressed_or_signed(text, end) or REFERENCE.search(text) or ANSWER.match(text):
        return Kind.NONE
    if is_date(text) or _is_date_and_place(text):
        return Kind.NONE if _DIGIT.search(text) else Kind.WEEKDAY
    if text[:1].islower():
        return Kind.OPENING if len(tokens) <= _MOST_WORDS_IN_LOWERCASE else Kind.NONE
    return _by_its_end(text, end, tokens)


def is_date(text: str) -> bool:
    """True if a line contains only a day or a time: "Friday, December 4, 9 am"."""
    tokens = [token.lower() for token in _WORDS.findall(text)]
    return any(token in NAMED_DAYS or "/" in token for token in tokens) and all(
        token in OF_DATES or DATE_NUMBER.fullmatch(token) for token in tokens
    )


def _by_its_end(text: str, end: str, tokens: list[str]) -> Kind:
    count = len(tokens)
    if "?" in end or "⁉" in end:
        return Kind.HEADLINE
    is_cry = "!" in end or "‼" in end
    if CLOSING.match(text) or (is_cry and WELCOME.match(text)):
        return Kind.OPENING
    is_command = tokens[0].lower() in COMMANDS
    is_message = _is_sentence(text, count) or PLEASE.search(text) is not None
    if is_cry:
        tells_when = WHEN.search(text) is not None and (is_command or VERB.search(text) is not None)
        is_long = is_command and count > _MOST_WORDS_OF_COMMAND
        return Kind.NONE if is_message or tells_when or is_long else Kind.HEADLINE
    if is_message or (":" in end and is_command):
        return Kind.OPENING if count <= _MOST_WORDS_OF_OPENING else Kind.NONE
    return Kind.HEADLINE


def _bare(line: str) -> str:
    """Returns the line without the symbols and emoji at its ends."""
    start, end = 0, len(line)
    while start < end and _is_ornament(line[start]):
        start += 1
    while end > start and _is_ornament(line[end - 1]):
        end -= 1
    return line[start:end]


def _is_ornament(char: str) -> bool:
    return char in _ORNAMENTS or unicodedata.category(char) in ("So", "Sk", "Cn")


def _is_addressed_or_signed(text: str, end: str) -> bool:
    if GREETING.match(text) or _is_name(text):
        return True
    return end != "" and ADDRESSED.fullmatch(text) is not None


def _is_name(text: str) -> bool:
    """True for "Ms. Rivera" and "Coach Lee, Room 12"; not for "Ms. Rivera's class"."""
    titled = TITLED.match(text)
    if titled is None:
        return False
    rest = RANK_OR_PLACE.sub("", text[titled.end() :])
    names = [word for word in BETWEEN_NAMES.split(rest) if not TITLED.match(f"{word} ")]
    return (
        0 < len(names) <= _MOST_NAMES
        and all(name[:1].isupper() and not name.endswith(("'s", "’s")) for name in names)
        and names[-1].lower() not in NO_NAME
    )


def _is_date_and_place(text: str) -> bool:
    """True for "Friday, December 4, 6 pm, in the gym"; not for "Friday, December 4: Concert"."""
    before, *places = IN_PLACE.split(text, 1)
    return bool(places) and is_date(before)


def _is_sentence(text: str, count: int) -> bool:
    if ASKS.match(text):
        return False
    if BEGINS_SENTENCE.match(text) or LATER_SUBJECT.match(text):
        return True
    has_verb = VERB.search(text) is not None
    return has_verb and (count > _MOST_WORDS_WITH_VERB or WHEN.search(text) is not None)


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "heading-fake",
        "1.3.1",
        "warning",
        _("The line “%(excerpt)s” looks like a heading, but is not marked as one."),
        _(
            "Screen-reader users find their way by the headings, but bold or capitals do not make"
            " a heading."
        ),
        _(
            "If it is a heading, select it and choose “Heading 2” or “Heading 3” in the toolbar. "
            "If not, confirm."
        ),
        needs="heading",
        fix_without=_(
            "You cannot use headings in this field. If this is one, begin the text below with it,"
            " such as “Homework: read chapter 4”. If not, confirm."
        ),
    ),
)

_NO_HEADINGS_IN: Final = word_set(
    "address blockquote button caption dd dt figcaption label legend li nav summary table td th"
)
_LISTS: Final = word_set("dl menu ol ul")
_TITLES: Final = word_set("h1 h2 h3 h4 h5 h6 hr")

_FEWEST_CAPITALS: Final = 5
_MOST_CAPITAL_WORDS: Final = 6
_LONGEST_IN_CAPITALS: Final = 60
# A weekday above what happens on it is a heading if it is one of several; a date is not.
_FEWEST_WEEKDAYS: Final = 3
_MOST_LINES_BELOW: Final = 5
_MOST_WORDS_BEFORE_NAME: Final = 5

_LONGEST_READ: Final = 200

# Lines below the name of a person or a school: contact details, a job title, or what the person
# says.
_REACHED_BY: Final = re.compile(
    r"""[\w.+-]+@\w                                        # an address for email
      | (?:\(\d{3}\)\s?|\b\d{3}[-.\s])?\b\d{3}[-.\s]\d{4}\b      # a number to call
      | ^(?:room|rm\.?|aula|salón|office|ext\.?|oficina)\s+\w+$
      | ^\d{1,5}\s+\w.*\b(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|way|boulevard|blvd|court
        |place|highway|hwy)\b
      | ^\d{1,5}\s+(?:calle|avenida|camino)\b | ^(?:calle|avenida|p\.?\s?o\.?\s+box)\s
      | ^(?:[\w-]+\s+){0,3}(?:teacher|principal|counselor|coach|nurse|librarian|secretary|aide
        |director|superintendent|specialist|maestr[oa]|directora?|consejer[oa]|enfermer[oa])$
      | ^(?:she|he|my\s+name|ella|él|me\s+llamo)\b | ^p\.?s\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CALLED: Final = re.compile(r"(?:[^\W\d_][\w.'’-]*)(?:\s+[^\W\d_][\w.'’-]*){1,4}")


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """A line that reads like a headline, and the content below it (None at the very end)."""

    line: Line
    kind: Kind
    below: Line | Element | None
    is_over_list: bool = False


def check(document: Document, _names: Names) -> Iterator[Fault]:
    """Yields the lines of a document that look like headings."""
    candidates = document.once(_candidates)
    weekdays = sum(one.kind is Kind.WEEKDAY for one in candidates if one.below is not None)
    for one in candidates:
        if one.below is None:
            continue
        if (
            one.kind is Kind.HEADLINE
            or (one.kind is Kind.OPENING and one.is_over_list)
            or (one.kind is Kind.WEEKDAY and weekdays >= _FEWEST_WEEKDAYS)
        ):
            yield _fault(one, document)


def heading_left_open(document: Document) -> Fault | None:
    """Returns the fault of a last line that would be a heading if something followed it."""
    candidates = document.once(_candidates)
    if not candidates or (last := candidates[-1]).below is not None:
        return None
    # Below other text it may just as well be the author's name.
    stands_alone = document.once(Lines).before(last.line.paragraph) is None
    leads_on = last.line.words.endswith((":", "?"))
    is_heading = last.kind is Kind.HEADLINE and (stands_alone or leads_on)
    return _fault(last, document) if is_heading else None


def begins_with_text(document: Document) -> bool:
    """True if a fragment begins with words or a list, which could belong to a line before it."""
    lines = document.once(Lines)
    body = next(document.root.iterchildren("body"), document.root)
    if (body.text or "").strip():
        return True
    for element in body.iterchildren("*"):
        if element.tag == "p":
            if own_lines := lines.of(element):
                return not own_lines[0].bold
        elif document.is_perceivable(element):
            return element.tag not in _TITLES
    return False


def _fault(candidate: _Candidate, document: Document) -> Fault:
    return Fault(
        "heading-fake", clip(candidate.line.words), document.selector(candidate.line.paragraph)
    )


def _candidates(document: Document) -> list[_Candidate]:
    lines = document.once(Lines)
    return [
        candidate
        for paragraph in document.tagged("p")
        if document.nearest(paragraph, _NO_HEADINGS_IN) is None
        for place in range(len(lines.of(paragraph)))
        if (candidate := _candidate(paragraph, place, lines)) is not None
    ]


def _candidate(paragraph: Element, place: int, lines: Lines) -> _Candidate | None:
    own = lines.of(paragraph)
    line = own[place]
    if line.linked or not (line.bold or _is_in_capitals(line)):
        return None
    line_kind = kind(line.words)
    if not line_kind:
        return None
    before = own[place - 1] if place else lines.before(paragraph)
    if _is_led_into(before):
        return None
    below: list[Line | Element] = [*own[place + 1 : place + 1 + _MOST_LINES_BELOW]]
    following = lines.after(paragraph)
    while len(below) < _MOST_LINES_BELOW and (one := next(following, None)) is not None:
        below.append(one)
    return _over(line, line_kind, below)


def _over(line: Line, line_kind: Kind, below: list[Line | Element]) -> _Candidate | None:
    """Returns the candidate with the text that it heads, or None if it heads nothing."""
    # "Book fair" with the day below it, in bold as well.
    while (
        below and line_kind is not Kind.WEEKDAY and isinstance(below[0], Line) and _is_day(below[0])
    ):
        below = below[1:]
    if not below:
        return _Candidate(line, line_kind, None)
    first = below[0]
    if isinstance(first, Line):
        if first.bold or (_is_in_capitals(first) and not line.bold):
            return None
        if _is_name_over_address(line, below):
            return None
        is_over_list = is_item(first.words) and _is_item(below[1:2])
        return _Candidate(line, line_kind, first, is_over_list)
    if first.tag in _TITLES:
        return None
    return _Candidate(line, line_kind, first, first.tag in _LISTS)


def _is_day(line: Line) -> bool:
    return line.bold and is_date(line.words)


def _is_item(lines: list[Line | Element]) -> bool:
    return any(isinstance(line, Line) and is_item(line.words) for line in lines)


def _is_in_capitals(line: Line) -> bool:
    words = line.words
    return (
        len(words) <= _LONGEST_IN_CAPITALS
        and words.isupper()
        and len(words.split()) <= _MOST_CAPITAL_WORDS
        and sum(map(str.isalpha, words)) >= _FEWEST_CAPITALS
    )


def _is_led_into(before: Line | Element | None) -> bool:
    """True after "Sincerely," and "Thank you!", where a name follows, and after "Our word is:"."""
    if not isinstance(before, Line):
        return False
    words = before.words
    if len(words.split()) <= _MOST_WORDS_BEFORE_NAME and (
        words.endswith(",") or CLOSING.match(words.lstrip("¡"))
    ):
        return True
    return words.endswith(":")


def _is_name_over_address(line: Line, below: list[Line | Element]) -> bool:
    if not _CALLED.fullmatch(line.words):
        return False
    starts = [item.words[:_LONGEST_READ] for item in below[:2] if isinstance(item, Line)]
    return any(map(_REACHED_BY.search, starts))
