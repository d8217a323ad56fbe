"""Families see one name of a teacher, and the same teachers of a class, wherever it is named."""

import datetime as dt
import re

import pytest
from django.test import Client

from classroom.models import ClassroomTeacher
from tests.factories.district import District
from tests.factories.pages import make_update, update_content

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]

YESTERDAY = dt.date(2026, 11, 9)


def named_by(client: Client, address: str) -> list[str]:
    """Returns the names below the heading of the page."""
    page = client.get(address).text
    named = re.search(r'<p class="class-header__teachers">(.*?)</p>', page, re.DOTALL)
    return re.findall(r"<strong>(.*?)</strong>", named[1]) if named else []


def title_of(client: Client, address: str) -> str:
    return re.search(r"<title>(.*?)</title>", client.get(address).text)[1]  # type: ignore[index]


def test_a_class_that_nobody_teaches_anymore_names_nobody(
    district: District, client: Client
) -> None:
    room = district.classroom
    update = make_update(room, **update_content(district.curriculum))
    ClassroomTeacher.objects.filter(classroom=room).update(until=YESTERDAY)
    assert named_by(client, room.url) == named_by(client, update.url) == []
    assert title_of(client, room.url).startswith("Math 3 – Juniper Creek Elementary")
