"""A list of pages asks no question a line, and says what Wagtail says of each page."""

from copy import copy
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PagePermissionTester

from classroom.models import ClassroomTeacher
from tests.factories.district import District
from tests.factories.pages import make_draft, make_update, update_content
from tests.factories.people import fresh, make_superuser

pytestmark = pytest.mark.django_db


def test_who_may_delete_a_page_is_what_wagtail_says(district: District) -> None:
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


def test_of_what_is_live_a_teacher_is_answered_without_a_look_below_it(
    district: District,
) -> None:
    update = make_update(district.classroom, **update_content(district.curriculum))
    with CaptureQueriesContext(connection) as queries:
        assert not update.permissions_for_user(district.teacher).can_delete()
    assert not [query for query in queries if "LIKE" in query["sql"]]


def test_they_are_kept_for_one_page_and_account_and_for_no_other(district: District) -> None:
    update = make_update(district.classroom, **update_content(district.curriculum))
    teacher = district.teacher
    kept = update.permissions_for_user(teacher)
    assert update.permissions_for_user(teacher) is kept
    assert copy(update).permissions_for_user(teacher) is not kept
    # As another request has the account: what it may do may have changed meanwhile.
    ClassroomTeacher.objects.all().delete()
    assert kept.can_edit()
    assert not update.permissions_for_user(fresh(teacher)).can_edit()
    assert update.permissions_for_user(district.principal).can_publish()
    assert not update.permissions_for_user(fresh(teacher)).can_publish()


def test_a_page_that_was_moved_is_asked_about_anew(district: District) -> None:
    update = make_update(district.classroom, **update_content(district.curriculum))
    teacher = district.teacher
    assert update.permissions_for_user(teacher).can_edit()
    update.path = update.path.replace(district.school.path, f"{district.home.path}9999")
    assert not update.permissions_for_user(teacher).can_edit()
