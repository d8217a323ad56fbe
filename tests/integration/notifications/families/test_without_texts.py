"""As delivered, the district sends no texts: then no page or mail offers or promises them."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from district_cms.settings import base
from notifications.families.tokens import preferences_token
from notifications.models import Channel, Subscriber, Subscription
from notifications.screens.class_mail import set_offer
from tests.factories.district import District

from .conftest import Family

pytestmark = pytest.mark.django_db

OFFERS = re.compile(
    r"by text|email (?:and|or) text|text messages?\b|texts (?:on|off|are)\b|text me", re.IGNORECASE
)


@pytest.fixture
def own_page(offered: District, family: Family) -> str:
    """The page of someone who gets a class by email and, from a time with texts, by text as well;
    the teacher had turned both on."""
    family.subscribes(offered.classroom)
    person = Subscriber.objects.get()
    person.addresses.create(channel=Channel.TEXT, address="+14065550123")
    wish = Subscription.objects.get()
    wish.pk, wish.channel = None, Channel.TEXT
    wish.save(force_insert=True)
    set_offer(classroom=offered.classroom, offered=True, user=offered.teacher, channel=Channel.TEXT)
    return reverse("notifications:preferences", args=[preferences_token(person.uuid)])


@pytest.fixture
def screens(offered: District, family: Family, own_page: str, client: Client) -> dict[str, Any]:
    """The pages that a family and a teacher open: functions that open them, by address."""
    client.force_login(offered.teacher)
    explorer = reverse("wagtailadmin_explore", args=[offered.classroom.pk])
    switches = reverse("notifications_class_mail", args=[offered.classroom.pk])
    public = [page.url for page in (offered.classroom, offered.teacher_page, offered.school)]
    return {
        **dict.fromkeys([*public, own_page], family.browser.get),
        **dict.fromkeys([reverse("wagtailadmin_home"), explorer, switches], client.get),
    }


def offers(screens: dict[str, Any]) -> dict[str, list[str]]:
    found = {url: OFFERS.findall(opens(url).content.decode()) for url, opens in screens.items()}
    return {url: words for url, words in found.items() if words}


def test_as_delivered_there_is_no_text_provider() -> None:
    assert base.TEXT_PROVIDER == ""


def test_without_a_provider_the_text_pages_are_404(
    offered: District, family: Family, own_page: str, settings: Settings
) -> None:
    token = own_page.rstrip("/").rpartition("/")[2]
    addresses = [
        reverse("texts:about"),
        reverse("texts:subscribe", args=["class", offered.classroom.translation_key]),
        reverse("texts:add_number", args=[token]),
    ]
    assert [family.browser.get(url).status_code for url in addresses] == [200] * 3
    settings.TEXT_PROVIDER = ""
    assert [family.browser.get(url).status_code for url in addresses] == [404] * 3
