"""Which language a text is in, where its commonest words leave no doubt.

Not a guess for every text: it says nothing of a title, a name, a line of vocabulary. Languages
that families of a district speak and that are written in Latin letters are told by the words that
every sentence needs; the others by their letters.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from .words import word_set

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LONGEST: Final = 600
_FEWEST_WORDS: Final = 5
# As many different ones of its words show a language, and as large a share of all words.
_FEWEST_SIGNS: Final = 3
_SHARE: Final = 0.22
# A language with this much of the other's share beside it is a mixture.
_RIVAL: Final = 0.34

# Words that the others do not have, or hardly: no "a", "me", "die", "son" or "van".
_SIGNS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "en": word_set("""
            the and of to is are was were be been it its that this these those with for from your
            you our we they their them he she his her has have had not but or if when what which
            who will would can could should at by on as there here about into than then more most
            also how why where please do does did an in my i
            each say read write use class students week homework school families day this one
        """),
        "es": word_set("""
            el la los las del al y que por para una unos unas como pero más mas también muy sus su
            nuestro nuestra nuestros nuestras usted ustedes cuando porque hoy está están esta este
            estas estos ese esa eso hay ser será son tiene tienen puede pueden con sobre desde
            hasta entre todos todas todo cada lo les se en de si sí ya qué cómo donde dónde
        """),
        "fr": word_set("""
            le la les des du et est une dans pour que qui sur avec pas plus vous nous votre vos
            notre nos leur leurs ce cette ces aux au sont être avoir il elle ils elles mais où
            comme tous toutes très aussi chez sans sous je tu par ont été
        """),
        "de": word_set("""
            der das und ist nicht ein eine einen einem einer den dem des mit für auf sich auch von
            zu zum zur bei wir ihr sie ich aber oder wenn wird werden sind haben hat nach über
            unser unsere ihre alle noch nur wie dass kann
        """),
        "pt": word_set("""
            o os as do da dos das em no na nos nas um uma uns umas que não com para por mais
            também muito seu sua seus suas nosso nossa você vocês quando porque está estão este
            esta são tem têm pode podem ser e ao aos à às pelo pela foi
        """),
        "it": word_set("""
            il lo gli le della dello delle degli dei del nel nella che di è sono un una per con
            non più anche come questo questa questi queste suo sua loro nostro nostra voi noi
            quando perché essere ha hanno tutti tutte alla alle dalla sulla ma se
        """),
        "nl": word_set("""
            de het een en van ik je dat niet met op te zijn voor aan er maar om ook als bij nog
            naar hij zij we wij u uw ons onze deze dit wordt worden kan heeft hebben ging was
            over uit
        """),
        "vi": word_set("""
            của và các cho là không được với những trong này có một người để đến từ khi sẽ quý
            phụ huynh học sinh con em chúng tôi bạn
        """),
        "ht": word_set("""
            nan yo pou ak ki li nou sa gen pa ou tout lekòl elèv paran pitit ap te kapab avèk
            sou yon fè chak
        """),
        "tl": word_set("""
            ang ng mga sa na ay para inyong kung ito hindi po ninyo kayo tayo namin aming nga rin
            din upang isang mag
        """),
        "so": word_set("""
            iyo waa ee uu ay ka ku soo ayaa waxaa loo si aad ardayda dugsiga waalidka haddii ama
        """),
    }
)
# One of the first stands in any passage of the language, and two of all: without them, no word of
# a page is looked at.
_HINTS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = MappingProxyType(
    {
        "en": ((" the ", " and "), (" of ", " to ", " is ", " in ")),
        "es": (
            (" que ", " los ", " de la ", " una ", " por "),
            (" las ", " del ", " para ", " con ", " el "),
        ),
        "fr": ((" les ", " des ", " une "), (" est ", " dans ", " pour ", " vous ", " le ")),
        "de": ((" und ", " der "), (" ist ", " nicht ", " das ", " mit ", " die ")),
        "pt": ((" uma ", " com ", " não "), (" dos ", " da ", " em ", " para ", " que ")),
        "it": ((" che ", " della ", " gli "), (" sono ", " per ", " di ", " il ")),
        "nl": ((" het ", " een "), (" van ", " niet ", " met ", " op ", " de ")),
        "vi": ((" và ", " của "), (" không ", " các ", " cho ")),
        "ht": ((" nan ", " pou "), (" ak ", " yo ", " ki ")),
        "tl": ((" ang ", " mga "), (" ng ", " sa ", " na ")),
        "so": ((" iyo ", " waa "), (" waxaa ", " ku ", " ka ")),
    }
)
_FEWEST_HINTS: Final = 2

_SCRIPTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        # Script: its letters, and the languages that the gate takes for possible in it.
        "Cyrillic": ("\u0400-\u052f", "ru uk bg sr mk be kk ky mn tg bs uz"),
        "Greek": ("\u0370-\u03ff\u1f00-\u1fff", "el grc"),
        "Hebrew": ("\u0590-\u05ff", "he yi iw ji lad"),
        "Arabic": ("\u0600-\u06ff\u0750-\u077f", "ar fa ur ps ku ckb sd ug prs uz ms pa ks"),
        "Devanagari": ("\u0900-\u097f", "hi ne mr sa bho mai kok doi"),
        "Bengali": ("\u0980-\u09ff", "bn as"),
        "Gurmukhi": ("\u0a00-\u0a7f", "pa"),
        "Gujarati": ("\u0a80-\u0aff", "gu"),
        "Tamil": ("\u0b80-\u0bff", "ta"),
        "Telugu": ("\u0c00-\u0c7f", "te"),
        "Thai": ("\u0e00-\u0e7f", "th"),
        "Lao": ("\u0e80-\u0eff", "lo"),
        "Burmese": ("\u1000-\u109f", "my ksw pwo mnw shn"),
        "Georgian": ("\u10a0-\u10ff", "ka"),
        "Ethiopic": ("\u1200-\u137f", "am ti gez"),
        "Khmer": ("\u1780-\u17ff", "km"),
        "Japanese": ("\u3040-\u30ff", "ja"),
        "Korean": ("\uac00-\ud7af\u1100-\u11ff", "ko"),
        "Chinese": ("\u4e00-\u9fff\u3400-\u4dbf", "zh ja yue cmn wuu hak nan lzh ko"),
    }
)
_FOREIGN: Final = re.compile("[" + "".join(letters for letters, _tags in _SCRIPTS.values()) + "]")
_OF_SCRIPT: Final = {name: re.compile(f"[{letters}]") for name, (letters, _) in _SCRIPTS.items()}
_LETTER: Final = re.compile(r"[^\W\d_]")
_FEWEST_LETTERS: Final = 6
_MOST_LATIN: Final = 0.3


def may_hold_other(text: str, language: str) -> bool:
    """True if it is worth asking whether parts of a text are in another language. Quick."""
    if not text.isascii() and _FOREIGN.search(text):
        return True
    for other, (first, more) in _HINTS.items():
        if other == language:
            continue
        found = sum(hint in text for hint in first)
        if found and found + sum(hint in text for hint in more) >= _FEWEST_HINTS:
            return True
    return False


def language_of(text: str) -> str:
    """Return the code of the one language that a text surely is in, or "".

    Of a script that many languages use, the likeliest stands for all: see `could_be`.
    """
    text = text[:_LONGEST]
    script = _script_of(text)
    if script:
        return _SCRIPTS[script][1].split()[0]
    words = [word.replace("’", "'") for word in _WORD.findall(text.lower())]
    if len(words) < _FEWEST_WORDS:
        return ""
    counts = _count(words)
    best = max(counts, key=lambda language: (counts[language], language))
    rival = max(count for language, count in counts.items() if language != best)
    different = len(_SIGNS[best].intersection(words))
    if different < _FEWEST_SIGNS or counts[best] < _SHARE * len(words):
        return ""
    # Related languages share words: they are rivals, and yet the text is surely not English.
    return best if rival <= _RIVAL * counts[best] or _is_related(best, counts) else ""


def could_be(text: str, language: str) -> bool:
    """True if a text may be in a language: unless it surely is in another."""
    found = language_of(text)
    if not found or found == language:
        return True
    script = _script_of(text[:_LONGEST])
    if script:
        return language in _SCRIPTS[script][1].split()
    if language not in _SIGNS:
        # Of a language without signs here, only English is told apart with certainty.
        return found != "en"
    words = _WORD.findall(text[:_LONGEST].lower())
    return len(_SIGNS[language].intersection(words)) >= _FEWEST_SIGNS - 1


def _count(words: list[str]) -> dict[str, int]:
    return {language: sum(word in signs for word in words) for language, signs in _SIGNS.items()}


def _is_related(best: str, counts: Mapping[str, int]) -> bool:
    return best != "en" and counts["en"] <= _RIVAL / 2 * counts[best]


def _script_of(text: str) -> str:
    """Return the script in which most of a text is written, "" for Latin and for few letters."""
    if text.isascii() or not _FOREIGN.search(text):
        return ""
    total = len(_LETTER.findall(text))
    counts = {name: len(letters.findall(text)) for name, letters in _OF_SCRIPT.items()}
    # Japanese is told by its syllables, which stand between Chinese characters.
    best = "Japanese" if counts["Japanese"] > 2 else max(counts, key=counts.__getitem__)
    share = sum(counts.values())
    if share < _FEWEST_LETTERS and not (best in ("Chinese", "Japanese", "Korean") and share > 3):
        return ""
    return best if share >= (1 - _MOST_LATIN) * max(total, 1) else ""
