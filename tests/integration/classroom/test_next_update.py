"""What families and the teacher see of an update that is in review or scheduled."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.district import District
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock, moment

pytestmark = pytest.mark.django_db

POSTING_DAY = dt.date(2026, 11, 24)


def told_to_families(client: Client, district: District) -> dt.date:
    day: dt.date = client.get(district.classroom.url).context["stamp"]["next_due"]
    return day


def home_of_the_teacher(district: District) -> str:
    client = Client()
    client.force_login(district.teacher)
    page = client.get(reverse("wagtailadmin_home")).text
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_an_update_scheduled_for_the_posting_day_is_the_next_update_and_not_posted(
    district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-23 09:00")
    Walk.begin(district, go_live_at=moment("2026-11-24 08:00")).submit().approve()
    assert told_to_families(client, district) == POSTING_DAY
    home = home_of_the_teacher(district)
    assert "Scheduled Tuesday, November 24" in home
    assert "Posted Tuesday" not in home
