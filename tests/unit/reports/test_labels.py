"""How each clause is kept: read from the checks, and every check has a clause."""

from pathlib import Path

import pytest

from district_cms.checks.rules import RULES
from district_cms.procedure.active import active
from district_cms.procedure.clauses import UnknownClause
from district_cms.procedure.loading import load
from district_cms.procedure.strength import Strength
from district_cms.procedure.versions import Clause, Version
from district_cms.reports.procedure_page.labels import (
    Check,
    Way,
    checks_of,
    entries,
    has_support,
    label_of,
)
from district_cms.reports.procedure_page.totals import without_small

FILE = Path(__file__).parents[2] / "data/procedures/alder-county/procedure.toml"
VERSIONS = [
    *active().versions,
    *load(FILE.read_text("utf-8"), "alder-county").versions,
]


def checks(version: Version, raised: tuple[str, ...] = ()) -> list[Check]:
    return list(checks_of(version, raised, ()))


@pytest.mark.parametrize("version", VERSIONS)
def test_every_check_cites_a_clause_of_the_version(version: Version) -> None:
    assert [each.id for each in checks(version) if each.clause not in version.clauses] == []
    cited = {each.id for each in checks(version)}
    parts = {
        "part-missing",
        *(f"{part}-missing" for part in ["lesson", "assignments", "curriculum", "events"]),
    }
    assert RULES.keys() - parts <= cited


def test_a_check_without_a_clause_is_refused() -> None:
    [version] = active().versions
    with pytest.raises(UnknownClause, match="no-such-clause"):
        entries(version, [Check("new-check", "no-such-clause", Way.REFUSES, True)])


@pytest.mark.parametrize("strength, ways, label", [
    (Strength.MUST, [(Way.REFUSES, True)], "checked"),
    (Strength.MUST, [(Way.ASKS, False), (Way.REFUSES, True)], "checked"),
    (Strength.MUST, [(Way.ASKS, False)], "people"),
    (Strength.MUST, [], "people"),
    (Strength.SHOULD, [(Way.ASKS, False)], "guidance"),
    (Strength.SHOULD, [(Way.REFUSES, True)], "checked"),  # the office raised it
    (Strength.SHOULD, [], "guidance"),
    (Strength.PLEASE, [], "guidance"),
    (Strength.MAY, [(Way.ASKS, False)], "choice"),
    (Strength.MAY, [], "choice"),
])  # fmt: skip
def test_a_label_follows_from_the_checks_and_the_strength(
    strength: Strength, ways: list[tuple[Way, bool]], label: str
) -> None:
    clause = Clause("one", strength, "One rule.", "Here")
    assert label_of(clause, [Check("c", "one", *way) for way in ways]) == label


def test_the_clauses_stand_in_order_with_what_their_checks_say() -> None:
    [version] = active().versions
    listed = {each["id"]: each for each in entries(version, checks(version))}
    assert list(listed) == list(version.clauses)
    labels = {name: listed[name]["label"] for name in listed}
    assert labels["accessibility"] == labels["ferpa"] == labels["frequency-days"] == "checked"
    assert labels["law-wcag-2-1-aa"] == labels["law-text-consent"] == "checked"
    assert labels["personal-accounts"] == labels["conduct"] == "people"
    assert labels["website-anchor"] == "guidance"
    assert labels["email-optional"] == labels["district-choice"] == "choice"
    refuses, _asks = listed["accessibility"]["ways"]
    own = [rule for rule in RULES.values() if rule.clause == "accessibility" and rule.blocks]
    assert (refuses["way"], refuses["number"]) == ("refuses", len(own))
    assert refuses["says"][0] == f"{own[0].message} {own[0].fix}"


def test_advice_that_the_office_raised_is_checked_and_names_the_districts_choice() -> None:
    [version] = active().versions
    raised = {
        each["id"]: each["label"] for each in entries(version, checks(version, ("link-dead",)))
    }
    assert raised["website-anchor"] == raised["district-choice"] == "checked"


def test_parts_of_another_procedure_cite_its_own_clauses() -> None:
    alder = VERSIONS[-1]
    listed = {each["id"]: each for each in entries(alder, checks(alder))}
    [way] = listed["reading"]["ways"]
    assert "Reading at home" in way["says"][0]
    assert not any(
        "Assignments" in says
        for each in listed.values()
        for way in each["ways"]
        for says in way["says"]
    )


def test_inside_it_says_behind_which_clauses_nothing_stands() -> None:
    [version] = active().versions
    names = [each["id"] for each in entries(version, checks(version)) if not has_support(each)]
    assert "conduct" in names
    assert not {"accessibility", "feedback", "email-optional", "district-choice"} & set(names)


@pytest.mark.parametrize("numbers, shown", [
    ({"met": 10, "soon": 5, "rest": 0}, {"met": 10, "soon": 5, "rest": 0}),
    ({"met": 10, "soon": 2, "rest": 4}, {"met": 10, "soon": "few", "rest": None}),
    ({"met": 10, "soon": 2, "rest": 0}, {"met": None, "soon": "few", "rest": 0}),
    ({"met": 2, "soon": 1, "rest": 0}, None),
])  # fmt: skip
def test_nobody_can_work_a_small_number_out(
    numbers: dict[str, int], shown: dict[str, object] | None
) -> None:
    assert without_small(numbers, 3) == shown
