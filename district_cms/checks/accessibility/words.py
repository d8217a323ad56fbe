"""Words that mean nothing alone, in English and Spanish, and the functions that find them.

"Click here" and "image" are empty only if they stand alone. So the sets below hold single words,
and the rules ask whether *all* words of a text are among them.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from district_cms.web.text_folding import folded

from ..word_sets import phrase_set, word_set

EXCERPT_LENGTH: Final = 120
"""The most characters that a `Fault` quotes."""

_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u206a-\u206f\u3164\ufeff\uffa0\x00-\x08\x0e-\x1f\x7f]"
)
# Two texts with the same words differ by at most this many characters.
_ONLY_PUNCTUATION: Final = 20
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")


# Longer texts always mean something.
_LONGEST_PHRASE: Final = 100


def squeeze(text: str) -> str:
    """Returns the text without invisible characters and outer spaces, with single spaces between
    words.

    Symbols and emoji stay, because screen readers announce them.
    """
    # The fast path for most texts: a page calls this a thousand times.
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    words = " ".join(text.split())
    if words.isascii() and words.isprintable():
        return words
    return " ".join(_INVISIBLE.sub("", words).split())


def collapse(text: str) -> str:
    """Returns the text with each run of spaces, also at its ends, as one space."""
    words = squeeze(text)
    before = " " if text[:1].isspace() else ""
    after = " " if words and text[-1:].isspace() else ""
    return f"{before}{words}{after}"


def clip(text: str, length: int = EXCERPT_LENGTH) -> str:
    """Return the squeezed text, shortened to `length` characters with an ellipsis: after a whole
    word, if there is one."""
    text = squeeze(text)
    if len(text) <= length:
        return text
    return (text[:length].rpartition(" ")[0] or text[: length - 1]) + "…"


def bare_words(text: str) -> list[str]:
    """Return the words and numbers, without accents, case and punctuation.

    >>> bare_words("Haga clic AQUÍ (pág. 2)!")
    ['haga', 'clic', 'aqui', 'pag', '2']
    """
    if text.isascii():
        return _WORD.findall(text.lower().replace("'", ""))
    return _WORD.findall(folded(text).replace("'", "").replace("’", ""))


def same_words(text: str, other: str) -> bool:
    """True if both texts have the same words, ignoring case, accents and punctuation."""
    if not (text and other and abs(len(text) - len(other)) <= _ONLY_PUNCTUATION):
        return False
    words = bare_words(text)
    return bool(words) and words == bare_words(other)


# Function words, which name nothing.
_FUNCTION_WORDS: Final = word_set("""
    a above again all also am an and any are as at be been below but by can could did do
    does each either every few find following for from get give given go goes had has have he
    her hers here him his how i if in into is it its just let lets like ll look made make many
    me might more most must my need new no not now of off on once one only or other our
    ours out over own please s same she should so some such take than that the their theirs
    them then there these they this those to too try under up us use used using very want was
    we were what when where which while who why will with would you your yours
    al algo aqui aca ahi alla como con cual cuando de del desde donde e el ella ellas ellos en
    entre era es esa ese eso esta estas este esto estos favor fue ha han hay la las le les lo los
    mas mi mis muy nos nosotros nuestra nuestras nuestro nuestros o para pero por porque puede
    pueden que quien se ser si sin sobre son su sus tambien te tiene todo todos tu tus u un una
    unas uno unos usted ustedes y ya yo
""")

# Words that say only that there is a link, or how to use it. A text is generic if one of them
# stands with weak and function words only.
_LINK_WORDS: Final = word_set("""
    article click clicking continue detail details doc document download file form goto here item
    learn link more open page pdf read see site start tap this url video view visit watch
    webpage website
    abra abrir aca aqui archivo articulo baje bajar clic conozca conocer continuar continue
    descarga descargar descargue detalle detalles documento enlace esta este esto formulario haga
    haz ingrese lea leer liga mas mire mirar oprima pagina presione pulse saber seguir sepa sitio
    toque vea ver video vinculo visite visitar
""")
# Alone they may be the title of a page; beside "more" they mean nothing.
_WEAK_WORDS: Final = word_set("""
    downloads following info information links material materials pages post press resource
    resources select web websites
    enlaces hacer informacion ligas paginas recurso recursos vinculos
""")
_GENERIC_PHRASES: Final = phrase_set("continue reading, go, keep reading")
_LINKED_BY_NUMBER: Final = word_set("link links enlace enlaces liga click clic pdf url")

# Words that people type into the field for a description without describing anything.
_PICTURE_WORDS: Final = word_set("""
    alt banner button chart clipart diagram equation formula graph graphic graphics icon image
    images img jpeg jpg photo photograph photographs photos pic pics picture pictures placeholder
    png untitled
    boton diagrama ecuacion foto fotografia fotografias fotos grafica grafico icono imagen imagenes
""")
_PICTURE_COMPANIONS: Final = word_set("""
    a add an and another any attribute caption describe description enter for goes here in
    insert is it my name new no of on one our some text that the this title to your
    aqui de del el en es esta este la las los mi nuestra sin su texto titulo un una va
    alternativo agregar agregue descripcion escriba inserte
    big black blue gray green large orange purple red small white yellow
    amarillo azul blanco gris negro rojo verde
""")
_PICTURE_PHRASES: Final = phrase_set("""
    decorative, description, description here, no description, add description, add a
    description, enter description, insert description, insert description here, n a, none,
    null, undefined, spacer, untitled design, untitled document, untitled drawing, asdf, tbd,
    todo, xxx, decorativa, descripcion, descripcion aqui, sin descripcion, sin titulo, texto
    alternativo, ninguna
""")


def is_generic_link(text: str) -> bool:
    """True if the words of a link only say that it is a link: "Click here", "Leer más…", "»"."""
    text = squeeze(text)
    if len(text) > _LONGEST_PHRASE:
        return False
    words = bare_words(text)
    if not words:
        # "»", ">>" and "…" mean nothing; screen readers announce an emoji, and it may mean
        # something.
        return bool(text) and all(_is_mark(char) for char in text)
    if any(word.isdigit() for word in words):
        numbered = len(words) > 1 and words[-1].isdigit() and words[-2] in _LINKED_BY_NUMBER
        if not numbered:
            return False
        words = words[:-1]
    if tuple(words) in _GENERIC_PHRASES:
        return True
    return any(word in _LINK_WORDS for word in words) and all(_names_nothing(w) for w in words)


def names_a_subject(texts: Iterable[str]) -> bool:
    """True if a word in one of the texts could say where a link goes.

    "Click here for more information" has none; "Click here for homework" has one.
    """
    return any(
        len(word) > 1 and not word.isdigit() and not _names_nothing(word)
        for text in texts
        for word in bare_words(text)
    )


def _names_nothing(word: str) -> bool:
    return word in _LINK_WORDS or word in _WEAK_WORDS or word in _FUNCTION_WORDS


def is_picture_placeholder(text: str) -> bool:
    """True if a description only says that there is a picture: "Photo 3", "imagen", "-"."""
    text = squeeze(text)
    if len(text) > _LONGEST_PHRASE:
        return False
    words = [word for word in bare_words(text) if not word.isdigit()]
    if not words:
        return bool(text) and all(_is_mark(char) for char in text)
    if tuple(words) in _PICTURE_PHRASES:
        return True
    return any(word in _PICTURE_WORDS for word in words) and all(
        word in _PICTURE_WORDS or word in _PICTURE_COMPANIONS for word in words
    )


def _is_mark(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "PZC" or category in ("Sm", "Sk")
