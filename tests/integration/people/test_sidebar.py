"""The editor's menu: how many destinations each role has, and that it leads to every screen."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from district_cms.people.models import User
from district_cms.people.sidebar import GROUPS, registered
from tests.integration.conftest import NOVEMBER, Clock
from tests.integration.test_query_budgets import inhabited
from tests.measured import Tell
from tests.world import World

__all__ = ["inhabited"]  # fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("query-budgets")]

# Without Account and Log out, which Wagtail's menu adds in the browser.
AT_MOST: Final = {"office": 22, "administrator": 26, "principal": 11, "teacher": 8}
# Wagtail's own, for which the district has screens of its own or no use. They still have addresses.
LEFT_OUT: Final = {
    *("wagtailadmin_workflows:index", "wagtailadmin_workflows:task_index"),
    *("wagtailadmin_reports:workflow", "wagtailadmin_reports:workflow_tasks"),
    *("wagtailadmin_reports:locked_pages", "wagtailadmin_reports:aging_pages"),
    *("wagtailadmin_reports:page_types_usage", "wagtailsnippets:index"),
}
SITE_HISTORY: Final = "/admin/reports/site-history/"
TAB: Final = re.compile(r'<a class="sidebar-tabs__tab[^"]*" href="([^"]+)"( aria-current="page")?')


def request_of(account: User) -> HttpRequest:
    request = RequestFactory().get(reverse("wagtailadmin_home"))
    request.user = account
    return request


def links(components: list[Any]) -> Iterator[Any]:
    for component in components:
        if hasattr(component, "menu_items"):
            yield from links(component.menu_items)
        else:
            yield component


def destinations(account: User) -> list[str]:
    return [str(each.url) for each in links(admin_menu.render_component(request_of(account)))]


def screens_of(account: User) -> set[str]:
    """The addresses of all screens that rooms and Wagtail have for the menu."""
    request = request_of(account)
    shown = {str(item.url) for item in registered(admin_menu) if item.is_shown(request)}
    shown -= {reverse(name) for name in LEFT_OUT}
    return {address for address in shown if address.startswith("/")}


def test_each_role_has_few_destinations(inhabited: World, clock: Clock, tell: Tell) -> None:
    clock(NOVEMBER)
    numbers = {role: len(destinations(inhabited.accounts[role])) for role in AT_MOST}
    parts = [f"{role}: {number} of at most {AT_MOST[role]}" for role, number in numbers.items()]
    tell(f"destinations, {'; '.join(parts)}")
    assert all(numbers[role] <= most for role, most in AT_MOST.items()), numbers


@pytest.mark.parametrize("role", AT_MOST)
def test_every_screen_is_a_destination_or_a_tab_of_one(
    role: str, inhabited: World, clock: Clock, client: Client
) -> None:
    clock(NOVEMBER)
    account = inhabited.accounts[role]
    client.force_login(account)
    reached: set[str] = set()
    for address in destinations(account):
        if not address.startswith("/"):
            continue
        tabs = tabs_at(client, address) or {address: True}
        reached |= set(tabs)
        for tab in tabs:
            shown = tabs_at(client, tab)
            assert list(shown) == (list(tabs) if len(tabs) > 1 else []), tab
            assert [each for each, here in shown.items() if here] == ([tab] if shown else [])
    assert reached == screens_of(account) - (set() if role == "administrator" else {SITE_HISTORY})


def tabs_at(client: Client, address: str) -> dict[str, bool]:
    """The addresses of a screen's tabs, and whether each is the screen itself."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return {tab: bool(here) for tab, here in TAB.findall(answer.text)}


def test_every_screen_of_the_menu_is_in_the_table_or_left_out() -> None:
    screens = {screen for group in GROUPS for each in group.destinations for screen in each.screens}
    assert not screens & LEFT_OUT
    table = {reverse(name, args=rest) for name, *rest in (each.split("/") for each in screens)}
    items = {str(item.url) for item in registered(admin_menu) if str(item.url).startswith("/")}
    assert items - {reverse("guides")} == table | {reverse(name) for name in LEFT_OUT}


def test_wagtails_editor_guide_is_left_out(inhabited: World, clock: Clock) -> None:
    clock(NOVEMBER)
    for role in (*AT_MOST, "superuser"):
        assert all(address[0] in "/#" for address in destinations(inhabited.accounts[role]))


def test_the_destination_of_the_open_tab_is_the_one_that_is_marked(inhabited: World) -> None:
    """The menu marks the link whose address is the start of the current one."""
    request = RequestFactory().get(reverse("outbox:index") + "7/")
    request.user = inhabited.accounts["office"]
    addresses = [str(each.url) for each in links(admin_menu.render_component(request))]
    assert reverse("outbox:index") in addresses
    assert reverse("deliveries:index") not in addresses
