"""Language detection: by script, by frequent English words, and by CLD3."""

import re
from collections.abc import Mapping
from itertools import groupby
from threading import local
from types import MappingProxyType
from typing import Final, NamedTuple

import gcld3

from ..word_sets import word_set
from .catalog import language, primary_language

_SCRIPTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        # Script: its letters, and the languages that are written in it, the likeliest first.
        "Cyrillic": ("\u0400-\u052f", "ru uk bg sr mk be kk ky mn tg bs uz"),
        "Greek": ("\u0370-\u03ff\u1f00-\u1fff", "el grc"),
        "Armenian": ("\u0530-\u058f", "hy"),
        "Hebrew": ("\u0590-\u05ff", "he yi iw ji lad"),
        "Arabic": ("\u0600-\u06ff\u0750-\u077f", "ar fa ur ps ku ckb sd ug prs uz ms pa ks"),
        "Devanagari": ("\u0900-\u097f", "hi ne mr sa bho mai kok doi"),
        "Bengali": ("\u0980-\u09ff", "bn as"),
        "Gurmukhi": ("\u0a00-\u0a7f", "pa"),
        "Gujarati": ("\u0a80-\u0aff", "gu"),
        "Tamil": ("\u0b80-\u0bff", "ta"),
        "Telugu": ("\u0c00-\u0c7f", "te"),
        "Malayalam": ("\u0d00-\u0d7f", "ml"),
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
_OF_SCRIPT: Final = {
    name: re.compile(f"[{letters}]") for name, (letters, _tags) in _SCRIPTS.items()
}
_LETTER: Final = re.compile(r"[^\W\d_]")
_FEWEST_SCRIPT_LETTERS: Final = 6
_MOST_LATIN: Final = 0.3


def script_of(text: str) -> str:
    """Return the script of most of a text, or "" for Latin and for too few letters."""
    if text.isascii() or not _FOREIGN.search(text):
        return ""
    total = len(_LETTER.findall(text))
    counts = {name: len(letters.findall(text)) for name, letters in _OF_SCRIPT.items()}
    # Kana identify Japanese, which uses Chinese characters, too.
    best = "Japanese" if counts["Japanese"] > 2 else max(counts, key=counts.__getitem__)
    share = sum(counts.values())
    if share < _FEWEST_SCRIPT_LETTERS and not (
        best in ("Chinese", "Japanese", "Korean") and share > 3
    ):
        return ""
    return best if share >= (1 - _MOST_LATIN) * max(total, 1) else ""


def languages_in(script: str) -> list[str]:
    """Return the languages that are written in a script, the likeliest first."""
    return _SCRIPTS[script][1].split()


def chinese_of(text: str) -> str:
    """Return "zh-Hans" or "zh-Hant", whichever has more characters in a text, or "zh" if neither.

    A character that only GB 2312 contains is simplified; one that only Big5 contains is
    traditional.
    """
    simplified = sum(_is_in("gb2312", char) and not _is_in("big5", char) for char in text)
    traditional = sum(_is_in("big5", char) and not _is_in("gb2312", char) for char in text)
    if simplified == traditional:
        return "zh"
    return "zh-Hans" if simplified > traditional else "zh-Hant"


def _is_in(charset: str, char: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


_ENGLISH_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


# English words that no other language of the district's families has: no "a", "in" or "come".
_OWN: Final = word_set(
    """
    about after all also and any are aren't be because been before bring but by can can't could
    did didn't does doesn't don't down during each every families find first for free from get
    give grade had has have help her here his homework how i'm if into is isn't it's its just know
    last learn learned learning let's like look many math may meet minutes most must my need never
    new next not now of off office only open other our out over own please read reading school she
    should some start student students study take than thank that that's the their them then there
    these they they're this those three through to today too two under until up very was we we'll
    we're were week well went what when where which while who whose why will with won't work would
    write year you you'll you're your
    monday tuesday wednesday thursday friday saturday sunday january february march july october
    """
)
_SHARED: Final = word_set(
    """
    a am an as at come do go he i in it made me more no on one part so time us use
    """
)
_ANY: Final = _OWN | _SHARED
# Names and their particles say nothing about the language around them.
PARTICLES: Final = word_set(
    """
    al d da das de dei del della der di dos du e el i l la las le les los of und van von y
    """
)
_SHARE: Final = 0.25
_FEWEST_FOR_SURE: Final = 3
_SHARE_FOR_SURE: Final = 0.3


def is_clearly_english(text: str) -> bool:
    """True if a text has many English words, even if its names count. Takes some microseconds."""
    words = text.replace(",", " ").replace(".", " ").lower().split()
    return sum(map(_ANY.__contains__, words)) >= _SHARE * len(words) and not _OWN.isdisjoint(words)


class Evidence:
    """Counts the words that suggest that a text is English."""

    def __init__(self, text: str) -> None:
        words = [word.replace("’", "'") for word in _ENGLISH_WORD.findall(text)]
        lower = [word.lower() for word in words]
        self.own = sum(word in _OWN for word in lower)
        self.shared = sum(word in _SHARED for word in lower)
        self.different = len(_OWN.intersection(lower))
        self.words = len(words)
        # Words that are not names.
        self.common = sum(
            word in _OWN or (as_typed[:1].islower() and word not in PARTICLES)
            for as_typed, word in zip(words, lower, strict=True)
        )

    @property
    def is_likely(self) -> bool:
        """True if these words give no reason to look for another language."""
        return self.own > 0 and self.own + self.shared >= _SHARE * self.common

    @property
    def is_sure(self) -> bool:
        """True if these words are English, whatever language they are marked as."""
        return self.different >= _FEWEST_FOR_SURE and self.own >= _SHARE_FOR_SURE * self.common


# The ends of sentences in Latin letters, Chinese, Arabic, Hindi, Urdu and Amharic.
_ENDS: Final = ".!?…\u3002\uff01\uff1f\u061f\u0964\u06d4\u1362"
_SENTENCE: Final = re.compile(rf"[^{_ENDS}]+[{_ENDS}]*[”\"»)]*\s*|[{_ENDS}]+\s*")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text unchanged: joined, they are the text again."""
    return _SENTENCE.findall(text)


_LONGEST: Final = 600
_FEWEST_WORDS: Final = 4
# So many words of a clause must be neither names nor particles of names.
_FEWEST_COMMON_WORDS: Final = 2
# Latin: schools write only mottos and plant names in it, and CLD3 detects it in many names.
_NEVER: Final = frozenset({"la"})
_LIKELY: Final = 0.7
_SURE: Final = 0.9
_FEW_WORDS: Final = 6
_SURE_OF_FEW_WORDS: Final = 0.95
_FEWEST_WORDS_FOR_SURE: Final = 5

# Only names of plants and animals: "Pinus ponderosa Larix occidentalis".
_SPECIES: Final = re.compile(
    r"(?:[A-Z][a-z]+ (?:[a-z]+\. )?[a-z-]+(?:a|ae|ens|ii?|is|or|um|us|x)[\s,;&]*(?:and |y )?){2,}"
)
_BETWEEN_CLAUSES: Final = re.compile(r"[,;:.!?()\[\]/|…•\"“”«»¿¡\d\n]+|\s[-–—]\s|[–—]")
# "8 a. m.", "4 pm": CLD3 takes the letters for words of other languages. "I am" has no digit.
_HOUR: Final = re.compile(r"\d[\d:.]*\s?[ap]\.?\s?m\b\.?", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’\u02bc-][^\W\d_]+)*")
# Languages that CLD3 confuses: a text marked as one of a group may be detected as another.
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
    """A CLD3 detector for each thread, because it works without the interpreter's lock."""

    def __init__(self) -> None:
        self.cld3 = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4 * _LONGEST)

    def detect(self, text: str) -> tuple[str, float]:
        """Return the tag of the catalog, "" if the language is not in it, and its probability."""
        answer = self.cld3.FindLanguage(text=text.encode("utf-8", "replace").decode("utf-8"))
        # Nobody writes "ru-Latn", Russian in Latin letters, here: it was a name or a sound.
        entry = None if answer.language in _NEVER else language(answer.language)
        is_written_so = not answer.language.endswith("-Latn")
        return (entry.tag if entry and is_written_so else ""), answer.probability


_detector: Final = _Detector()


def language_of(text: str, *, is_marked: bool = False) -> str:
    """Return the tag of the one language of a text, "en" included, or "" if it is uncertain.

    Among languages of one script, returns the likeliest. `is_marked` says that someone marked the
    text as another language, so that a higher probability is needed to contradict.
    """
    text = _HOUR.sub(" ", text[:_LONGEST])
    if script := script_of(text):
        return _by_script(text, script)
    if _SPECIES.fullmatch(text):
        return ""
    english = Evidence(text)
    if english.is_likely:
        return "en" if english.is_sure else ""
    if english.words < _FEWEST_WORDS or not _holds_clause(text) or _repeats_itself(text):
        return ""
    tag, probability = _detector.detect(text.lower())
    needed = _SURE if is_marked else _LIKELY
    if english.shared and english.words <= _FEW_WORDS:
        needed = _SURE_OF_FEW_WORDS  # "A job at home" may be English, "A la una" cannot
    return tag if probability >= needed else ""


def _repeats_itself(text: str) -> bool:
    """True for a few words that occur twice, as in a picture and its link: “Order books Order
    books”."""
    return len(set(_WORD.findall(text.lower()))) < _FEWEST_WORDS


def says_nothing(text: str) -> bool:
    """True for names, titles and days in ASCII, for which `language_of` returns "". A quick
    check."""
    return text.isascii() and sum(map(str.islower, text.split())) < _FEWEST_COMMON_WORDS


def could_be(text: str, tag: str) -> bool:
    """True if a text, or one sentence of it, may be in a language; False only if all of it is
    certainly in another."""
    text = _HOUR.sub(" ", text[:_LONGEST])
    wanted = primary_language(tag)
    if script := script_of(text):
        return wanted in languages_in(script)
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
    detected, probability = _detector.detect(text.lower())
    is_sure = probability >= _SURE and detected not in ("", "en") and _knows(wanted)
    return is_sure and not are_alike(detected, wanted)


def are_alike(detected: str, wanted: str) -> bool:
    """True if the detected language is `wanted`, or one that is easily confused with it."""
    is_sister = any({detected, wanted} <= alike for alike in _ALIKE)
    return is_sister or wanted in (primary_language(detected), *_NEVER)


def _by_script(text: str, script: str) -> str:
    possible = languages_in(script)
    if script == "Chinese":
        return chinese_of(text)
    detected, _probability = _detector.detect(text)
    return detected if detected in possible else possible[0]


def _holds_clause(text: str) -> bool:
    """True if some words follow each other without a comma and not all of them are names."""
    for clause in _BETWEEN_CLAUSES.split(text):
        words = _WORD.findall(clause)
        if len(words) >= _FEWEST_WORDS:
            common = [w for w in words if w[0].islower() and w not in PARTICLES]
            if len(common) >= _FEWEST_COMMON_WORDS:
                return True
    return False


# The languages of the catalog that CLD3 knows. It mistakes all others for one of these.
_KNOWN: Final = word_set(
    """
    af am ar az be bg bn bs ceb cs da de el en es et fa fi fr gu ha haw he hi hmn hr ht hu hy id
    ig it ja ka kk km ko ku ky la lo ml mn mr ms my nb ne nl pa pl ps pt ro ru sk sm so sq sr sv
    sw ta te tg th tl tr uk ur uz vi yi yo zh zu
    """
)


def _knows(tag: str) -> bool:
    entry = language(tag)
    return entry is not None and primary_language(entry.tag) in _KNOWN


# A few words in quotation marks: titles of books and songs, and quoted words.
_QUOTED: Final = re.compile(r"“[^”]{1,60}”|«[^»]{1,60}»|\"[^\"]{1,60}\"")
_MOST_SENTENCES: Final = 100
_FEWEST_SPACES: Final = 3  # between words in Latin letters
_FEWEST_LETTERS: Final = 4  # a passage in Chinese may be this short


class Passage(NamedTuple):
    """Consecutive words of a text, unchanged, and the tag of their language."""

    tag: str
    text: str


def passages(text: str, around: str) -> list[Passage]:
    """Return the passages that are certainly in another language than `around`, in order.

    A text with no words of `around` is one passage. Otherwise it is split into sentences, and
    neighbors in one language are joined. Quotations of a few words are skipped.
    """
    if is_too_short(text):
        return []
    around = primary_language(around)
    parts = sentences(text)[:_MOST_SENTENCES]
    tags = [_other(sentence, around) for sentence in parts]
    others = {tag for tag in tags if tag not in ("", around)}
    if not others:
        # Short sentences may be identified only together.
        tag = _other(text, around) if len(parts) > 1 and around not in tags else ""
        return [Passage(tag, text.strip())] if tag not in ("", around) else []
    if len(others) == 1 and around not in tags:
        return [Passage(others.pop(), text.strip())]
    return list(_runs(parts, tags, others))


def is_too_short(text: str) -> bool:
    """True if a text has too few words to detect its language. Takes less than a microsecond."""
    return text.count(" ") < _FEWEST_SPACES and (text.isascii() or len(text) < _FEWEST_LETTERS)


def _other(sentence: str, around: str) -> str:
    """Return the language of a sentence: `around` if it is the expected one, "" if it is
    uncertain."""
    if is_too_short(sentence.strip()):
        return ""
    if around == "en" and is_clearly_english(sentence):
        return around
    if says_nothing(sentence):
        return ""
    tag = language_of(_QUOTED.sub(" ", sentence), is_marked=around != "en")
    return around if are_alike(tag, around) else tag


def _runs(parts: list[str], tags: list[str], others: set[str]) -> list[Passage]:
    runs = groupby(zip(parts, tags, strict=True), key=lambda pair: pair[1])
    return [
        Passage(tag, "".join(sentence for sentence, _tag in run).strip())
        for tag, run in runs
        if tag in others
    ]
