"""What a process of its own writes and reads of the school in which people post while it crashes.

`tests.crash.process` answers these by name, beside those of the outbox.
"""

import datetime as dt
import json
import re
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from classroom.models import UpdatePage
from district_cms.moderation.models import ReviewSettings
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolYear
from notifications.families.tokens import stop_token
from notifications.models import Message, Subscriber
from notifications.screens.class_mail import set_offer
from tests.factories.district import account_of, make_district
from tests.factories.pages import make_classroom, make_teacher_page
from tests.factories.people import make_staff

SAVE = re.compile(r"Save number (\d+)\.")


def open_school(teachers: int) -> dict[str, Any]:
    """A school where updates go live at once, in a year that today is in the middle of. Its classes
    offer mail."""
    district = make_district()
    today = timezone.localdate()
    SchoolYear.objects.update(
        first_day=today - dt.timedelta(days=90), last_day=today + dt.timedelta(days=180)
    )
    ReviewSettings.load().read_later_schools.set([district.school])
    people = []
    for number in range(teachers):
        staff = make_staff((Role.TEACHER, district.school))
        page = make_teacher_page(district.school, staff)
        classroom = make_classroom(page, title=f"Math {number}")
        set_offer(classroom=classroom, offered=True, user=account_of(staff))
        follow = reverse("notifications:subscribe", args=["class", classroom.translation_key])
        people.append(
            {"email": staff.email, "class": classroom.pk, "path": classroom.url, "follow": follow}
        )
    return {"teachers": people, "curriculum": district.curriculum.pk, "school": district.school.url}


def saves() -> dict[str, dict[str, Any]]:
    """By page: the numbers in its revisions, the one that is live, and how often it went live."""
    found = {}
    for page in UpdatePage.objects.all():
        drafts = [json.dumps(each.content) for each in page.revisions.all()]
        live = SAVE.findall(str(page.lesson.raw_data)) if page.live else []
        found[str(page.pk)] = {
            "saved": [int(each) for text in drafts for each in SAVE.findall(text)],
            "live": int(live[0]) if live else 0,
            "published": PageLogEntry.objects.filter(page=page, action="wagtail.publish").count(),
        }
    return found


def stop_links(number: int) -> dict[str, str]:
    """The links of so many people by which they stop everything, and their addresses."""
    people = Subscriber.objects.filter(addresses__channel="email").order_by("pk")[:number]
    return {
        each.addresses.get().address: reverse("notifications:stop", args=[stop_token(each.uuid)])
        for each in people
    }


def mails() -> list[list[str]]:
    """All messages: key, kind, address and state."""
    rows = Message.objects.values_list("pk", "message_class", "address", "state")
    return [[str(value) for value in row] for row in rows]
