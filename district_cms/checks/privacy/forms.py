"""What a table, a list or a heading with its lines tells, read as one: who has what stands there.

Such lines are short, and none of them tells much. All their words are weighed together, with their
shape and with whom the place in a row names. What is found so is asked, never refused; and what a
line seems to tell by itself is not told where all say that it is a roster, a menu, a cast.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Final

from ..accessibility.words import clip
from ..findings import Fault
from .grouped import Form, forms
from .kinds import personal
from .likelihood import (
    FORM,
    FORM_EXPLAINS,
    FORM_OF_NOBODY,
    FORM_OF_TWO,
    MAY_TELL_OF_FORM,
    MOST_UNLIKELY,
    ROW_MAY_TELL,
    ROW_TELLS,
    ROW_TELLS_ALONE,
    weigh_form,
    weigh_words,
)
from .masking import mask_digits, mask_name
from .naming.keys import key
from .naming.mentions import Mention
from .naming.positions import add_by_position
from .naming.relatives import everyone
from .normalizing import folded
from .passages import APART

_MOST: Final = 200
"""So many are weighed: a pasted megabyte is not read to its end."""
_LEAST: Final = 3
"""So many rows explain each other: of two lines the second may be what the first is about."""
_ONE_IN: Final = 3
"""Where more than one in so many rows names somebody, names are what the rows are about."""
_SHOWN: Final = 40


class Forms:
    """The forms of a text, weighed when somebody asks.

    `read` returns its lines, one for each row of a table.
    """

    def __init__(self, read: Callable[[], Sequence[str]]) -> None:
        self._read = read

    @cached_property
    def _weighed(self) -> list["_Weighed"]:
        return [_Weighed(form) for form in islice(forms(self._read()), _MOST)]

    @cached_property
    def _of_lines(self) -> dict[str, tuple["_Weighed", int]]:
        """In which row of which form a line stands, by its text; a cell is a line as well."""
        found: dict[str, tuple[_Weighed, int]] = {}
        for weighed in self._weighed:
            for number, (start, end) in enumerate(weighed.form.rows):
                row = weighed.form.text[start:end]
                for said in {row, *row.split(APART)}:
                    # What stands in two of them is explained by neither.
                    if said not in found or found[said][0].of_all < weighed.of_all:
                        found[said] = (weighed, number)
        return found

    def explain(self, line: str, *, sure: bool) -> bool:
        """True if the form in which a line stands says that hardly anything private is told there.

        `sure` if lists tell it for sure.
        """
        weighed, row = self._of_lines.get(line.strip(), (None, 0))
        if weighed is None or len(weighed.form.rows) < _LEAST:
            return False
        if weighed.of_all >= (MOST_UNLIKELY if sure else FORM_EXPLAINS):
            return False
        told = weighed.of_row(row)
        if weighed.names_many:
            return told < ROW_TELLS  # so that no roster hides a secret
        # Of a heading and what stands below, or a list of errands, nothing is a roster.
        return not sure and told < ROW_TELLS_ALONE

    def is_plain_row(self, line: str) -> bool:
        """True if a line, which a form explains, tells little more by itself."""
        weighed, row = self._of_lines[line.strip()]
        return weighed.of_row(row) < ROW_MAY_TELL

    def find(self, staff: frozenset[str] = frozenset()) -> Iterator[Fault]:
        """Yield a question for each form that tells something private of somebody.

        `staff` are those of `PrivacyRules`.
        """
        for weighed in self._weighed:
            if not weighed.may_tell:
                continue
            if weighed.of_all >= weighed.least and not weighed.is_of(staff):
                yield Fault(personal.ASKED.id, weighed.excerpt())


class _Weighed:
    """A form, with whom it names and what its words weigh."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._plain = folded(form.text)

    @cached_property
    def _named(self) -> list[Mention]:
        return named_in(self.form)

    @cached_property
    def may_tell(self) -> bool:
        """False where the single words, which are quickly weighed, say that nothing is told."""
        return weigh_words(self._plain) >= MAY_TELL_OF_FORM

    @cached_property
    def of_all(self) -> float:
        return weigh_form(self.form.text, self._plain, self.form.rows, self._named)

    def of_row(self, number: int) -> float:
        rows = self.form.rows[number : number + 1]
        return weigh_form(self.form.text, self._plain, rows, self._named)

    @cached_property
    def names_many(self) -> bool:
        """True for a roster, a cast, results: more than one row in three names somebody."""
        rows = len(self.form.rows)
        return sum(self._first(row) is not None for row in range(rows)) > rows / _ONE_IN

    @property
    def least(self) -> float:
        """How much it must weigh to be asked about."""
        if not self._named:
            return FORM_OF_NOBODY
        return FORM if len(self.form.rows) >= _LEAST else FORM_OF_TWO

    def is_of(self, staff: frozenset[str]) -> bool:
        """True if nobody is named but those who work here."""
        return bool(self._named) and all(key(one.name) in staff for one in self._named)

    def excerpt(self) -> str:
        """Return the row that tells most, as others are shown: who, and what without numbers."""
        rows = range(len(self.form.rows))
        named = [number for number in rows if self._first(number)]
        number = max(named or rows, key=self.of_row)
        start, end = self.form.rows[number]
        one = self._first(number)
        if one is None:
            return clip(mask_digits(self.form.text[start : start + _SHOWN]))
        said = self.form.text[one.end : min(end, one.end + _SHOWN)].strip(" \u00b7:,-")
        return clip(f"{mask_name(one.name)} … {mask_digits(said)}")

    def _first(self, number: int) -> Mention | None:
        start, end = self.form.rows[number]
        return next((one for one in self._named if start <= one.start < end), None)


def named_in(form: Form) -> list[Mention]:
    """Return who is named in a form, by lists, by what stands beside it and by its place."""
    return add_by_position(form.text, form.rows, everyone(form.text))
