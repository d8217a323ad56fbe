"""What someone means who texts back, in English and Spanish. Pure.

Carriers and Twilio know a handful of words, and only where they are the whole text. The law asks
for more: a family may say in any reasonable way that they want no more (47 CFR 64.1200(a)(10)).
So plain sentences are understood too. A text that only holds such a word ("Will the bus stop at
school?") stops nothing.

In doubt between an angry sentence and an order it is read as an order: who is stopped by mistake
is told so at once, and one word starts the texts again.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .phrases import ABOUT_EVERYTHING, NOT_A_STOP, START_PHRASES, STOP_PHRASES, WHO_IS_THIS


class Said(StrEnum):
    STOP = "stop"
    STOP_EVERYTHING = "stop everything"  # on all channels, in so many words
    START = "start"
    HELP = "help"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Understood:
    """`language` is that of the words, "en" or "es"; "" where they do not tell."""

    said: Said
    language: str = ""


WORDS: Final[dict[str, Understood]] = {
    word: Understood(said, language)
    for said, language, words in (
        (
            *(Said.STOP, "en"),
            "stop stopall unsubscribe unsub end quit cancel revoke optout optedout halt cease terminate discontinue "
            "enough stpo sotp stopp unsuscribe unsubcribe unsubscibe",
        ),
        (
            *(Said.STOP, "es"),
            "alto parar pare paren cancelar cancele cancelen cancela detener detenga detengan basta "
            "baja salir terminar fin eliminar desuscribir desuscribirme anular",
        ),
        (Said.START, "en", "start unstop restart resume resubscribe subscribe"),
        (
            *(Said.START, "es"),
            "alta comenzar comience empezar iniciar reanudar reanude suscribir suscribirme "
            "suscribirse continuar",
        ),
        (Said.HELP, "en", "help info information"),
        (Said.HELP, "es", "ayuda ayudame informacion"),
    )
    for word in words.split()
}
# Said around such a word without changing what it means.
AROUND: Final = frozenset(
    "please pls plz plse kindly now just ok okay k thanks thank thx ty you it this that all "
    "immediately already right away again me us hi hello hey sorry so well them the texts text "
    "messages message at once i said u no "
    "por favor porfavor gracias ya ahora mismo hola disculpe perdon los mensajes textos el la "
    "de a and y todos inmediatamente de".split()
)
TWO_WORDS: Final = {"opt out": "optout", "stop all": "stopall", "no mas": "basta", "no more": "stop"}
_SPANISH_WORDS: Final = frozenset(
    "me mi mis no ya por favor gracias hola el la los de que para mensajes textos quiero numero mas "
    "porfavor es un una su sus hijo hija escuela todo todos correos".split()
)


def understand(body: str) -> Understood:
    """What the text asks for."""
    plain = normalize(body)
    found = _whole_word(plain)
    if found is None and _asks_to_stop(plain):
        found = Understood(Said.STOP, _language(plain))
    if found is not None:
        if found.said is Said.STOP and ABOUT_EVERYTHING.search(plain):
            return Understood(Said.STOP_EVERYTHING, found.language)
        return found
    if START_PHRASES.search(plain):
        return Understood(Said.START, _language(plain))
    if WHO_IS_THIS.search(plain):
        return Understood(Said.HELP, _language(plain))
    return Understood(Said.OTHER, _language(plain))


def normalize(text: str) -> str:
    """In lower case, without accents, apostrophes and marks: "Don’t!" is "dont"."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = re.sub(r"['’‘`´ʼ]", "", plain)
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", plain).split())


def _whole_word(plain: str) -> Understood | None:
    """The meaning of a text that is one such word, whatever politeness stands around it."""
    for two, one in TWO_WORDS.items():
        plain = re.sub(rf"\b{two}\b", one, plain)
    words = plain.split()
    meant = {WORDS[word] for word in words if word in WORDS}
    rest = {word for word in words if word not in WORDS} - AROUND - {"everything", "todo"}
    if not meant or rest:
        return None
    said = {each.said for each in meant}
    return max(meant, key=lambda each: each.language) if len(said) == 1 else None


def _asks_to_stop(plain: str) -> bool:
    return bool(STOP_PHRASES.search(NOT_A_STOP.sub(" ", plain)))


def _language(plain: str) -> str:
    words = plain.split()
    if not words:
        return ""
    spanish = sum(word in _SPANISH_WORDS for word in words)
    return "es" if spanish * 3 >= len(words) and spanish > 1 else "en"
