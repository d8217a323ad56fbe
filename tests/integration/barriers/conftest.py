"""Fixtures: a visitor with a report, and an office to read it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from district_cms.barriers.models import BarrierReport
from district_cms.barriers.services import report_barrier
from district_cms.people.models import User
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.people import make_account

REPORT = "/accessibility/report/"
WORDS = "The menu of the lunch page cannot be opened with the keyboard."
VISITOR = "visitor@example.net"
MakeReport = Callable[..., BarrierReport]


@pytest.fixture
def visitor() -> Client:
    """A browser without an account."""
    return Client(enforce_csrf_checks=True)


def answers(**changed: Any) -> dict[str, Any]:
    """A valid form."""
    return {
        "what": WORDS,
        "page": "/juniper-creek/",
        "uses": ["keyboard"],
        "email": VISITOR,
        "phone": "",
        "language": "en",
        "website": "",
        **changed,
    }


@pytest.fixture
def office(district: District) -> User:
    """The only member of the communications office."""
    return make_account(Role.COMMUNICATIONS)


@pytest.fixture
def in_office(office: User, client: Client) -> Client:
    client.force_login(office)
    return client


@pytest.fixture
def make_report(district: District) -> MakeReport:
    def make(**changed: Any) -> BarrierReport:
        values: dict[str, Any] = {"what": WORDS, "page": "/juniper-creek/", "email": VISITOR}
        return report_barrier(**{**values, **changed})

    return make


def tree(page: str) -> Any:
    """The page, for XPath queries."""
    return html.fromstring(page)


def screen_of(report: BarrierReport) -> str:
    return reverse("barriers_office:inspect", args=[report.pk])
