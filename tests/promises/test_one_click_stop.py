"""One click in a mail program stops the mail, without signing in."""

import pytest
from django.test import Client
from django.urls import reverse

from notifications.families.tokens import stop_token
from notifications.models import Subscriber, Subscription
from tests.factories.district import District
from tests.integration.notifications.families.conftest import Family, everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retention_schedule")]


def test_one_click_stops_where_the_last_slash_got_lost(offered: District, family: Family) -> None:
    family.subscribes(offered.classroom)
    link = reverse("notifications:stop", args=[stop_token(Subscriber.objects.get().uuid)])
    opened = Client().get(link.rstrip("/"))
    assert (opened.status_code, opened["Location"]) == (302, link)
    assert Subscription.objects.active().exists()
    answer = Client(enforce_csrf_checks=True).post(
        link.rstrip("/"), {"List-Unsubscribe": "One-Click"}
    )
    assert answer.status_code == 200
    assert not Subscription.objects.active().exists()


class TestOneClick:
    """RFC 8058: what a mail program sends when someone presses its "unsubscribe"."""

    @pytest.fixture
    def link(self, offered: District, family: Family) -> str:
        family.subscribes(offered.classroom)
        return reverse("notifications:stop", args=[stop_token(Subscriber.objects.get().uuid)])

    def test_stopping_twice_is_as_good_as_once(self, link: str) -> None:
        assert Client().post(link).status_code == 200
        before = everything()
        assert Client().post(link).status_code == 200
        assert everything() == before

    def test_a_forged_link_stops_nobody(self, link: str) -> None:
        assert Client().post(link[:-2] + "x/").status_code == 404
        assert Subscription.objects.active().exists()
