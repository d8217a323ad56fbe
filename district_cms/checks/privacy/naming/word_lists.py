"""Word lists that separate names from other words, read once from `words/`."""

from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent / "words"


def _read(name: str) -> str:
    lines = (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))


def _words(*names: str) -> frozenset[str]:
    return frozenset(word for name in names for word in _read(name).split())


def people(text: str) -> frozenset[tuple[str, ...]]:
    """Return the names of a comma-separated list, each as a tuple of its words."""
    return frozenset(tuple(name.split()) for name in text.split(","))


GIVEN: Final = _words("common_given_names")
"""Words that are hardly ever anything but given names: no words, places, schools or books.

Grace, Austin, Lincoln and Matilda are missing on purpose; with a family name they count as people.
"""

FAMILY: Final = _words("common_family_names")
"""Family names that are hardly ever the second word of anything else."""

NOT_A_PERSON: Final = _words("not_a_person")
"""Words that make capitalized words beside them a school, a place, a lesson or a thing."""

LEARNED_ABOUT: Final = people(_read("learned_about_first"))
"""People and characters of lessons, whose names stand beside weights and page counts."""


ORDINARY: Final = _words("ordinary_english", "ordinary_spanish")
"""Words that begin sentences, headings and lists and are nobody's name."""

ALL_GIVEN: Final = GIVEN | _words(
    "given_names", "given_names_of_births", "given_names_from_elsewhere"
)
"""Given names in the languages of the district's families."""

WORDS_AS_GIVEN: Final = _words("names_that_are_words")
"""Given names that are also words, places or months."""

MAY_BE_GIVEN: Final = ALL_GIVEN | WORDS_AS_GIVEN

ALL_FAMILY: Final = FAMILY | _words("family_names")
"""Family names that are hardly ever anything else."""

FAMILY_WORDS: Final = _words("family_names_that_are_words")
"""Family names that are also words: names only after a given name."""

NO_NAMES: Final = _words("dictionary_english") | ORDINARY | NOT_A_PERSON
"""Words that are nobody's name."""

TITLES: Final = _words("titles")
"""Words that, before a name, show that it is no student's."""

OFFICES: Final = _words("offices")
"""Words that, after a name and a comma, show that it is no student's."""

OF_LESSONS: Final = _words("family_names_of_lessons")
"""Family names that, in a lesson, mean the famous person."""

GIVEN_OF_LESSONS: Final = _words("given_names_of_lessons")
"""Given names that, alone, may mean a well-known character."""

OTHER_CAPITALS: Final = _words("other_capitals")
"""Places, peoples, days and brands: nobody's name when they stand alone."""

LEARNED: Final = LEARNED_ABOUT | people(_read("learned_about"))
"""People of lessons, each as the words of the name."""

_STORIES: Final = [frozenset(line.split()) for line in _read("stories").splitlines() if line]
STORIES_OF: Final = {
    word: [story for story in _STORIES if word in story] for word in frozenset().union(*_STORIES)
}
"""By each word of a story, the stories with that word: names and words of the title. A word with
"*" counts in lower case, too."""
