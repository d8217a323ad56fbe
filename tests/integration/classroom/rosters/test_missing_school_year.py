"""A delivery for a school year that nobody has entered makes it; what names no year is refused."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from classroom.models import ClassroomPage, PostingSlot, RosterDelivery, RosterSection
from classroom.rosters.services import apply_delivery, read, stage, undo_delivery
from district_cms.imports.importer import ImportRefused
from district_cms.people.roles import Role
from district_cms.schools.models import HomePage, SchoolYear
from tests.factories.pages import make_school, make_school_year
from tests.factories.people import make_staff
from tests.factories.rosters import Delivery, small_delivery
from tests.integration.conftest import Clock

from .conftest import make_all_pages

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db, pytest.mark.usefixtures("november")]

Session = tuple[str, str, str]
YEAR = ("schoolYear", "2026-08-31", "2027-06-10")
FALL, SPRING = ("term", "2026-08-31", "2027-01-15"), ("term", "2027-01-18", "2027-06-10")


def years() -> list[tuple[str, str, str]]:
    return [(y.name, str(y.first_day), str(y.last_day)) for y in SchoolYear.objects.all()[::-1]]


def delivery_of(*sessions: Session) -> Delivery:
    """The small delivery; its classes are in the first of these sessions."""
    delivery = small_delivery()
    delivery.rows["academicSessions"] = []
    for key, (kind, first, last) in zip("yabc", sessions, strict=False):
        delivery.add("academicSessions", key, title=key, type=kind, startDate=first, endDate=last)
    return delivery


def staged(delivery: Delivery, folder: Path) -> RosterDelivery:
    delivery.write(folder / "roster")
    return stage(read(folder / "roster", "roster"), name="roster", actor=None)


def test_an_empty_district_gets_the_school_year_once_a_person_has_read_of_it(
    home: HomePage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small_delivery().write(tmp_path / "roster")
    words = (
        "! The school year 2026-27 will be made, from August 31, 2026 to June 10, 2027. Enter its "
        "days without school afterwards, under Settings, School years: posting days depend on them."
    )
    for option in ("--dry-run", "--apply"):
        call_command("import_roster", folder, option)
        assert words in capsys.readouterr().out
        assert years() == []
    apply_delivery(delivery=RosterDelivery.objects.get(), actor=None)
    make_all_pages()
    assert years() == [("2026-27", "2026-08-31", "2027-06-10")]
    art = ClassroomPage.objects.live().get(title="Art")
    assert (art.school_year.name, art.ends_on) == ("2026-27", None)
    owed = PostingSlot.objects.filter(classroom=art).exclude(standing="not_obliged")
    days = [str(day) for day in owed.order_by("day").values_list("day", flat=True)]
    assert days[:3] == ["2026-11-24", "2026-12-01", "2026-12-22"]
    assert days[-1] == "2027-06-01"


def test_after_an_undo_the_year_stays_and_the_same_roster_comes_again(
    home: HomePage, tmp_path: Path
) -> None:
    first = apply_delivery(delivery=staged(small_delivery(), tmp_path), actor=None)
    make_all_pages()
    undo_delivery(delivery=first, actor=None)
    make_all_pages()
    assert not ClassroomPage.objects.live().exists()
    again = staged(small_delivery(), tmp_path)
    assert again.plan["reasons"] == []
    apply_delivery(delivery=again, actor=None)
    make_all_pages()
    assert ClassroomPage.objects.live().count() == 2
    assert [name for name, _first, _last in years()] == ["2026-27"]


@pytest.mark.parametrize(
    "sessions, made",
    [
        ([FALL, SPRING], [("2026-27", "2026-08-31", "2027-06-10")]),
        # Days of the year are those of the year, whatever terms say.
        ([YEAR, ("term", "2026-08-01", "2027-07-20")], [("2026-27", *YEAR[1:])]),
        # A year without a class is nobody's business yet, one that is over no more.
        (
            [
                YEAR,
                ("schoolYear", "2027-08-30", "2028-06-09"),
                ("term", "2025-09-01", "2026-06-10"),
            ],
            [("2026-27", *YEAR[1:])],
        ),
        # Half a year is none.
        ([SPRING], None),
        ([("schoolYear", "2026-08-31", "2028-06-10")], None),
    ],
)
def test_the_days_of_the_year_are_those_of_its_sessions(
    home: HomePage,
    tmp_path: Path,
    sessions: list[Session],
    made: list[tuple[str, str, str]] | None,
) -> None:
    if made is None:
        with pytest.raises(ImportRefused) as refused:
            staged(delivery_of(*sessions), tmp_path)
        assert [error.fault for error in refused.value.errors] == ["no-year"]
    else:
        apply_delivery(delivery=staged(delivery_of(*sessions), tmp_path), actor=None)
    assert years() == (made or [])


def test_a_year_that_is_there_keeps_its_days(home: HomePage, tmp_path: Path) -> None:
    make_school_year(dt.date(2026, 9, 8), dt.date(2027, 6, 18))
    delivery = staged(small_delivery(), tmp_path)
    assert delivery.plan["reasons"] == []
    apply_delivery(delivery=delivery, actor=None)
    assert years() == [("2026-27", "2026-09-08", "2027-06-18")]


def test_the_next_year_comes_beside_the_one_that_runs(
    home: HomePage, tmp_path: Path, clock: Clock
) -> None:
    make_school_year()
    clock("2027-06-08 09:00")
    coming = delivery_of(("schoolYear", "2027-08-30", "2028-06-09"), YEAR)
    apply_delivery(delivery=staged(coming, tmp_path), actor=None)
    assert years()[1:] == [("2027-28", "2027-08-30", "2028-06-09")]
    assert {row.data["year"] for row in RosterSection.objects.all()} == {"2027-28"}


def test_a_delta_may_name_half_a_year_and_makes_none(home: HomePage, tmp_path: Path) -> None:
    make_school(home, title="Lincoln High", source_id="s")
    delta = Delivery("delta")
    delta.add("academicSessions", "y", title="1", type=FALL[0], startDate=FALL[1], endDate=FALL[2])
    delta.section("1", "Pottery")
    with pytest.raises(ImportRefused) as refused:
        staged(delta, tmp_path)
    assert [error.fault for error in refused.value.errors] == ["no-year"]


def test_a_plain_csv_of_classes_names_no_year_and_is_refused(
    home: HomePage, tmp_path: Path
) -> None:
    school = make_school(home, title="Juniper Creek Elementary")
    staff = make_staff((Role.TEACHER, school))
    file = tmp_path / "classes.csv"
    file.write_text(f"School,Teacher,Class\nJuniper Creek Elementary,{staff.email},Art\n")
    with pytest.raises(CommandError) as refused:
        call_command("import_roster", file)
    assert "There is no school year for the days of this class. Add it first." in str(refused.value)
    assert years() == []
