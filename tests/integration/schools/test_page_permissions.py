"""A list of pages needs no query per row and has the same permissions as Wagtail's."""

from itertools import product

import pytest
from wagtail.models import PagePermissionTester

from tests.factories.district import District
from tests.factories.pages import make_draft, make_update, update_content
from tests.factories.people import make_superuser

pytestmark = pytest.mark.django_db


def test_delete_permissions_equal_wagtails(district: District) -> None:
    content = update_content(district.curriculum)
    pages = [
        *(district.classroom, district.teacher_page, district.school, district.home),
        make_update(district.classroom, **content),
        make_draft(district.classroom, owner=district.teacher, title="Begun"),
        make_draft(district.classroom, owner=district.principal, title="Begun too"),
    ]
    accounts = [district.teacher, district.principal, make_superuser()]
    for page, user, ignore_bulk in product(pages, accounts, (False, True)):
        ours, theirs = page.permissions_for_user(user), PagePermissionTester(user, page)
        assert ours.can_delete(ignore_bulk) == theirs.can_delete(ignore_bulk), (page, user)
