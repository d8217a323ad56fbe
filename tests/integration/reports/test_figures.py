"""The report: who sees which school's, the same numbers in chart, table and file, and no names."""

import csv
import datetime as dt
import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom.ledger.refresh import refresh_current_year
from classroom.models import ClassroomPage
from district_cms.audit_log.models import AuditEntry
from district_cms.deviations.services.explanations import PostingDay, explain_day
from district_cms.people.roles import Role
from district_cms.reports.figures import counting
from district_cms.reports.figures.report import TABLES
from district_cms.reports.figures.stored import FollowerCounts
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_teacher_page
from tests.factories.people import make_account
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock
from tests.integration.reports.figures import forget

pytestmark = pytest.mark.django_db

REPORT = "figures_report"


@pytest.fixture
def kept(district: District, clock: Clock) -> ClassroomPage:
    """On November 24 Math 3 is in time; Science 4 posts nothing."""
    Walk.begin(district).submit().approve()
    page = make_teacher_page(district.school, title="Mx. Tanaka")
    waits = make_classroom(page, title="Science 4", grade_levels=["04"])
    clock("2026-11-26 09:00")
    refresh_current_year()
    return waits


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_explanations_are_shown_separately_and_change_no_count(
    district: District, kept: ClassroomPage, client: Client
) -> None:
    about = PostingDay(
        class_uuid=kept.translation_key,
        class_name="Science 4",
        school_id=district.school.pk,
        nominal_date=dt.date(2026, 11, 24),
        day=dt.date(2026, 11, 24),
    )
    explain_day(about=about, user=district.teacher, ground="emergency", words="The roof leaked.")
    client.force_login(make_account(Role.COMMUNICATIONS))
    html = client.get(reverse(REPORT)).text
    part = html.partition('id="figures-days"')[2].partition("</section>")[0]
    table = words(part.partition("<table")[2])
    assert "November 24, 2026 2 1 0 1 (1 explained) 50%" in table
    assert table.count("explained)") == 1
    file = client.post(reverse("figures_export"), {"table": "posting-days"}).text
    rows = list(csv.DictReader(io.StringIO(file)))
    (day,) = (row for row in rows if row["Posting day"] == "November 24, 2026")
    assert (day["Not posted"], day["Not posted, explained"]) == ("1", "1")
    assert (day["Late"], day["Late, explained"]) == ("0", "0")
    # Read from what was kept, they are the same; and only of the school whose class it is.
    assert "1 (1 explained)" in words(client.get(reverse(REPORT)).text)
    other = words(client.get(reverse(REPORT), {"school": district.other_school.pk}).text)
    assert "explained)" not in other


def test_a_principal_sees_the_own_school_and_no_other(
    district: District, kept: ClassroomPage, client: Client
) -> None:
    client.force_login(district.principal)
    shown = client.get(reverse(REPORT)).text
    assert "How Juniper Creek Elementary is doing" in words(shown)
    assert "Larkspur Middle" not in words(shown.partition('class="figures printed"')[2])
    assert client.get(reverse(REPORT), {"school": district.school.pk}).status_code == 200
    other = {"school": district.other_school.pk}
    for path in (reverse(REPORT), reverse("figures_export")):
        assert client.get(path, other).status_code != 200
    assert client.post(f"{reverse('figures_export')}?school={other['school']}").status_code != 200
    assert not AuditEntry.objects.filter(action="figures.exported").exists()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COUNSELOR])
def test_nobody_else_sees_figures(district: District, client: Client, role: Role) -> None:
    client.force_login(district.teacher if role == Role.TEACHER else make_account(role))
    for path in (reverse(REPORT), reverse("figures_export")):
        assert client.get(path).status_code != 200
        assert client.post(path).status_code != 200


def test_the_file_has_counts_by_school_and_day_and_is_written_down(
    district: District, kept: ClassroomPage, client: Client
) -> None:
    office = make_account(Role.COMMUNICATIONS)
    client.force_login(office)
    address = reverse("figures_export") + "?month=2026-11"
    answer = client.post(address, {"table": "posting-days"})
    assert "posting-days-2026-27-2026-11.csv" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["Posting day"] for row in rows] == [
        "November 3, 2026",
        "November 24, 2026",
    ]
    assert rows[-1] == {
        "Posting day": "November 24, 2026",
        "School": "Juniper Creek Elementary",
        "Classes": "2",
        "On time": "1",
        "Late": "0",
        "Not posted": "1",
        "On time, percent": "50%",
        "Late, explained": "0",
        "Not posted, explained": "0",
    }
    entry = AuditEntry.objects.get(action="figures.exported")
    assert entry.data == {
        "year": "2026-27",
        "month": "November 2026",
        "table": "posting-days",
        "rows": 2,
    }
    assert entry.actor == str(office)
    assert "Nothing was sent or changed." in client.get(reverse("figures_export"), follow=True).text


def test_a_district_without_a_school_year_sees_a_message(
    district: District, client: Client
) -> None:
    client.force_login(make_account(Role.COMMUNICATIONS))
    ClassroomPage.objects.all().delete()
    district.year.delete()
    assert "There is no school year yet" in client.get(reverse(REPORT)).text


def test_each_table_is_a_file_of_its_own(
    district: District, kept: ClassroomPage, client: Client
) -> None:
    client.force_login(make_account(Role.COMMUNICATIONS))
    shown = client.get(reverse("figures_report")).text
    firsts = {}
    for table in TABLES:
        assert f'name="table" value="{table}"' in shown
        answer = client.post(reverse("figures_export"), {"table": table})
        firsts[table] = list(csv.reader(io.StringIO(answer.text)))[1]
    assert firsts["months"][1:] == ["2", "0", "0%"]
    assert firsts["schools"][0] == "Juniper Creek Elementary"


def test_one_or_two_messages_are_not_counted_either(
    district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many families, to one of whom something went: whether it arrived says who it is."""
    client.force_login(district.principal)
    for written in (2, 3):
        forget()
        counts = FollowerCounts(9, last=timezone.now(), written=written, sent_to=1)
        monkeypatch.setattr(counting, "_reach", lambda branch, schools, counts=counts: counts)
        said = words(client.get(reverse(REPORT)).text)
        assert (f"1 of {written} messages were sent" in said) == (written == 3)


def test_the_district_says_of_its_messages_only_how_many_of_a_hundred(
    district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(make_account(Role.COMMUNICATIONS))
    counts = FollowerCounts(9, leaves_out=True, last=timezone.now(), written=40, sent_to=39)
    monkeypatch.setattr(counting, "_reach", lambda branch, schools: counts)
    forget()
    said = words(client.get(reverse(REPORT)).text)
    assert "98% of the messages were sent" in said
    assert "39 of 40" not in said
    assert "9 families follow" in said
    assert "leaves out schools with so few families" in said


def test_the_home_names_first_the_school_that_needs_attention(
    district: District, kept: ClassroomPage, client: Client, clock: Clock
) -> None:
    page = make_teacher_page(district.other_school, title="Mr. Abara")
    make_classroom(page, title="Art 1")
    make_classroom(page, title="Art 2")
    clock("2026-11-26 10:00")
    refresh_current_year()
    client.force_login(make_account(Role.COMMUNICATIONS))
    home = client.get(reverse("wagtailadmin_home")).text
    table = words(home.partition('id="district-figures-section"')[2].partition("</table>")[0])
    assert "Tuesday, November 24: 1 of 4 classes on time." in table
    first, second = district.other_school.title, district.school.title
    assert f"{first} 0/2 0 2 {second} 1/2 0 1" in table
    client.force_login(district.principal)
    assert "district-figures" not in client.get(reverse("wagtailadmin_home")).text
