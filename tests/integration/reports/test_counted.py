"""The figures are what the ledger and the procedure's own rules say, counted by the database."""

import datetime as dt

import pytest

from classroom.ledger.refresh import refresh_classes
from classroom.models import ClassroomPage, Posting
from district_cms.reports.figures.stored import key_of
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
from tests.integration.reports.figures import look

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


def test_schools_are_compared_with_their_last_term_in_order_of_names(term: District) -> None:
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
    assert found.by_school == {key_of(term.school): 2, key_of(term.other_school): 1}
    own = look(term.year, schools(), term.other_school).reach
    assert (own.families, own.written, own.sent_to) == (1, 1, 1)
