"""What is too small to be shown cannot be worked out of what is."""

from hypothesis import given
from hypothesis import strategies as st

from district_cms.reports.figures.rules import visible_schools
from notifications.rules.masking import fewest, is_few

SCHOOLS = ("juniper", "cottonwood", "larkspur", "ridgeline")
# A district: of each family the schools at which it follows.
DISTRICTS = st.lists(st.frozensets(st.sampled_from(SCHOOLS), min_size=1), max_size=14)


def by_school(families: list[frozenset[str]]) -> dict[str, int]:
    return {school: sum(school in each for each in families) for school in SCHOOLS}


def shown(families: list[frozenset[str]]) -> tuple[dict[str, int | None], int]:
    """Everything that anyone reads: a number for each school, or that it is small; and the number
    of the district, counted as `reach` counts it."""
    numbers = by_school(families)
    told = visible_schools(numbers)
    numbers_shown = {school: numbers[school] if school in told else None for school in SCHOOLS}
    return numbers_shown, sum(1 for each in families if each & told)


@given(DISTRICTS)
def test_each_hidden_number_may_be_any_that_is_hidden(families: list[frozenset[str]]) -> None:
    """For one or two families there is another district with two or one that shows the same."""
    read = shown(families)
    numbers = by_school(families)
    for school in SCHOOLS:
        if read[0][school] is not None:
            continue
        other = list(families)
        if numbers[school] < fewest() - 1:
            other.append(frozenset({school}))
        else:
            place = next(at for at, each in enumerate(other) if school in each)
            rest = other[place] - {school}
            other[place : place + 1] = [rest] if rest else []
        assert by_school(other)[school] != numbers[school]
        assert is_few(by_school(other)[school])
        assert shown(other) == read


@given(DISTRICTS)
def test_a_large_number_is_shown_unchanged(families: list[frozenset[str]]) -> None:
    numbers, of_all = shown(families)
    for school, number in by_school(families).items():
        assert numbers[school] == (None if is_few(number) else number)
    if not any(number is None for number in numbers.values()):
        assert of_all == len(families)
