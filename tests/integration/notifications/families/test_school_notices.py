"""Following only a school's urgent notices: offered, confirmed, displayed, and no digest."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from notifications.digests.services import write_due_digests
from notifications.families.tokens import preferences_token
from notifications.models import Scope, SkippedDigest, Subscription
from tests.factories.district import District
from tests.integration.conftest import Clock

from .conftest import PARENT, Family, digests, newest

pytestmark = pytest.mark.django_db


def test_the_school_s_page_offers_them_even_if_no_class_offers_anything(
    nothing_offered: District, family: Family, client: Client
) -> None:
    school = nothing_offered.school
    form = reverse("notifications:subscribe", args=["notices", school.translation_key])
    page = client.get(school.get_url()).content.decode()
    assert f'action="{form}"' in page
    family.subscribes(nothing_offered.school, "notices")
    assert "urgent notices of Juniper Creek Elementary" in newest().subject
    subscription = Subscription.objects.get()
    assert (subscription.scope, subscription.page_uuid) == (
        Scope.NOTICES,
        nothing_offered.school.translation_key,
    )
    own = reverse(
        "notifications:preferences", args=[preferences_token(subscription.subscriber.uuid)]
    )
    assert "Urgent notices of Juniper Creek Elementary" in client.get(own).content.decode()


def test_followers_of_notices_only_get_no_digest_and_no_skipped_record(
    offered: District, family: Family, clock: Clock
) -> None:
    family.subscribes(offered.school, "notices")
    family.subscribes(offered.classroom, address="other@example.net")
    clock("2026-11-24 17:05")
    done = write_due_digests(now=clock("2026-11-24 17:05") + dt.timedelta(minutes=1))
    assert done.messages + done.skipped == 1
    assert digests(PARENT) == []
    assert SkippedDigest.objects.count() == done.skipped
