"""Approved statements: one wording is valid at a time, and every wording is recorded."""

import datetime as dt
import html
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.brand import uses
from district_cms.brand.models import Organization, Statement
from district_cms.brand.selectors import statements_of
from district_cms.brand.services import change_statement, retire_statement
from district_cms.brand.uses import Affected, Use
from district_cms.people.roles import Role
from district_cms.schools.models import HomePage
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def district(home: HomePage) -> Organization:
    return Organization.objects.get(kind=Organization.Kind.DISTRICT)


@pytest.fixture
def mission(district: Organization) -> Statement:
    return Statement.objects.create(
        kind=Statement.Kind.MISSION,
        organization=district,
        text="Every child is known.",
        owner="Board of Trustees",
    )


@pytest.fixture
def office(district: Organization, client: Client) -> Client:
    client.force_login(make_staff((Role.COMMUNICATIONS, None)).user)
    return client


def texts(district: Organization, on: dt.date) -> list[str]:
    return [each.text for each in statements_of([district.pk], on)]


def change(statement: Statement, text: str, day: dt.date) -> Statement:
    return change_statement(
        statement=statement, text=text, owner="Board", valid_from=day, user="office"
    )


def test_a_wording_replaced_on_its_first_day_is_never_valid(
    district: Organization, mission: Statement
) -> None:
    today = timezone.localdate()
    change(mission, "Second", today)
    change(mission, "Third", today)
    assert texts(district, today) == ["Third"]
    assert texts(district, today - DAY) == []
    assert Statement.objects.count() == 3


def test_changing_the_owner_creates_no_new_wording(mission: Statement) -> None:
    same = change(mission, mission.text, timezone.localdate())
    assert (same.pk, same.owner, same.version) == (mission.pk, "Board", 1)


def test_languages_and_organizations_have_their_own_wordings(
    district: Organization, mission: Statement
) -> None:
    Statement.objects.create(
        kind=mission.kind, organization=district, language="es", text="Cada niño", owner="Board"
    )
    other = Organization.objects.create(kind=Organization.Kind.SCHOOL, name="Juniper Creek")
    Statement.objects.create(kind=mission.kind, organization=other, text="We read.", owner="X")
    today = timezone.localdate()
    retire_statement(statement=mission, last_day=today, user="office")
    assert texts(district, today) == ["Every child is known.", "Cada niño"]
    assert texts(district, today + DAY) == ["Cada niño"]
    both = statements_of([other.pk, district.pk], today + DAY)
    assert [each.organization.name for each in both] == [
        "Larkspur Valley Public Schools",
        "Juniper Creek",
    ]


def test_a_second_statement_of_the_same_kind_is_refused(
    district: Organization, mission: Statement
) -> None:
    twin = Statement(kind=mission.kind, organization=district, text="Another", owner="Board")
    with pytest.raises(ValidationError, match="This statement already exists"):
        twin.full_clean()


def test_the_office_changes_a_wording_after_seeing_who_uses_it(
    office: Client, mission: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    says = Use("Email signatures", 1, lambda start, number: [Affected("Elena Rivera")])
    monkeypatch.setattr(uses, "_registered", [lambda item: says])
    address = reverse("statements:edit", args=[mission.pk])
    assert "Elena Rivera" in office.get(address).text
    day = timezone.localdate().isoformat()
    said = {"text": "Every child thrives.", "owner": "Board", "valid_from": day}
    assert "Please confirm this first." in html.unescape(office.post(address, said).text)
    assert office.post(address, said | {"confirm": "on"}).status_code == 302
    assert [*Statement.objects.order_by("version").values_list("text", "valid_to")] == [
        ("Every child is known.", timezone.localdate() - DAY),
        ("Every child thrives.", None),
    ]
    listed = office.get(reverse("statements:index")).text
    assert "Every child thrives." in listed
    assert "Every child is known." not in listed
    newest = Statement.objects.get(version=2)
    assert "Every child is known." in office.get(reverse("statements:edit", args=[newest.pk])).text
    retire = reverse("statements:retire", args=[newest.pk])
    assert office.post(retire, {"last_day": day, "confirm": "on"}).status_code == 302
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert [*actions][-2:] == ["statement.changed", "statement.retired"]


def test_the_office_adds_a_statement_and_nobody_deletes_one(
    office: Client, district: Organization
) -> None:
    said: dict[str, Any] = {
        "kind": "vision",
        "organization": district.pk,
        "language": "en",
        "text": "A valley that learns.",
        "owner": "Board of Trustees",
        "valid_from": timezone.localdate().isoformat(),
    }
    response = office.post(reverse("statements:add"), said)
    assert response.status_code == 302, response.context["form"].errors
    assert AuditEntry.objects.filter(action="statement.added").count() == 1
    with pytest.raises(NoReverseMatch):
        reverse("statements:delete", args=[Statement.objects.get().pk])
