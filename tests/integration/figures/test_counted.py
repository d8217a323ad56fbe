"""The figures are what the ledger and the procedure's own rules say, counted by the database."""

import datetime as dt

import pytest

from classroom.ledger.keeping import (
    calendar_of,
    district_zone,
    refresh_classes,
)
from classroom.models import ClassroomPage, Posting, PostingSlot
from district_cms.figures import posting
from district_cms.figures.places import known_as
from district_cms.figures.rules import by_day, by_month
from district_cms.procedure.cadence import NoSchoolRule
from district_cms.procedure.months import monthly_counts
from district_cms.procedure.slots import ClassSpan, Post
from district_cms.publishing.models import RevisionFindings
from district_cms.schools.models import SchoolPage, Term
from notifications.models import (
    DigestItem,
    DigestRun,
    Message,
    MessageClass,
    Scope,
    Subscriber,
    Subscription,
)
from notifications.services import enqueue_message
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_teacher_page
from tests.integration.conftest import Clock, moment
from tests.integration.figures.looking import forget, look

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

NOW = "2026-11-10 09:00"


def posts(classroom: ClassroomPage, *days: str, go_live_at: str = "") -> None:
    for day in days:
        at = moment(day)
        Posting.objects.create(
            classroom=classroom,
            page_uuid=f"{classroom.pk:08}-0000-4000-8000-{Posting.objects.count():012}",
            title="Fractions",
            submitted_at=at,
            published_at=moment(go_live_at) if go_live_at else at,
            last_published_at=moment(go_live_at) if go_live_at else at,
            go_live_at=moment(go_live_at) if go_live_at else None,
        )


def schools() -> list[SchoolPage]:
    return list(SchoolPage.objects.order_by("title"))


@pytest.fixture
def term(district: District, clock: Clock) -> District:
    """Four classes of two schools from September to November 10: in time, late, never, begun in
    October; one hour before midnight in the district is the next day in UTC."""
    page = make_teacher_page(district.school, title="Mx. Tanaka")
    other = make_teacher_page(district.other_school, title="Mr. Aldana")
    late, never = make_classroom(page, title="Science 4"), make_classroom(other, title="Art 7")
    begun = make_classroom(other, title="Music 7", starts_on=dt.date(2026, 10, 12))
    posts(
        district.classroom,
        *("2026-09-01 23:30", "2026-09-20 10:00", "2026-10-01 08:00", "2026-10-27 12:00"),
        *("2026-10-31 23:30", "2026-11-02 09:00"),
    )
    posts(late, "2026-09-03 09:00", "2026-09-04 09:00", "2026-09-24 00:10")
    posts(late, "2026-10-05 09:00", go_live_at="2026-10-09 07:00")
    posts(begun, "2026-10-26 09:00", "2026-10-30 09:00")
    Term.objects.create(
        school_year=district.year,
        name="Quarter 1",
        first_day=district.year.first_day,
        last_day=dt.date(2026, 10, 30),
    )
    Term.objects.create(
        school_year=district.year,
        name="Quarter 2",
        first_day=dt.date(2026, 11, 2),
        last_day=dt.date(2027, 1, 15),
    )
    clock(NOW)
    refresh_classes(classroom_ids=ClassroomPage.objects.values_list("pk", flat=True))
    assert never.slots.exists()
    return district


def test_each_posting_day_is_counted_as_the_ledger_has_it(term: District) -> None:
    today = moment(NOW).date()
    days = by_day(posting.lines(term.year.first_day, today))
    slots = PostingSlot.objects.filter(day__lt=today).exclude(standing="not_obliged")
    assert {day: each.asked for day, each in days.items()} == {
        day: slots.filter(day=day).count() for day in {slot.day for slot in slots}
    }
    for day, each in days.items():
        of_day = slots.filter(day=day)
        assert each.in_time == of_day.filter(standing="met").count()
        assert each.late == of_day.filter(standing="late").count()
        assert each.not_posted == of_day.filter(standing__in=["missing", "awaited"]).count()
    assert sum(each.late for each in days.values()) > 0


def test_each_month_is_counted_as_the_procedure_counts_it_for_each_class(term: District) -> None:
    now = moment(NOW)
    running, posted = posting.classes(term.year)
    needed = posting.needed(term.year, {(each.first, each.last) for each in running})
    counted = by_month(running, posted, needed, now.date())
    asked: dict[dt.date, list[bool]] = {}
    for classroom in ClassroomPage.objects.all():
        counts = monthly_counts(
            [
                Post(str(row.page_uuid), row.submitted_at, row.published_at, row.go_live_at)
                for row in classroom.postings.all()
                if row.submitted_at
            ],
            calendar=calendar_of(term.year),
            rule=NoSchoolRule.NEXT,
            tz=district_zone(),
            now=now,
            span=ClassSpan(classroom.starts_on, classroom.ends_on),
        )
        for count in counts:
            if count.needed and dt.date(count.year, count.month, 1) <= now.date():
                met = count.posted >= count.needed
                asked.setdefault(dt.date(count.year, count.month, 1), []).append(met)
    assert {month: (each.asked, each.met) for month, each in counted.items()} == {
        month: (len(met), sum(met)) for month, met in sorted(asked.items())
    }
    assert counted[dt.date(2026, 10, 1)].met > 0


def test_what_waits_for_its_principal_counts_by_the_day_it_was_handed_in(term: District) -> None:
    Posting.objects.filter(
        classroom=term.classroom, submitted_at=moment("2026-11-02 09:00")
    ).update(published_at=None, last_published_at=None)
    refresh_classes(classroom_ids=ClassroomPage.objects.values_list("pk", flat=True))
    day = dt.date(2026, 11, 3)
    slot = PostingSlot.objects.get(classroom=term.classroom, day=day)
    # Another update is live for the day: it is taken away, so that what waits is alone.
    Posting.objects.filter(page_uuid=slot.met_by, last_published_at__isnull=False).delete()
    refresh_classes(classroom_ids=ClassroomPage.objects.values_list("pk", flat=True))
    slot.refresh_from_db()
    assert slot.standing == "with_school"
    assert by_day(posting.lines(day, moment(NOW).date(), term.school.path))[day].in_time == 1


def test_a_school_is_beside_its_own_last_term_in_the_order_of_names(term: District) -> None:
    found = look(term.year, schools())
    assert (found.now and found.now.name, found.before and found.before.name) == (
        "Quarter 2",
        "Quarter 1",
    )
    assert [each.school.title for each in found.schools if each.school] == [
        "Juniper Creek Elementary",
        "Larkspur Middle",
    ]
    juniper = found.schools[0]
    assert (juniper.now.percent, juniper.before.percent) == (50, 88)
    assert juniper.difference == -38
    assert found.schools[1].difference == 30


def test_a_month_is_beside_the_month_before_it(term: District) -> None:
    found = look(term.year, schools(), term.school, month=dt.date(2026, 10, 1))
    assert (found.now and found.now.name, found.before and found.before.name) == (
        "October 2026",
        "September 2026",
    )
    assert list(found.days) == [dt.date(2026, 10, 6), dt.date(2026, 10, 27)]
    assert list(found.months) == [dt.date(2026, 10, 1)]
    assert [each.school for each in found.schools] == [term.school]


def test_questions_of_the_checks_are_counted_by_subject_without_those_of_an_updates_parts(
    term: District,
) -> None:
    def checked(
        *rules: tuple[str, str], confirmed: bool = False, outcome: str = "went_live"
    ) -> None:
        RevisionFindings.objects.create(
            page_uuid=term.classroom.translation_key,
            title="Math 3",
            ruleset="1",
            outcome=outcome,
            findings=[
                {
                    "rule": rule,
                    "wcag": wcag,
                    "fingerprint": rule,
                    "confirmed": {"by": "someone"} if confirmed else None,
                    "excepted": None,
                }
                for rule, wcag in rules
            ],
        )

    checked(("gone-rule", "1.1.1"), ("no-subject", ""), outcome="submitted")
    checked(("gone-rule-2", "3.1.2"), confirmed=True)
    found = dict(look(term.year, schools()).asked)
    assert (found["accessibility"].asked, found["accessibility"].fixed) == (2, 1)
    assert (found["accessibility"].confirmed, found["privacy"].asked) == (1, 0)


def test_families_are_counted_once_and_the_last_digest_by_what_was_sent(term: District) -> None:
    people = [Subscriber.objects.create() for _each in range(2)]
    pages = (term.classroom.translation_key, term.other_school.translation_key)
    for page, scope in zip(pages, (Scope.CLASS, Scope.SCHOOL), strict=True):
        Subscription.objects.create(subscriber=people[0], scope=scope, page_uuid=page)
    Subscription.objects.create(subscriber=people[1], scope=Scope.CLASS, page_uuid=pages[0])
    Subscription.objects.create(
        subscriber=people[1], scope=Scope.NOTICES, page_uuid=pages[1]
    )  # wants no updates
    window = moment("2026-11-03 16:00")
    DigestRun.objects.create(window_start=window, posting_day=True, written=2)
    for place, address in enumerate(("avery@example.net", "blair@example.net")):
        message = enqueue_message(
            message_class=MessageClass.SUBSCRIPTION,
            address=address,
            subject="New in Math 3",
            text="Fractions.",
            rhythm="posting-days",
            window_start=window,
        )
        assert message is not None
        if place == 0:
            Message.objects.filter(pk=message.pk).update(state="accepted")
            page = term.classroom.translation_key
            DigestItem.objects.create(address=address, page_uuid=page, message_uuid=message.pk)
    DigestItem.objects.filter(page_uuid=term.classroom.translation_key).update(
        page_uuid=term.other_school.translation_key
    )
    found = look(term.year, schools()).reach
    # So few at each school that the district's number counts nobody.
    assert (found.families, found.leaves_out) == (0, True)
    assert (found.written, found.sent_to) == (2, 1)
    assert found.by_school == {known_as(term.school): 2, known_as(term.other_school): 1}
    own = look(term.year, schools(), term.other_school).reach
    assert (own.families, own.written, own.sent_to) == (1, 1, 1)


def test_the_number_of_the_district_leaves_out_the_schools_whose_own_is_not_shown(
    term: District,
) -> None:
    """Who takes the schools from it finds nothing of the one that is hidden."""
    forget()
    at = {"own": term.classroom.translation_key, "other": term.other_school.translation_key}
    people = [Subscriber.objects.create() for _each in range(5)]
    for person in people[:4]:
        Subscription.objects.create(subscriber=person, scope=Scope.CLASS, page_uuid=at["own"])
    before = look(term.year, schools()).reach
    assert (before.families, before.leaves_out) == (4, False)
    for person in people[3:]:
        forget()
        Subscription.objects.create(subscriber=person, scope=Scope.SCHOOL, page_uuid=at["other"])
        found = look(term.year, schools()).reach
        assert (found.families, found.leaves_out) == (4, True)
    forget()
    Subscription.objects.create(subscriber=people[0], scope=Scope.SCHOOL, page_uuid=at["other"])
    after = look(term.year, schools()).reach
    assert (after.families, after.leaves_out) == (5, False)
