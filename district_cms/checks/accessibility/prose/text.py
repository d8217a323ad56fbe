"""Phrases that refer to color, shape or place alone, in English and Spanish."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from lxml import etree

from ...findings import Fault
from ...rules import Rule
from ...translation import mark as _
from ...word_sets import word_set
from ..dom import BLOCK_TAGS, Document, Element
from ..names import Names
from ..words import clip, squeeze

_COLORS: Final = "red|green|blue|yellow|orange|purple|pink|gr[ae]y|brown"
_COLORES: Final = "rojo|verde|azul|amarillo|naranja|anaranjado|morado|rosado|rosa|gris"
# Things that are colored by hand or by nature.
_MATERIALS: Final = (
    "pens?|inks?|pencils?|markers?|crayons?|chalk|paint|paper|tape|highlighters?|shirts?|t-shirts?|"
    "folders?|notebooks?|binders?|bins?|boxes|bags?|envelopes?|uniforms?|jerseys?|clothes|clothing"
)
# People who wear the color: a picture shows who is meant.
_PEOPLE: Final = (
    "actors|boys|children|coaches|dancers|friends|girls|guests|kids|members|people|players|"
    "runners|singers|students|swimmers|teachers|teams|us|visitors|volunteers|women|men|workers"
)
_GENTE: Final = "alumn[oa]s|estudiantes|jugador[ae]s|maestr[oa]s|niñ[oa]s|padres|personas|equipos"
_MARKED: Final = (
    "shown|marked|highlighted|written|printed|listed|typed|displayed|shaded|colou?red|underlined|"
    "circled"
)
_BY_COLOR: Final = rf"""(?:
        (?:items?|words?|dates?|events?|assignments?|text|links?|fields?|lines?|entries|those|ones|
           names?|problems?|questions?|sections?|rows?|columns?|cells?|sentences?|terms?|headings?|
           answers?|changes|deadlines?|tasks?|steps?|activities)
        (?:\ (?:that|which)\ (?:is|are)|\ is|\ are)?
        (?:\ (?:{_MARKED}))?
        \ in\ (?:(?:bright|dark|light|bold)\ )?(?:{_COLORS})\b
        (?![\ -](?:{_MATERIALS})\b)
      | (?!(?:{_PEOPLE})\b)[a-z]{{3,}}s\ (?:in|(?:{_MARKED})(?:\ in)?)\ (?:{_COLORS})
        \ (?:are|have|had|were|will|must|need|mean|show)\b
      | (?:click|tap|select)\ (?:on\ )?the\ (?:(?:big|large|small)\ )?(?:{_COLORS})
        \ (?:button|link|icon|arrow|box|tab|circle|square|bar)\b
      | (?:palabras|fechas|eventos|tareas|enlaces|textos?|l[ií]neas|campos|preguntas|elementos|
           respuestas|actividades|secciones)
        (?:\ que\ est[aá]n)?
        (?:\ (?:marcad|resaltad|escrit|señalad|subrayad|impres)[oa]s?)?
        \ en\ (?:color\ )?(?:{_COLORES})\b
      | l[oa]s\ (?!(?:{_GENTE})\b)(?:que\ est[aá]n|[a-záéíóúñ]{{3,}}s)
        \ en\ (?:color\ )?(?:{_COLORES})
        \ (?:no|son|est[aá]n|tienen|ya|se|deben|necesitan|indican|significan|fueron|ser[aá]n)\b
    )"""
# Then the color is part of the task, not a way in which the page conveys something.
TASK: Final = re.compile(
    r"\b(?:writ(?:e|ing)|colou?r(?:ing)?|trac(?:e|ing)|circl(?:e|ing)|draw(?:ing)?|mark(?:ing)?|"
    r"highlight(?:ing)?|underlin(?:e|ing)|paint(?:ing)?|shad(?:e|ing)|fill|print|correct(?:ing)?|"
    r"escrib\w+|colore\w*|pint\w+|marqu\w+|subray\w+|encierr\w+)\b[^.!?]{0,60}$",
    re.IGNORECASE,
)
_BY_PLACE: Final = r"""(?:
        (?:box|menu|column|button|link|picture|image|photo|panel|sidebar|chart|graph|diagram|icon|
           navigation|calendar|tab)s?
        ,?\ (?:(?:that|which)\ (?:is|are)\ )?(?:located\ |shown\ )?(?:on|at|to|in)\ (?:the|your)
        \ (?:far\ |upper\ |lower\ |top\ |bottom\ )?(?:right|left)\b(?:-hand)?(?:\ side)?
        (?!\ (?:of|wall|bank|lane|arm|foot|shoulder|door|half|page)\b)(?!-)
      | (?:click|tap|press|select|find|see|use)\ (?:on\ )?the\ (?:(?:big|large|small)\ )?
        (?:round|square|circular|triangular|oval)\ (?:button|icon|link|image|picture|box|menu)\b
      | (?:men[uú]|bot[oó]n|columna|enlace|imagen|foto|cuadro|recuadro|panel|gr[aá]fic[ao]|barra|
           [ií]cono|diagrama)
        (?:\ que\ est[aá])?\ (?:a|de)\ la\ (?:derecha|izquierda)\b(?!\ de[l]?\b)
    )"""
PUT_THERE: Final = re.compile(
    r"\b(?:put|drop|place|leave|return|hand|turn|bring|deposit|write|print|sign|draw|glue|staple)\b"
    r"[^.!?]{0,60}$",
    re.IGNORECASE,
)
_FLAGS: Final = re.IGNORECASE | re.VERBOSE
BY_COLOR: Final = re.compile(rf"\b{_BY_COLOR}", _FLAGS)
BY_PLACE: Final = re.compile(rf"\b{_BY_PLACE}", _FLAGS)


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "color-only",
        "1.4.1",
        "warning",
        _("“%(excerpt)s” seems to rely on color alone."),
        _("Some readers cannot see the color or tell it from other colors."),
        _("Add a word or a symbol, such as “(due Friday)”, or confirm that one is there."),
    ),
    Rule(
        "sensory-words",
        "1.3.3",
        "warning",
        _("“%(excerpt)s” may be clear only to those who see the page."),
        _("On a phone things move, and a screen reader does not say where they are."),
        _("Use its name or heading as well."),
    ),
    Rule(
        "letters-fancy",
        "1.1.1 advice",
        "warning",
        _("“%(excerpt)s” is written in symbols that only look like letters."),
        _("A screen reader spells out each symbol or skips it, and no search finds the word."),
        _("Type it again with the keyboard."),
    ),
    Rule(
        "caps-block",
        "3.1.5 advice",
        "warning",
        _("A long passage is in capitals: “%(excerpt)s”."),
        _("Words in capitals all have the same shape, and take longer to read."),
        _("Write it in lowercase letters, and use bold for what matters most."),
        needs="bold",
        fix_without=_("Write it in lowercase letters."),
    ),
)

# More than a year of a class's updates.
_MOST_TEXT: Final = 40_000
_FEWEST_CAPS: Final = 8
_FEWEST_CAPITAL_LETTERS: Final = 30

_LEAVES: Final = tuple(
    word_set(
        "p li td th dd dt h1 h2 h3 h4 h5 h6 blockquote figcaption caption div summary legend "
        "address section article main aside center pre"
    )
)
# Bold, script and other mathematical letters; wide, circled and squared ones. A formula has one or
# two of them together.
_FANCY: Final = re.compile(
    "[\U0001d400-\U0001d7cb\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9\U0001f130-\U0001f189]{4,}"
)
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")


def check_text(text: str) -> list[Fault]:
    """Returns questions about a plain text: capitals, and words about colors and places."""
    return list(_asked(squeeze(text[:_MOST_TEXT])))


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yields questions about the texts of a document."""
    for element in document.tagged(*_LEAVES):
        if not document.is_perceivable(element) or _holds_blocks(element):
            continue
        for fault in _asked(names.content(element)):
            yield Fault(fault.rule, fault.excerpt, document.selector(element))


def plain_text(document: Document) -> str:
    """Returns all texts of a document joined without spaces: only for a fast search that decides
    where to look closer."""
    return etree.tostring(document.root, encoding="unicode", method="text")[:_MOST_TEXT]


def _asked(text: str) -> Iterator[Fault]:
    found = BY_COLOR.search(text)
    if found and not TASK.search(text[: found.start()][-80:]):
        yield Fault("color-only", _around(text, found))
    found = BY_PLACE.search(text)
    if found and not PUT_THERE.search(text[: found.start()][-80:]):
        yield Fault("sensory-words", _around(text, found))
    if shouted := _capitals(text):
        yield Fault("caps-block", clip(shouted))
    if not text.isascii() and (fancy := _FANCY.search(text)):
        yield Fault("letters-fancy", clip(fancy[0]))


def _around(text: str, match: re.Match[str]) -> str:
    """Returns the match with some of the words before and after it."""
    start = text.rfind(" ", 0, max(match.start() - 30, 0)) + 1
    return clip(text[start : match.end() + 40])


def _capitals(text: str) -> str:
    """Returns the first long passage in capitals, or an empty string."""
    run: list[str] = []
    words = letters = 0
    for token in chain(text.split(), ("end",)):
        if token.isupper() or (run and not any(char.isalpha() for char in token)):
            run.append(token)
            if _LETTERS.search(token):
                words += 1
                letters += len(token)
            continue
        if words >= _FEWEST_CAPS and letters >= _FEWEST_CAPITAL_LETTERS:
            return " ".join(run)
        run, words, letters = [], 0, 0
    return ""


def _holds_blocks(element: Element) -> bool:
    return any(child.tag in BLOCK_TAGS for child in element.iterchildren("*"))
