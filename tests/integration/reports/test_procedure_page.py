"""The page of rules: off as delivered, published by the office, the same until the next time."""

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from classroom.models import PostingSlot
from district_cms.audit_log.digests import canonical
from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.publishing.models import AccessibilitySettings, ProcedureSnapshot
from district_cms.reports.procedure_page.services import prepare, publish
from district_cms.reports.procedure_page.totals import sentences, without_small
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_school_year
from tests.factories.people import make_account
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db
SCREEN, PAGE = "/admin/procedure/", "/procedure/"
PAGE_NUMBERS = re.compile(r"\b\d+\b")
ZONE = ZoneInfo(settings.TIME_ZONE)


@pytest.fixture
def office(district: District) -> User:
    return make_account(Role.COMMUNICATIONS)


def publish_now(office: User) -> ProcedureSnapshot:
    snapshot = publish(actor=office, digest=prepare().digest)
    assert snapshot is not None
    return snapshot


def test_it_is_off_until_the_office_publishes_it(
    client: Client, office: User, november: dt.datetime
) -> None:
    assert client.get(PAGE).status_code == 404
    link = f'<a href="{PAGE}">Our communication rules</a>'
    assert link not in client.get("/privacy/").text
    client.force_login(office)
    screen = client.get(SCREEN)
    assert "not on the website" in screen.text
    client.post(SCREEN, {"digest": screen.context["snapshot"].digest})
    client.logout()
    page = client.get(PAGE)
    assert page.status_code == 200
    assert link in client.get("/privacy/").text
    assert 'id="accessibility"' in page.text
    assert "Nothing stands behind" not in page.text
    client.force_login(office)
    client.post(SCREEN, {"take-down": "1"})
    assert client.get(PAGE).status_code == 404
    assert link not in client.get("/privacy/").text
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions)[-2:] == ["procedure_page.published", "procedure_page.taken_down"]


def test_it_never_changes_by_itself(client: Client, office: User, clock: Clock) -> None:
    clock("2026-11-10 09:00")
    snapshot = publish_now(office)
    before = client.get(PAGE).text
    chosen = AccessibilitySettings.load()
    chosen.raised_rules = ["link-dead"]
    chosen.save()
    PostingSlot.objects.all().delete()
    clock("2027-02-01 09:00")
    assert prepare().digest != snapshot.digest
    assert client.get(PAGE).text == before
    assert client.get(PAGE, {"lang": "es"}).status_code == 200


def test_the_office_publishes_what_it_looked_at_or_nothing(
    client: Client, office: User, november: dt.datetime
) -> None:
    client.force_login(office)
    seen = client.get(SCREEN).context["snapshot"].digest
    chosen = AccessibilitySettings.load()
    chosen.raised_rules = ["link-dead"]
    chosen.save()
    answer = client.post(SCREEN, {"digest": seen}, follow=True)
    assert "Nothing was published" in answer.text
    assert not ProcedureSnapshot.objects.exists()


def test_its_hash_stands_in_the_log_and_anyone_can_compute_it(
    office: User, november: dt.datetime
) -> None:
    publish_now(office)
    row = ProcedureSnapshot.objects.get()
    values = {"rules_since": row.rules_since, "day": row.day, "content": row.content}
    expected = hashlib.sha256(canonical(values)).hexdigest()
    entry = AuditEntry.objects.get(action="procedure_page.published")
    assert row.digest == entry.data["hash"] == expected
    assert (entry.actor, row.published_by) == (str(office), str(office))


def test_the_screen_says_that_a_new_term_began(client: Client, office: User, clock: Clock) -> None:
    clock("2026-11-10 09:00")
    publish_now(office)
    client.force_login(office)
    assert "last published on" not in client.get(SCREEN).text
    year = make_school_year(first_day=dt.date(2027, 8, 25), last_day=dt.date(2028, 6, 8))
    clock("2027-09-01 09:00")
    client.force_login(office)
    text = client.get(SCREEN).text
    assert f"{year.name} began on August 25, 2027" in text
    assert "last published on November 10, 2026" in text


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL, Role.COUNSELOR])
def test_nobody_else_opens_the_screen_or_publishes(
    role: Role, district: District, client: Client, november: dt.datetime
) -> None:
    client.force_login(make_account(role, district.school))
    assert client.get(SCREEN).status_code != 200
    client.post(SCREEN, {"digest": prepare().digest})
    assert not ProcedureSnapshot.objects.exists()


def test_refusals_link_to_their_clause_while_the_page_is_there(
    client: Client, district: District, office: User, november: dt.datetime
) -> None:
    link = Template("{% load clauses %}{{ words|linked_to:'accessibility' }}")
    words = Context({"words": "Accessibility: must"})
    client.force_login(office)
    guide = reverse("guide", args=["gate"])
    assert link.render(words) == "Accessibility: must"
    assert "/procedure/#ferpa" not in client.get(guide).text
    publish_now(office)
    assert 'href="/procedure/#accessibility"' in link.render(words)
    assert 'href="/procedure/#ferpa"' in client.get(guide).text


# ---------------------------------------------------------------- figures
def fill(district: District) -> None:
    """Classes of two years in every standing, one of them off the website, and days to come."""
    last = make_school_year(first_day=dt.date(2025, 8, 25), last_day=dt.date(2026, 6, 8))
    off = make_classroom(district.teacher_page, title="Off", live=False)
    ahead = (0, 0, 0, 1, 2, 3, 6, None)
    for year, classes in ((district.year, [district.classroom, off]), (last, [district.classroom])):
        rows = []
        for classroom in classes:
            for week in range(30):
                nominal = year.first_day + dt.timedelta(days=7 * week)
                standing = {5: "dropped", 7: "not_obliged"}.get(week % 9, "met")
                late = ahead[week % len(ahead)]
                row = PostingSlot(
                    classroom=classroom, school_year=year, nominal_date=nominal, standing=standing
                )
                if standing != "dropped":
                    row.day, row.due_at = nominal, at(nominal, 23)
                if standing == "met" and late is not None:
                    row.met_at = at(nominal + dt.timedelta(days=late), 20)
                rows.append(row)
        PostingSlot.objects.filter(school_year=year).delete()
        PostingSlot.objects.bulk_create(rows)


def at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), ZONE)


def recomputed(year_id: int, today: dt.date) -> dict[str, int]:
    """The same figures from the tables alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT day FROM schools_noschoolday WHERE school_year_id = %s", [year_id])
        closed = {str(day) for (day,) in cursor.fetchall()}
        cursor.execute(
            "SELECT s.nominal_date, s.day, s.met_at, s.standing FROM classroom_postingslot s"
            " JOIN wagtailcore_page p ON p.id = s.classroom_id"
            " WHERE p.live AND s.school_year_id = %s AND s.standing <> 'not_obliged'",
            [year_id],
        )
        rows = cursor.fetchall()
    numbers: Counter[str] = Counter()
    for nominal, day, met_at, standing in rows:
        if dt.date.fromisoformat(str(nominal)) >= today:
            continue
        if standing == "dropped":
            numbers["closed"] += 1
            continue
        if met_at is None:
            numbers["rest"] += 1
            continue
        moment = dt.datetime.fromisoformat(str(met_at))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        due, handed_in = dt.date.fromisoformat(str(day)), moment.astimezone(ZONE).date()
        days = [due + dt.timedelta(days=n) for n in range(1, 30)]
        school = [each for each in days if each.weekday() < 5 and str(each) not in closed]
        kind = "met" if handed_in <= due else "soon" if handed_in <= school[1] else "rest"
        numbers[kind] += 1
    return dict(numbers)


def test_every_figure_is_that_of_an_independent_query(
    district: District, office: User, clock: Clock
) -> None:
    now = clock("2027-03-10 09:00")
    fill(district)
    content = publish_now(office).content
    this, last = content["years"]
    assert (this["name"], last["name"]) == ("2026-27", "2025-26")
    ids = dict(district.year.__class__.objects.values_list("name", "pk"))
    for year in (this, last):
        expected = recomputed(ids[year["name"]], now.date())
        assert min(expected.values()) >= 3
        assert year["days"] == expected
        assert year["all"] == sum(expected.values())
    assert this["days"] != last["days"]
    numbers = {number for year in (this, last) for number in (year["all"], *year["days"].values())}
    text = PAGE_NUMBERS.findall(
        Client().get(PAGE).text.partition('id="totals"')[2].partition("</section>")[0]
    )
    assert numbers <= set(map(int, text))


def test_a_snapshot_names_no_school_class_or_person(
    district: District, office: User, clock: Clock
) -> None:
    clock("2027-03-10 09:00")
    fill(district)
    text = (
        json.dumps(publish_now(office).content)
        + Client().get(PAGE).text.partition("<main")[2].partition("</main>")[0]
    )
    for name in (district.school.title, district.classroom.title, "Rivera", str(office)):
        assert name not in text
    assert "not made for evaluating employees" in text


@pytest.mark.parametrize("days, text", [
    (
        {"met": 1010, "soon": 40, "rest": 18, "closed": 12},
        [("Of 1,080 posting days, 1,010 were met; 40 more within two school days; "
          "12 were school closings; 18 had no update within two school days.")],
    ),
    (
        {"met": 1, "soon": 0, "rest": 0, "closed": 0},
        ["There were too few posting days to give their numbers."],
    ),
    ({"met": 0, "soon": 0, "rest": 0, "closed": 0}, ["No posting day was over yet."]),
    (
        {"met": 1010, "soon": 40, "rest": 0, "closed": 2},
        ["Of 1,052 posting days, 1,010 were met; fewer than 3 were school closings.",
         "One number is left out: with it, everyone could work out a small one."],
    ),
])  # fmt: skip
def test_totals_are_whole_sentences(days: dict[str, int], text: list[str]) -> None:
    year: dict[str, Any] = {
        "all": sum(days.values()),
        "smallest": 3,
        "days": without_small(days, 3),
    }
    assert sentences(year) == text
