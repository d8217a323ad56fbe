"""Understands what people text back, in English and Spanish. Pure.

Carriers and Twilio know a handful of keywords, and only as the whole text. The law requires more: a
family may revoke consent in any reasonable way (47 CFR 64.1200(a)(10)). So plain sentences are
understood too. A text that only contains such a word ("Will the bus stop at school?") stops
nothing.

A text that may be an angry sentence or an order counts as an order: a person who is stopped by
mistake is told so at once, and one word starts the texts again.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from district_cms.web.text_folding import folded

_PART: Final = re.compile(r"([a-z]+) = (.+)")


def _read(text: str) -> dict[str, re.Pattern[str]]:
    """Returns each section as one pattern. Raises `ValueError` for a line before the first section
    that defines no part."""
    sections: dict[str, list[str]] = defaultdict(list)
    parts: dict[str, str] = {}
    section = ""
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]") and line[1:-1].replace(" ", "").isalpha():
            section = line[1:-1]
            continue
        part = _PART.fullmatch(line)
        whole = part[2] if part else line
        for name, value in parts.items():
            whole = whole.replace(f"{{{name}}}", value)
        if part:
            parts[part[1]] = whole
        elif section:
            sections[section].append(whole)
        else:
            raise ValueError(f"stands in no section: {line}")
    return {name: re.compile("|".join(lines)) for name, lines in sections.items()}


_PHRASES: Final = _read(Path(__file__).with_name("phrases.txt").read_text(encoding="utf-8"))


class TextCommand(StrEnum):
    STOP = "stop"
    STOP_EVERYTHING = "stop everything"  # on all channels, explicitly
    START = "start"
    HELP = "help"
    YES_OR_NO = "yes or no"  # and nothing else, although we asked nothing
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Understood:
    """The command in a text. `language` is that of its words, "en" or "es"; "" if unclear."""

    command: TextCommand
    language: str = ""


# Straight, typographic, and the accents that telephones offer next to them.
_APOSTROPHES: Final = re.compile("['`\u2018\u2019\u00b4\u02bc]")


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORDS: Final = (
    (
        Understood(TextCommand.STOP, "en"),
        _set("""
            stop stopall unsubscribe unsub end quit cancel revoke optout optedout halt cease
            terminate discontinue enough stpo sotp stopp unsuscribe unsubcribe unsubscibe
        """),
    ),
    (
        Understood(TextCommand.STOP, "es"),
        _set("""
            alto parar pare paren para cancelar cancele cancelen cancela detener detenga detengan
            basta baja salir terminar fin eliminar desuscribir desuscribirme anular
        """),
    ),
    (
        Understood(TextCommand.START, "en"),
        _set("start unstop restart resume resubscribe subscribe"),
    ),
    (
        Understood(TextCommand.START, "es"),
        _set("""
            alta comenzar comience empezar iniciar reanudar reanude suscribir suscribirme
            suscribirse continuar
        """),
    ),
    (Understood(TextCommand.HELP, "en"), _set("help info information")),
    (Understood(TextCommand.HELP, "es"), _set("ayuda ayudame informacion")),
)
WORDS: Final = {word: meant for meant, words in _WORDS for word in words}
# Words around a command that do not change its meaning.
AROUND: Final = _set("""
    please pls plz plse kindly now just ok okay k thanks thank thx ty you it this that all
    immediately already right away again me us hi hello hey sorry so well them the texts text
    messages message at once i said u no a and
    por favor porfavor gracias ya ahora mismo hola disculpe perdon los mensajes textos el la
    de todos y inmediatamente
""")
TWO_WORDS: Final = {
    "opt out": "optout",
    "stop all": "stopall",
    "no mas": "basta",
    "no more": "stop",
}
STOP_SIGN: Final = "\U0001f6d1"
# "No" is both English and Spanish.
_YES_OR_NO: Final = {
    **dict.fromkeys(_set("yes y yep yeah yea yup n nope nah"), "en"),
    **dict.fromkeys(_set("si sip claro"), "es"),
    "no": "",
}
_SPANISH: Final = _set("""
    me mi mis no ya por favor gracias hola el la los de que para mensajes textos quiero numero mas
    porfavor es un una su sus hijo hija escuela todo todos correos
""")


def understand(body: str) -> Understood:
    """Returns what the text asks for."""
    if body.strip("\ufe0f \n") == STOP_SIGN:
        return Understood(TextCommand.STOP)
    plain = normalize(body)
    understood = _whole_word(plain)
    if understood is None:
        understood = _order_to_stop(plain)
    if understood is not None:
        if understood.command is TextCommand.STOP and _PHRASES["everything"].search(plain):
            return Understood(TextCommand.STOP_EVERYTHING, understood.language)
        return understood
    if plain in _YES_OR_NO:
        return Understood(TextCommand.YES_OR_NO, _YES_OR_NO[plain])
    if _PHRASES["start"].search(_PHRASES["not a start"].sub(" ", plain)):
        return Understood(TextCommand.START, _language(plain))
    if _PHRASES["help"].search(plain):
        return Understood(TextCommand.HELP, _language(plain))
    return Understood(TextCommand.OTHER, _language(plain))


def normalize(text: str) -> str:
    """Returns the text in lowercase, without accents, apostrophes and marks: "Don’t!" becomes
    "dont"."""
    # Apostrophes first, because folding turns some of them into spaces.
    plain = folded(_APOSTROPHES.sub("", text))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", plain).split())


def _whole_word(plain: str) -> Understood | None:
    """Returns the meaning of a text that consists of one such word, with or without polite words
    around it."""
    for two, one in TWO_WORDS.items():
        plain = re.sub(rf"\b{two}\b", one, plain)
    words = plain.split()
    meant = {WORDS[word] for word in words if word in WORDS}
    rest = {word for word in words if word not in WORDS} - AROUND - {"everything", "todo"}
    if not meant or rest:
        return None
    commands = {each.command for each in meant}
    return max(meant, key=lambda each: each.language) if len(commands) == 1 else None


def _order_to_stop(plain: str) -> Understood | None:
    order = _PHRASES["not a stop"].sub(" ", plain)
    if _PHRASES["stop in spanish"].search(order):
        return Understood(TextCommand.STOP, "es")
    return (
        Understood(TextCommand.STOP, _language(plain)) if _PHRASES["stop"].search(order) else None
    )


def _language(plain: str) -> str:
    words = plain.split()
    if not words:
        return ""
    spanish = sum(word in _SPANISH for word in words)
    return "es" if spanish * 3 >= len(words) and spanish > 1 else "en"
