"""The editor's menus hold what a role uses."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from district_cms.people.menus import pages_below
from district_cms.people.viewsets import staff_viewset
from tests.factories.district import District

pytestmark = pytest.mark.django_db


def test_staff_in_the_menu_opens_the_list() -> None:
    assert staff_viewset.menu_url == reverse("staff:index")


def test_pages_below_one_are_all_of_its_branch_and_none_of_another(district: District) -> None:
    other = Page.get_first_root_node().add_child(instance=Page(title="Other", slug="other"))
    other.add_child(instance=Page(title="Below", slug="below"))
    for page in Page.objects.filter(depth__gt=1):
        assert pages_below(page) == Page.objects.descendant_of(page, inclusive=True).count()
