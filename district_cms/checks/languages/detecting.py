"""Which language a passage is in, where that leaves no doubt.

CLD3, the detector of Chrome, answers for any text, for a name or a price as well; what is asked of
it here is a clause of some words that are not all names, and what is not English already. So
nothing is said of a title, a name, a line of vocabulary: precision comes first.
"""

import re
from threading import local
from typing import Final

import gcld3

from ..word_sets import word_set
from . import scripts
from .catalog import language, primary_language
from .english import PARTICLES, Evidence
from .sentences import sentences

_LONGEST: Final = 600
_FEWEST_WORDS: Final = 4
# As many of a clause's words are neither names nor the particles of names.
_FEWEST_COMMON_WORDS: Final = 2
# Names of plants, mottos: no passage of Latin is written here, and CLD3 sees it in many names.
_NEVER: Final = frozenset({"la"})
_LIKELY: Final = 0.7
_SURE: Final = 0.9
_FEW_WORDS: Final = 6
_SURE_OF_FEW_WORDS: Final = 0.95
_FEWEST_WORDS_FOR_SURE: Final = 5

# "Pinus ponderosa Larix occidentalis": nothing but names of plants and animals.
_SPECIES: Final = re.compile(
    r"(?:[A-Z][a-z]+ (?:[a-z]+\. )?[a-z-]+(?:a|ae|ens|ii?|is|or|um|us|x)[\s,;&]*(?:and |y )?){2,}"
)
_BETWEEN_CLAUSES: Final = re.compile(r"[,;:.!?()\[\]/|…•\"“”«»¿¡\d\n]+|\s[-–—]\s|[–—]")
# "8 a. m.", "4 pm": the letters are words of other languages to CLD3. "I am" has no figure.
_HOUR: Final = re.compile(r"\d[\d:.]*\s?[ap]\.?\s?m\b\.?", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’\u02bc-][^\W\d_]+)*")
# What "sure" cannot tell apart: a text that is marked with one of them may be called another.
_ALIKE: Final = tuple(
    frozenset(tags.split())
    for tags in (
        *("es pt gl ca ast an lad it", "id ms su jv", "bs hr sr cnr sl mk bg", "cs sk"),
        *("da nb nn no sv is fo", "nl af fy lb de yi", "tl fil ceb ilo war", "xh zu ss nr st"),
        *("fr oc ca wa ht", "en sco", "so om aa", "sw swc swa", "rw rn", "ku kmr tr az uz tk"),
        *("haw mi sm to ty", "fi et", "ro mo"),
    )
)


class _Detector(local):
    """One for each thread: its answers are made without the interpreter's lock."""

    def __init__(self) -> None:
        self.cld3 = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4 * _LONGEST)

    def ask(self, text: str) -> tuple[str, float]:
        """Return the tag of the catalog, "" if the language is not in it, and how likely it is."""
        answer = self.cld3.FindLanguage(text=text.encode("utf-8", "replace").decode("utf-8"))
        # "ru-Latn" is Russian in Latin letters, which nobody writes here: a name, or a sound.
        found = None if answer.language in _NEVER else language(answer.language)
        is_written_so = not answer.language.endswith("-Latn")
        return (found.tag if found and is_written_so else ""), answer.probability


_detector: Final = _Detector()


def language_of(text: str, *, is_marked: bool = False) -> str:
    """Return the tag of the one language that a text is in, "" where that is not to be told.

    "en" as well. Of the languages of one script, the likeliest. `is_marked` says that someone has
    named another language for it: then more is needed to say that it is none.
    """
    text = _HOUR.sub(" ", text[:_LONGEST])
    if script := scripts.script_of(text):
        return _by_script(text, script)
    if _SPECIES.fullmatch(text):
        return ""
    english = Evidence(text)
    if english.is_likely:
        return "en" if english.is_sure else ""
    if english.words < _FEWEST_WORDS or not _holds_clause(text) or _repeats_itself(text):
        return ""
    tag, probability = _detector.ask(text.lower())
    needed = _SURE if is_marked else _LIKELY
    if english.shared and english.words <= _FEW_WORDS:
        needed = _SURE_OF_FEW_WORDS  # "A job at home" may be English, "A la una" not
    return tag if probability >= needed else ""


def _repeats_itself(text: str) -> bool:
    """True for a few words said twice, as a picture's and a link's: “Order books Order books”."""
    return len(set(_WORD.findall(text.lower()))) < _FEWEST_WORDS


def says_nothing(text: str) -> bool:
    """True for names, a title, a day, of which `language_of` surely tells nothing: a quick answer
    for what has Latin letters alone."""
    return text.isascii() and sum(map(str.islower, text.split())) < _FEWEST_COMMON_WORDS


def could_be(text: str, tag: str) -> bool:
    """True if a text, or a sentence of it, may be in a language: unless all of it surely is in
    another."""
    text = _HOUR.sub(" ", text[:_LONGEST])
    wanted = primary_language(tag)
    if script := scripts.script_of(text):
        return wanted in scripts.languages_in(script)
    return not _is_surely_another(text, wanted) or (
        len(parts := sentences(text)) > 1
        and any(are_alike(language_of(part), wanted) for part in parts)
    )


def _is_surely_another(text: str, wanted: str) -> bool:
    english = Evidence(text)
    if english.is_sure:
        return wanted not in ("en", "sco")
    if english.words < _FEWEST_WORDS_FOR_SURE or not _holds_clause(text):
        return False
    if wanted == "en" and english.is_likely:
        return False
    found, probability = _detector.ask(text.lower())
    is_sure = probability >= _SURE and found not in ("", "en") and _knows(wanted)
    return is_sure and not are_alike(found, wanted)


def are_alike(found: str, wanted: str) -> bool:
    """True if what was found may well be what was wanted: the same language, or a sister of it."""
    is_sister = any({found, wanted} <= alike for alike in _ALIKE)
    return is_sister or wanted in (primary_language(found), *_NEVER)


def _by_script(text: str, script: str) -> str:
    possible = scripts.languages_in(script)
    if script == "Chinese":
        return scripts.chinese_of(text)
    found, _probability = _detector.ask(text)
    return found if found in possible else possible[0]


def _holds_clause(text: str) -> bool:
    """True if some words stand together without a comma, and not all of them are names."""
    for clause in _BETWEEN_CLAUSES.split(text):
        words = _WORD.findall(clause)
        if len(words) >= _FEWEST_WORDS:
            common = [w for w in words if w[0].islower() and w not in PARTICLES]
            if len(common) >= _FEWEST_COMMON_WORDS:
                return True
    return False


# The languages of the catalog that CLD3 knows. What it does not know it calls something else.
_KNOWN: Final = word_set(
    """
    af am ar az be bg bn bs ceb cs da de el en es et fa fi fr gu ha haw he hi hmn hr ht hu hy id
    ig it ja ka kk km ko ku ky la lo ml mn mr ms my nb ne nl pa pl ps pt ro ru sk sm so sq sr sv
    sw ta te tg th tl tr uk ur uz vi yi yo zh zu
    """
)


def _knows(tag: str) -> bool:
    found = language(tag)
    return found is not None and primary_language(found.tag) in _KNOWN
