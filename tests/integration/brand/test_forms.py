"""Every form of the office's screens about the brand and signatures is sent to its own address."""

import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from district_cms.audit_log.models import AuditEntry
from district_cms.brand import uses
from district_cms.brand.colors import mail_color
from district_cms.brand.models import Logo, Organization, Statement, WebsiteLook
from district_cms.people.roles import Role
from district_cms.schools.models import HomePage
from tests.factories import media
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db

SCREENS = (
    "logos:add",
    "logos:edit",
    "logos:replace",
    "logos:retire",
    "logos:again",
    "logos:delete",
    "organizations:add",
    "organizations:edit",
    "organizations:delete",
    "statements:add",
    "statements:edit",
    "statements:retire",
)
_FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>', re.IGNORECASE)
_ACTION = re.compile(r'\baction="([^"]*)"')


@pytest.fixture
def office(home: HomePage, client: Client, settings: Settings, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(make_staff((Role.COMMUNICATIONS, None)).user)
    return client


@pytest.fixture
def objects(office: Client, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Creates one unused object of each kind, by the name of its screens."""
    monkeypatch.setattr(uses, "_registered", [])
    council = Organization.objects.create(name="Mountain Council")
    logo = Logo.objects.create(
        name="District",
        description="A flower",
        organization=Organization.objects.get(kind=Organization.Kind.DISTRICT),
        file=ContentFile(media.png(image=media.drawing(size=(300, 240))), name="a.png"),
    )
    mission = Statement.objects.create(
        kind=Statement.Kind.MISSION, organization=logo.organization, text="We read.", owner="Board"
    )
    return {"logos": logo.pk, "organizations": council.pk, "statements": mission.pk}


def actions(page: str) -> set[str]:
    """Returns the addresses of the screen's own forms; "" is the screen itself. Leaves out the
    sidebar's sign-out form."""
    found = set()
    for form in _FORM.findall(page):
        action = _ACTION.search(form)
        found.add(action[1] if action else "")
    return found - {reverse("wagtailadmin_logout")}


def test_the_look_is_sent_to_its_own_address_and_its_change_is_in_the_log(office: Client) -> None:
    look = WebsiteLook.load()
    address = reverse("wagtailsettings:edit", args=["brand", "websitelook", look.pk])
    page = office.get(address).text
    assert actions(page) == {address}
    assert "The first one registered" in page
    said = {"mark": "", "color": "#7BC47F"}
    for _time in range(2):  # the second time nothing changes
        assert office.post(address, said).status_code == 302
    entry = AuditEntry.objects.get(action="website_look.changed")
    assert entry.data["before"] == {"mark": "", "color": "", "hue": 250, "strength": "0.12"}
    after = {"mark": "", "color": "#7BC47F", "hue": 145, "strength": "0.12"}
    assert entry.data["after"] == after
    page = office.get(address).text
    assert 'value="#7BC47F"' in page
    used = mail_color(145, 0.12)
    assert f"On the website: {used}, darker. White words on it have a contrast of " in page
    for wrong in ("", "green", "#12345"):
        assert office.post(address, {"mark": "", "color": wrong}).status_code == 200
    assert WebsiteLook.load().color == "#7BC47F"


def test_what_is_done_with_professional_organizations_is_in_the_log(office: Client) -> None:
    office.post(reverse("organizations:add"), {"name": "Reading Council"})
    council = Organization.objects.get(kind=Organization.Kind.PROFESSIONAL)
    office.post(reverse("organizations:edit", args=[council.pk]), {"name": "State Reading Council"})
    office.post(reverse("organizations:delete", args=[council.pk]))
    entries = AuditEntry.objects.filter(action__startswith="organization.").order_by("pk")
    assert [(each.action, each.data["name"], each.data.get("before")) for each in entries] == [
        ("organization.added", "Reading Council", ""),
        ("organization.changed", "State Reading Council", "Reading Council"),
        ("organization.deleted", "State Reading Council", None),
    ]
