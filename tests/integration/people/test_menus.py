"""The editor's menus hold what a role uses."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Page

from district_cms.people.menus.left_out import FOREIGN_HELP, OF_THE_WHOLE_SITE, pages_below
from district_cms.people.roles import Role
from district_cms.people.viewsets import staff_viewset
from tests.factories.district import District
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db

SITE_WIDE = ("site_history", "aging_pages", "page_types_usage", "workflow", "workflow_tasks")


def home_of(user: object) -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home")).text


def test_teachers_and_principals_have_no_reports_of_the_whole_site(district: District) -> None:
    office = home_of(make_account(Role.COMMUNICATIONS))
    for name in SITE_WIDE:
        address = f'"{reverse(f"wagtailadmin_reports:{name}")}"'
        assert address in office
        for user in (district.teacher, district.principal):
            assert address not in home_of(user)
    assert "editor guide" not in home_of(district.teacher)


def test_what_is_left_out_is_named_as_wagtail_names_it() -> None:
    names = set()
    for hook in ("register_reports_menu_item", "register_help_menu_item"):
        names |= {make().name for make in hooks.get_hooks(hook)}
    assert names >= OF_THE_WHOLE_SITE | FOREIGN_HELP


def test_nothing_stands_above_what_must_be_done(district: District) -> None:
    home = home_of(district.teacher)
    main = home[home.index("<main") :]
    assert "summary" not in main[: main.index("your-classes")]


def test_the_first_screen_looks_up_its_site_once_for_all_that_it_counts(
    district: District,
) -> None:
    office = make_account(Role.COMMUNICATIONS)
    with CaptureQueriesContext(connection) as queries:
        home = home_of(office)
    assert f"{Page.objects.descendant_of(district.home, inclusive=True).count()} Pages" in home
    found = [each["sql"] for each in queries if 'WHERE "wagtailcore_site"."id" = ' in each["sql"]]
    assert len(found) == 1, found


def test_staff_in_the_menu_opens_the_list() -> None:
    assert staff_viewset.menu_url == reverse("staff:index")


def test_pages_below_one_are_all_of_its_branch_and_none_of_another(district: District) -> None:
    other = Page.get_first_root_node().add_child(instance=Page(title="Other", slug="other"))
    other.add_child(instance=Page(title="Below", slug="below"))
    for page in Page.objects.filter(depth__gt=1):
        assert pages_below(page) == Page.objects.descendant_of(page, inclusive=True).count()


def test_the_pages_of_the_site_are_not_counted_for_each_visit(district: District) -> None:
    office = make_account(Role.COMMUNICATIONS)
    first = home_of(office)
    with CaptureQueriesContext(connection) as queries:
        assert home_of(office).count(" Pages") == first.count(" Pages")
    counted = 'SELECT COUNT(*) AS "__count" FROM "wagtailcore_page"'
    assert not [each["sql"] for each in queries if each["sql"].startswith(counted)]
