"""A teacher has one name for families, and a class the same teachers wherever it is named."""

import datetime as dt
import re

import pytest
from django.test import Client

from classroom.models import ClassroomTeacher
from tests.factories.district import District
from tests.factories.pages import make_teacher_page, make_update, update_content

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]

YESTERDAY = dt.date(2026, 11, 9)


def named_by(client: Client, address: str) -> list[str]:
    """Whom the page names below its heading."""
    page = client.get(address).text
    named = re.search(r'<p class="class-header__teachers">(.*?)</p>', page, re.DOTALL)
    return re.findall(r"<strong>(.*?)</strong>", named[1]) if named else []


def title_of(client: Client, address: str) -> str:
    return re.search(r"<title>(.*?)</title>", client.get(address).text)[1]  # type: ignore[index]


def test_a_class_and_its_updates_name_whoever_teaches_it_today(
    district: District, client: Client
) -> None:
    colleague = make_teacher_page(district.school, title="Mr. Okafor")
    room = district.classroom
    update = make_update(room, **update_content(district.curriculum))
    co_teacher = ClassroomTeacher.objects.create(
        classroom=room, staff=colleague.staff, part=ClassroomTeacher.Part.CO_TEACHER
    )
    assert named_by(client, room.url) == ["Ms. Rivera", "Mr. Okafor"]
    assert named_by(client, update.url) == ["Ms. Rivera", "Mr. Okafor"]
    assert "(co-teacher)" in client.get(update.url).text
    assert title_of(client, room.url).startswith("Math 3 – Ms. Rivera, Mr. Okafor – ")

    # The class is handed over, and its page stays below that of whoever had it.
    ClassroomTeacher.objects.exclude(pk=co_teacher.pk).filter(classroom=room).update(
        until=YESTERDAY
    )
    ClassroomTeacher.objects.filter(pk=co_teacher.pk).update(part=ClassroomTeacher.Part.LEAD)
    assert named_by(client, room.url) == ["Mr. Okafor"]
    assert named_by(client, update.url) == ["Mr. Okafor"]
    assert title_of(client, room.url).startswith("Math 3 – Mr. Okafor – Juniper Creek Elementary")


def test_a_class_that_nobody_teaches_anymore_names_nobody(
    district: District, client: Client
) -> None:
    room = district.classroom
    update = make_update(room, **update_content(district.curriculum))
    ClassroomTeacher.objects.filter(classroom=room).update(until=YESTERDAY)
    assert named_by(client, room.url) == named_by(client, update.url) == []
    assert title_of(client, room.url).startswith("Math 3 – Juniper Creek Elementary")
