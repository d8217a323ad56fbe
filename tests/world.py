"""The pages and accounts by which tests open every screen, in a small or a large district."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils import timezone
from wagtail.models import WorkflowState

from classroom.ledger.counting import count_days
from classroom.ledger.refresh import posting_days
from classroom.models import ClassroomPage, TeacherPage, UpdatePage
from district_cms.activities.models import ActivityPage, PostPage
from district_cms.moderation.services import submit_for_approval
from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.roles import Role
from district_cms.schools.models import (
    CurriculumIndexPage,
    CurriculumPage,
    HomePage,
    SchoolPage,
    SchoolYear,
    StandardPage,
)
from district_cms.site_audit.models import AuditedPage, AuditFinding, AuditRun, OutstandingPage
from district_cms.site_audit.services import end_run
from notifications.models import (
    ClassNotice,
    DigestRun,
    MailOffer,
    Message,
    MessageClass,
    Scope,
    SkippedDigest,
    Standing,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from notifications.services import enqueue_message
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District, account_of
from tests.factories.pages import make_draft, make_standard_page, make_update, update_content
from tests.factories.people import make_account, make_superuser


@dataclass(slots=True)
class World:
    home: HomePage
    school: SchoolPage
    teacher_page: TeacherPage
    classroom: ClassroomPage
    update: UpdatePage
    waiting: UpdatePage
    activity: ActivityPage
    post: PostPage
    standard: StandardPage
    section: CurriculumIndexPage
    curriculum: CurriculumPage
    year: SchoolYear
    staff: Staff
    subscriber: Subscriber
    message: Message
    digest: int  # the key of a window's address
    notice: ClassNotice
    accounts: dict[str, User] = field(default_factory=dict)
    made: dict[str, Model] = field(default_factory=dict)  # one of a kind, see `tests.rows`


def small_world(district: District) -> World:
    """The test district with a few updates, one of them waiting, and a family."""
    for number in range(11):
        content = update_content(
            district.curriculum, period_start=dt.date(2026, 9, 1) + dt.timedelta(days=number)
        )
        update = make_update(district.classroom, **content)
    content = update_content(district.curriculum)
    waiting = make_draft(district.classroom, owner=district.teacher, **content)
    submit_for_approval(page=waiting, user=district.teacher)
    MailOffer.objects.create(
        page=district.classroom,
        offered=True,
        since=timezone.now(),
        by_text=True,
        texts_since=timezone.now(),
    )
    subscriber = Subscriber.objects.create()
    VerifiedAddress.objects.create(subscriber=subscriber, address="avery@example.net")
    Subscription.objects.create(
        subscriber=subscriber,
        scope=Scope.CLASS,
        page_uuid=district.classroom.translation_key,
    )
    activity = make_activity(district.school)
    today = timezone.localdate()
    count_days(today=today, days=posting_days(today))  # as in the night
    return World(
        home=district.home,
        school=district.school,
        teacher_page=district.teacher_page,
        classroom=district.classroom,
        update=update,
        waiting=waiting,
        activity=activity,
        post=make_post(activity),
        standard=make_standard_page(district.home),
        section=CurriculumIndexPage.objects.get(),
        curriculum=district.curriculum,
        year=district.year,
        staff=district.teacher_staff,
        subscriber=subscriber,
        message=_message(),
        digest=_digest(subscriber),
        notice=_notice(district.classroom),
        accounts={
            "teacher": district.teacher,
            "principal": district.principal,
            "office": make_account(Role.COMMUNICATIONS),
            "administrator": make_account(Role.ADMINISTRATOR),
            "superuser": make_superuser(),
        },
    )


def world_at_size() -> World:
    """What `build_at_size` built: the first class, and a waiting update of the same school."""
    classroom = ClassroomPage.objects.order_by("pk")[0]
    teacher_page = classroom.get_parent().specific
    school = teacher_page.get_parent().specific
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    waiting = UpdatePage.objects.descendant_of(school).filter(
        pk__in=[int(key) for key in states.values_list("object_id", flat=True)]
    )[0]
    subscriber = Subscriber.objects.filter(subscriptions__ended_at=None).order_by("pk")[0]
    roles = StaffRole.objects.select_related("staff__user")
    principal = roles.get(role=Role.PRINCIPAL, school=school)
    activity = make_activity(school)
    return World(
        home=HomePage.objects.get(),
        school=school,
        teacher_page=teacher_page,
        classroom=classroom,
        update=classroom.live_updates()[0],
        waiting=waiting,
        activity=activity,
        post=make_post(activity),
        standard=StandardPage.objects.all()[0],
        section=CurriculumIndexPage.objects.get(),
        curriculum=CurriculumPage.objects.all()[0],
        year=SchoolYear.objects.get(),
        staff=teacher_page.staff,
        subscriber=subscriber,
        message=_message(),
        digest=_digest(subscriber),
        notice=_notice(classroom),
        accounts={
            "teacher": account_of(teacher_page.staff),
            "principal": account_of(principal.staff),
            "office": account_of(roles.filter(role=Role.COMMUNICATIONS)[0].staff),
            "administrator": account_of(roles.get(role=Role.ADMINISTRATOR).staff),
            "superuser": User.objects.get(is_superuser=True),
        },
    )


def find_faults(pages: list[Any]) -> None:
    """An audit that looked at these pages and found one thing on each, which is to be fixed."""
    today = timezone.localdate()
    run = AuditRun.objects.create(
        state="running", engines=["gate"], pages=len(pages), started_at=timezone.now()
    )
    for page in pages:
        row = AuditedPage.objects.create(
            run=run,
            page_id=page.pk,
            page_uuid=page.translation_key,
            title=page.title,
            state="seen",
            status=200,
        )
        AuditFinding.objects.create(run=run, page=row, engine="gate", rule="img-alt-missing")
        OutstandingPage.objects.create(
            page_id=page.pk,
            page_uuid=page.translation_key,
            title=page.title,
            rules=["img-alt-missing"],
            first_found=today,
            fix_by=today,
        )
    end_run(run=run, state="finished")


def _message() -> Message:
    message = enqueue_message(
        message_class=MessageClass.STAFF,
        address="someone@larkspur.example",
        subject="A page waits for your review",
        text="It waits.",
        language="en",
        from_email="no-reply@larkspur.example",
    )
    assert message is not None
    return message


def _notice(classroom: ClassroomPage) -> ClassNotice:
    """One that was sent, to a family and to a telephone."""
    found = {}
    for channel, address in (("email", "avery@example.net"), ("text", "+14065550199")):
        message = enqueue_message(
            message_class=MessageClass.NOTICE,
            address=address,
            channel=channel,
            subject="Math 3" if channel == "email" else "",
            text="Please bring a jacket.",
        )
        assert message is not None
        found[f"{channel}.en"] = {"content": str(message.content_id), "subject": message.subject}
    return ClassNotice.objects.create(
        classroom=classroom,
        class_name=classroom.title,
        text_en="Please bring a jacket.",
        standing=Standing.SENT,
        sent_at=timezone.now(),
        contents=found,
        expected=2,
    )


def _digest(subscriber: Subscriber) -> int:
    """A window with one message and one person without; returns the key of its address."""
    window = timezone.now().replace(microsecond=0) - dt.timedelta(hours=1)
    DigestRun.objects.get_or_create(window_start=window, defaults={"posting_day": True})
    SkippedDigest.objects.create(
        subscriber_uuid=subscriber.uuid, window_start=window, reason="nothing_new"
    )
    enqueue_message(
        message_class=MessageClass.SUBSCRIPTION,
        address="avery@example.net",
        subject="New in Math 3",
        text="Fractions.",
        rhythm="posting-days",
        window_start=window,
    )
    return int(window.timestamp())
