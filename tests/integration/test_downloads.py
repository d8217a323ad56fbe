"""Nothing on the way keeps a file that somebody saves, nor does the browser: each says so."""

from typing import Any, Final

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from district_cms.web.middleware import FeaturesAndResources
from tests.integration.conftest import Clock
from tests.integration.test_query_budgets import inhabited
from tests.opened import Address, at
from tests.screens import SCREENS
from tests.world import World

__all__ = ["inhabited"]  # fixtures

pytestmark = pytest.mark.django_db

# What no list of Wagtail's offers, with the form that asks for it, or None; what takes a reason or
# a code first, its own test asks for.
FILES: Final[dict[str, tuple[str, Address, dict[str, str] | None]]] = {
    "explanations": ("superuser", at("deviations:download"), {}),
    "personal phones and accounts": ("superuser", at("authorizations:download"), {}),
    "figures": ("superuser", at("figures_export"), {"table": "posting-days"}),
    "signatures of staff": ("superuser", at("signatures_of_staff:download"), {}),
}


def has_file(address: str) -> bool:
    view: Any = getattr(resolve(address.partition("?")[0]).func, "view_class", None)
    return view is not None and issubclass(view, SpreadsheetExportMixin)


def with_export(address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}export=csv"


def test_every_list_and_every_file_is_kept_by_nobody(
    inhabited: World, client: Client, clock: Clock
) -> None:
    clock("2026-11-10 09:00")
    found: dict[str, str] = {}
    for name, screen in SCREENS.items():
        address = screen.address(inhabited)
        if screen.role is None or not has_file(address):
            continue
        client.force_login(inhabited.accounts[screen.role])
        answer = client.get(with_export(address))
        if answer.get("Content-Disposition", "").startswith("attachment"):
            found[name] = answer["Cache-Control"]
    assert len(found) > 15
    for name, (role, address, form) in FILES.items():
        client.force_login(inhabited.accounts[role])
        where = address(inhabited)
        answer = client.get(where) if form is None else client.post(where, form)
        assert answer.get("Content-Disposition", "").startswith("attachment"), name
        found[name] = answer["Cache-Control"]
    assert {name: said for name, said in found.items() if said != "no-store"} == {}


@pytest.mark.parametrize(
    ("disposition", "says", "then"),
    [
        ('attachment; filename="a.csv"', None, "no-store"),
        ('attachment; filename="a.csv"', "private", "no-store"),
        ('Attachment; filename="a.csv"', "max-age=60", "no-store"),
        ('attachment; filename="a.pdf"', "max-age=3600, public", "max-age=3600, public"),
        ('inline; filename="a.ics"', "private, no-cache", "private, no-cache"),
        (None, None, "private"),
    ],
)
def test_a_file_to_save_is_kept_by_nobody_unless_it_is_public(
    disposition: str | None, says: str | None, then: str, rf: RequestFactory
) -> None:
    heads = {"Content-Disposition": disposition, "Cache-Control": says}
    answer = HttpResponse("x", headers={name: said for name, said in heads.items() if said})
    assert FeaturesAndResources(lambda request: answer)(rf.get("/"))["Cache-Control"] == then
