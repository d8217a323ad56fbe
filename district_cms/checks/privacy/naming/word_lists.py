"""The lists of words by which names are told from other words. Read once, from `words/`.

Two words with capitals are taken for a name, wherever it comes from, unless a list says what they
are. Words that are names as well (Will, Grace, Hope) have a list of their own: what stands beside
them decides.
"""

from pathlib import Path
from typing import Final

from .known_names import FAMILY, GIVEN, LEARNED_ABOUT, NOT_A_PERSON, people

_FOLDER: Final = Path(__file__).parent / "words"


def _read(name: str) -> str:
    lines = (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))


def _words(*names: str) -> frozenset[str]:
    return frozenset(word for name in names for word in _read(name).split())


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
