"""An update that was written for the wrong class goes into the right one."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from classroom.models import ClassroomPage, UpdatePage
from classroom.services.moves import Moves, move_to_class
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_draft, make_teacher_page
from tests.factories.people import make_account, make_superuser
from tests.integration.classroom.walk import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(district: District) -> ClassroomPage:
    return make_classroom(district.teacher_page, title="Reading 3")


def of_the_same_day(walk: Walk, classroom: ClassroomPage) -> UpdatePage:
    """An update that has the address of the walk's one, in another class."""
    return make_draft(classroom, title="Already here", slug=walk.page.slug)


def test_nobody_moves_an_update_into_a_class_of_someone_else(district: District) -> None:
    page = make_teacher_page(district.other_school, title="Mr. Li", slug="mr-li")
    foreign = make_classroom(page, title="Science 7")
    walk = Walk.begin(district)
    with pytest.raises(PermissionDenied):
        move_to_class(update=walk.page, classroom=foreign, user=district.teacher)


def test_wagtails_way_to_move_an_update_leads_to_our_screen_which_moves_it(
    district: District, other: ClassroomPage, client: Client
) -> None:
    walk = Walk.begin(district)
    of_the_same_day(walk, other)
    client.force_login(district.teacher)
    wagtails = reverse("wagtailadmin_pages:move", args=[walk.pk])
    shown = client.get(wagtails, follow=True)
    assert "Reading 3 (2026-27)" in shown.text
    assert "Math 3 (2026-27)" not in shown.text
    ours = reverse("classroom_move_update", args=[walk.pk])
    assert shown.redirect_chain == [(ours, 302)]
    nothing = client.post(ours, {})
    assert "Select the class." in nothing.text
    done = client.post(ours, {"classroom": other.pk}, follow=True)
    assert "“Fractions on a number line” is in Reading 3 now." in done.text
    assert walk.page.get_parent().specific == other


@pytest.mark.parametrize("is_live", [False, True])
def test_whoever_may_move_it_as_wagtail_asks_may_move_it_here(
    district: District, other: ClassroomPage, is_live: bool
) -> None:
    walk = Walk.begin(district)
    if is_live:
        walk.submit().approve()
    elsewhere = make_classroom(
        make_teacher_page(district.other_school, title="Mr. Lind"), title="Science 7"
    )
    accounts = [
        *(district.teacher, district.principal, district.other_principal, make_superuser()),
        *(make_account(role) for role in (Role.COMMUNICATIONS, Role.ADMINISTRATOR)),
    ]
    for account in accounts:
        for classroom in (other, elsewhere):
            page = UpdatePage.objects.get(pk=walk.page.pk)
            if page.permissions_for_user(account).can_move_to(classroom):
                assert Moves(page, account).may_go_into(classroom), account
