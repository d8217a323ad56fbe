"""At least nine in ten faults are found at their place, and hardly a question is asked without
reason."""

import pytest

from district_cms.checks.accessibility import check_html
from tests.measured import Tell

from .bodies import SETS, asked, bodies, everyday, is_found


@pytest.mark.parametrize("half", SETS)
def test_nine_in_ten_faults_are_found_in_their_block(half: str, tell: Tell) -> None:
    faulty = list(bodies("faulty", half))
    missed = [body for body in faulty if not is_found(body)]
    tell(f"accessibility, {half}: {len(faulty) - len(missed)} of {len(faulty)} faults found")
    assert len(missed) * 10 <= len(faulty), missed


def test_at_most_two_questions_are_asked_over_all_good_bodies(tell: Tell) -> None:
    good = list(bodies("good"))
    questions = [(body, found) for body in good if (found := asked(body))]
    count = sum(len(found) for _body, found in questions)
    tell(f"accessibility: {count} questions over {len(good)} good bodies")
    assert count <= 2, questions


def test_each_fault_is_reported_once_and_nothing_else() -> None:
    told = {body.id: [(place, fault.rule) for place, fault in asked(body)]
            for body in bodies("faulty")}  # fmt: skip
    expected = {body.id: [(body.place, body.rule)] for body in bodies("faulty")}
    more = {key: told[key] for key in told if told[key] != expected[key]}
    assert len(more) * 10 <= len(told), more


def test_there_are_enough_bodies_of_both_kinds() -> None:
    good, faulty = list(bodies("good")), list(bodies("faulty"))
    assert len({body.blocks for body in good}) >= 60
    assert len({body.blocks for body in faulty}) >= 60
    for half in SETS:
        kinds = [body.rule for body in faulty if body.set == half]
        assert min(kinds.count(rule) for rule in set(kinds)) >= 15
        assert {body.language for body in (*good, *faulty) if body.set == half} == {"en", "es"}


@pytest.mark.parametrize("half", SETS)
def test_nine_in_ten_everyday_faults_are_found(half: str, tell: Tell) -> None:
    """All kinds of faults that content alone shows, not only two."""
    faulty = [row for row in everyday(half) if not row["good"]]
    missed = [(row["id"], row["fault"]) for row in faulty if not check_html(row["html"])]
    found = len(faulty) - len(missed)
    tell(f"accessibility, everyday, {half}: {found} of {len(faulty)} faults found")
    assert len(missed) * 10 <= len(faulty), missed


@pytest.mark.parametrize("half", SETS)
def test_good_everyday_bodies_raise_hardly_a_question(half: str, tell: Tell) -> None:
    good = [row for row in everyday(half) if row["good"]]
    asked_of = [(row["id"], found) for row in good if (found := check_html(row["html"]))]
    count = sum(len(found) for _id, found in asked_of)
    tell(f"accessibility, everyday, {half}: {count} questions over {len(good)} good bodies")
    assert count <= 2, asked_of
