"""Birth dates of students, but not of history, babies, animals and celebrations."""

from datetime import date

import pytest

from district_cms.checks.privacy import check_text
from district_cms.checks.privacy.student_numbers import PrivacyRules

TODAY = date(2026, 11, 24)


def excerpts(text: str, today: date = TODAY) -> list[str]:
    faults = check_text(text, rules=PrivacyRules(today=today))
    return [fault.excerpt for fault in faults if fault.rule == "birth-date"]


@pytest.mark.parametrize(
    "text, excerpt",
    [
        ("born 3/4/2015", "born •/•/••••"),
        ("Maria was born on March 4, 2015.", "born on March •, ••••"),
        ("Maria was born on Tuesday, March 4th, 2015.", "born on Tuesday, March •th, ••••"),
        ("born on the 4th of March, 2015", "born on the •th of March, ••••"),
        ("Maria was born in Missoula on March 4, 2015", "born in Missoula on March •, ••••"),
        ("DOB: 3/4/2015", "DOB: •/•/••••"),
        ("D.O.B. 03-04-15", "D.O.B. ••-••-••"),
        ("dob 3.4.2015", "dob •.•.••••"),
        ("Date of birth: 2015-03-04", "Date of birth: ••••-••-••"),
        ("Her birthdate is 4 March 2015", "birthdate is • March ••••"),
        ("Her birthday is March 4, 2015", "birthday is March •, ••••"),
        ("Birthday: Sept. 14, 2015", "Birthday: Sept. ••, ••••"),
        ("DOB: 2015/03/04", "DOB: ••••/••/••"),
        ("DOB: 4-Mar-2015", "DOB: •-Mar-••••"),
        ("Maria (b. March 4, 2015)", "b. March •, ••••"),
        ("Fecha de nac.: 04/03/2015", "Fecha de nac.: ••/••/••••"),
        ("Nacimiento: 04/03/2015", "Nacimiento: ••/••/••••"),
        ("3/4/2015 (DOB)", "•/•/•••• (DOB"),
        ("March 4, 2015 is her birthday", "March •, •••• is her birthday"),
        ("Nació el 4 de marzo de 2015", "Nació el • de marzo de ••••"),
        ("Fecha de nacimiento: 4/3/2015", "Fecha de nacimiento: •/•/••••"),
        ("Su cumpleaños es el 4 de marzo del 2015", "cumpleaños es el • de marzo del ••••"),
        ("DOB\u00a0３/４/２０１５", "DOB •/•/••••"),  # noqa: RUF001
    ],
)
def test_a_whole_birth_date_of_a_student_is_found_and_masked(text: str, excerpt: str) -> None:
    assert excerpts(text) == [excerpt]


@pytest.mark.parametrize(
    "text",
    [
        "Maria's birthday is March 4.",
        "Happy birthday to Maria on March 4!",
        "Maria was born in March 2015.",
        "Maria was born in 2015.",
        "Maria was born in Missoula.",
        "Abraham Lincoln was born on February 12, 1809.",
        "Martin Luther King Jr. was born January 15, 1929.",
        "Date of birth: February 12, 1809",
        "Ms. Rivera's baby was born on November 3, 2026.",
        "Our class hamster was born June 1, 2022.",
        "The panda cub was born on August 21, 2020.",
        "Nuestra tortuga, un animal tranquilo, nació el 4 de marzo de 2015.",
        "Nuestra escuela nació el 4 de marzo de 2015.",
        "Room 12 b. March 4, 2015",
        "This tradition was born on March 4, 2015.",
        "Dr. Seuss's birthday on March 2, 2020",
        "Birthday party on March 4, 2015",
        "America's 250th birthday: July 4, 2026",
        "The school opened on March 4, 2015. Who was born then?",
        "Bring your DOB form by 11/24/2026.",
        "Field trip on 3/4/2015",
        "Reborn 3/4/2015",
        "born 3/4/2015/7",
        "DOB: 13",
    ],
)
def test_other_dates_are_no_birth_dates(text: str) -> None:
    assert excerpts(text) == []


@pytest.mark.parametrize(
    "year, found",
    [(2003, False), (2004, True), (2015, True), (2023, True), (2024, False), (2026, False)],
)
def test_only_birth_years_of_school_age_count(year: int, found: bool) -> None:
    assert bool(excerpts(f"DOB: 3/4/{year}")) is found


@pytest.mark.parametrize("year, found", [("15", True), ("26", False), ("62", False), ("99", False)])
def test_a_two_digit_year_is_the_latest_past_one(year: str, found: bool) -> None:
    assert bool(excerpts(f"DOB: 3/4/{year}")) is found


def test_the_day_of_publishing_counts_not_the_clock() -> None:
    assert excerpts("DOB: 3/4/1995", date(2005, 1, 1)) != []
    assert excerpts("DOB: 3/4/2015", date(2005, 1, 1)) == []


def test_an_animal_in_another_sentence_excuses_nothing() -> None:
    assert excerpts("We fed the lambs. Maria was born on March 4, 2015.") != []
