"""The mails about reviews say what is so now; the queue says whose the live updates are."""

import pytest

from district_cms.moderation.notices import tell_everyone
from notifications.models import Message
from tests.factories.district import District
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(district: District) -> Walk:
    """Submitted, and its principal knows."""
    walk = Walk.begin(district).submit()
    tell_everyone()
    Message.objects.all().delete()
    return walk


def to_the_teacher(walk: Walk) -> str:
    """Subject and text of what the teacher gets now; "" for nothing."""
    tell_everyone()
    mails = Message.objects.filter(address=walk.district.teacher.email)
    told = "".join(f"{mail.subject}\n{mail.text}" for mail in mails)
    Message.objects.all().delete()
    return told


def test_a_page_approved_twice_goes_live_once(walk: Walk) -> None:
    walk.approve().change(title="Fractions in pictures").submit().approve()
    assert to_the_teacher(walk).count("- Fractions in pictures (Math 3)") == 1


def test_an_approval_for_later_is_mailed_although_the_page_is_not_live(district: District) -> None:
    walk = Walk.begin(district, go_live_at=moment("2026-11-20 06:00")).submit().approve()
    assert "approved and goes live later" in to_the_teacher(walk)
