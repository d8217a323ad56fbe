"""Lists of words by which names are told from other words, read once from `words/`."""

from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent / "words"


def _read(name: str) -> str:
    lines = (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))


def _words(*names: str) -> frozenset[str]:
    return frozenset(word for name in names for word in _read(name).split())


def people(text: str) -> frozenset[tuple[str, ...]]:
    """Return the names of a list, which commas part, each as its words."""
    return frozenset(tuple(name.split()) for name in text.split(","))


GIVEN: Final = _words("common_given_names")
"""Hardly anything but a given name: no word, place, school or book is called so.

Grace, Austin, Lincoln and Matilda are missing on purpose; a family name makes persons of them.
"""

FAMILY: Final = _words("common_family_names")
"""Family names that are hardly ever the second word of anything else."""

NOT_A_PERSON: Final = _words("not_a_person")
"""Beside capitalised words, one of these makes a school, a place, a lesson or a thing of them."""

LEARNED_ABOUT: Final = people(_read("learned_about_first"))
"""People and figures whom classes read about: their names stand beside weights and page counts."""


ORDINARY: Final = _words("ordinary_english", "ordinary_spanish")
"""Words that begin sentences, headings and lists, and are nobody's name."""

ALL_GIVEN: Final = GIVEN | _words(
    "given_names", "given_names_of_births", "given_names_from_elsewhere"
)
"""What people are called, in the languages of a district's families."""

WORDS_AS_GIVEN: Final = _words("names_that_are_words")
"""What people are called, and what is a word, a place or a month as well."""

MAY_BE_GIVEN: Final = ALL_GIVEN | WORDS_AS_GIVEN

ALL_FAMILY: Final = FAMILY | _words("family_names")
"""Family names that are hardly ever anything else."""

FAMILY_WORDS: Final = _words("family_names_that_are_words")
"""Family names that are words as well: of a name only behind a given name."""

NO_NAMES: Final = _words("dictionary_english") | ORDINARY | NOT_A_PERSON
"""Words that are nobody's name, as far as is known."""

TITLES: Final = _words("titles")
"""Before a name, each of these says that it is no student's."""

OFFICES: Final = _words("offices")
"""The same after a name and a comma."""

OF_LESSONS: Final = _words("family_names_of_lessons")
"""Who has this family name in a lesson is the one whom everybody reads about."""

GIVEN_OF_LESSONS: Final = _words("given_names_of_lessons")
"""Who is called so, and no more, may be the one whom everybody reads about."""

OTHER_CAPITALS: Final = _words("other_capitals")
"""Places, peoples, days and makers: nobody's name where one of them stands alone."""

LEARNED: Final = LEARNED_ABOUT | people(_read("learned_about"))
"""People whom classes read about, as the words of their names."""

_STORIES: Final = [frozenset(line.split()) for line in _read("stories").splitlines() if line]
STORIES_OF: Final = {
    word: [story for story in _STORIES if word in story] for word in frozenset().union(*_STORIES)
}
"""Who stands together in one story, and the words of its title, by each of them; with "*" in small
letters too."""
