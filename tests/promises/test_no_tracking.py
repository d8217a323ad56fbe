"""Nobody is tracked: no other server, no cookie, no counting of opened mail."""

from collections.abc import Callable

import pytest
from django.test import Client

from notifications.providers.base import Outgoing
from notifications.providers.sendgrid.provider import SendGridProvider
from tests.architecture.public_files import (
    FORBIDDEN,
    PUBLIC_TEMPLATES,
    SCRIPTS,
    STYLES,
    TEMPLATES,
    in_each,
    name,
    within,
)
from tests.factories.district import District
from tests.fakes.provider_servers.sendgrid import SendGridServer

pytestmark = pytest.mark.django_db

# The staff area frames signatures; its views have policies that say so.
FRAMES_OF_OUR_OWN = {"components/signature_preview.html"}
# Sent to be saved: no page of the website, and no policy goes along.
FILES_OF_THEIR_OWN = {"notifications/own_data_file.html"}


def test_no_public_template_has_what_the_strict_policy_would_block() -> None:
    found = [
        f"{name(template)} has {what}: {fault.group()!r}"
        for template in PUBLIC_TEMPLATES
        for what, pattern in FORBIDDEN.items()
        if (fault := pattern.search(template.read_text(encoding="utf-8")))
        and not (what == "a frame" and within(TEMPLATES, template) in FRAMES_OF_OUR_OWN)
        and not (what == "a style element" and within(TEMPLATES, template) in FILES_OF_THEIR_OWN)
    ]
    assert found == []


def test_no_style_sheet_or_script_asks_anything_of_another_server() -> None:
    assert in_each([*STYLES, *SCRIPTS], r"(?:https?:)?//[a-z0-9]+\.[a-z]") == []


def test_a_page_for_families_sets_no_cookie(client: Client, district: District) -> None:
    assert not client.get(district.school.url).cookies


Mail = Callable[..., Outgoing]


def test_nobody_is_watched(sendgrid: SendGridServer, mail: Mail) -> None:
    SendGridProvider().send(mail())
    tracking = sendgrid.asked[0].json()["tracking_settings"]
    assert {name: kind["enable"] for name, kind in tracking.items()} == {
        "click_tracking": False,
        "open_tracking": False,
        "subscription_tracking": False,
        "ganalytics": False,
    }
