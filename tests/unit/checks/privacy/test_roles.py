"""People who teach, help and speak at the school are not students, wherever their role stands."""

import pytest

from district_cms.checks.privacy.naming.mentions import mentions


def names(line: str) -> list[str]:
    return [mention.name for mention in mentions(line)]


@pytest.mark.parametrize(
    "line",
    [
        "Our new speech therapist is Nathan Cho.",
        "Substitute nurse this week: Paul Jensen",
        "The counselor, Pearl Jensen, has groups.",
        "Nathan Cho is our speech therapist.",
        "Welcome to Ellen Park, who teaches the resource room.",
        "Kevin Shaw from the county clinic gives flu shots.",
        "The workshop is led by Sandra Cole.",
        "If you have questions about the form, call Nina Kowalski.",
        "Report an absence to Ann Bell.",
        "Board member Luke Tran asked about lunch.",
        "Attendance clerk Beth Moran",
        "Nurse: Ana Cole",
        "Our nurse: Ana Cole",
        "Captain Soraya Haddad of the fire department",
        "our guinea pig Oliver",
    ],
)
def test_people_with_a_role_are_left_out(line: str) -> None:
    assert names(line) == []


@pytest.mark.parametrize(
    "line, named",
    [
        ("We miss Kaleb Stone.", ["Kaleb Stone"]),
        ("Calificación para Ana Ruiz", ["Ana Ruiz"]),
        ("her brother Tom Lee", ["Tom Lee"]),
        ("If you see Brianna Lott's mom", ["Brianna Lott"]),
        ("Nurse: Bryce Cole, noon", ["Bryce Cole"]),
        ("Reminder from the nurse: Tobias Okafor-Lund carries it", ["Tobias Okafor-Lund"]),
        ("Our volleyball captain Soraya Haddad was hurt.", ["Soraya Haddad"]),
        ("No entreguen a Ana Ruiz a su papá.", ["Ana Ruiz"]),
    ],
)
def test_people_without_a_role_are_named(line: str, named: list[str]) -> None:
    assert names(line) == named


@pytest.mark.parametrize(
    "line",
    [
        "2200 Harrison Ave.",
        "Erin's Law",
        "Kaitlyn's Closet is open.",
        "Clothes Closet",
        "NGSS MS-PS guides us.",
    ],
)
def test_things_named_after_people_are_left_out(line: str) -> None:
    assert names(line) == []
