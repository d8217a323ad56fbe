"""An update that was written for the wrong class goes into the right one."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from classroom.models import ClassroomPage, UpdatePage
from classroom.services.moves import MoveRefused, Moves, move_to_class
from district_cms.audit_log.models import AuditEntry
from district_cms.people.roles import Role
from tests.budgets import queries_of
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


def test_an_update_goes_into_a_class_that_has_one_of_the_same_day(
    district: District, other: ClassroomPage
) -> None:
    walk = Walk.begin(district)
    taken = of_the_same_day(walk, other)
    move_to_class(update=walk.page, classroom=other, user=district.teacher)
    assert walk.page.get_parent().specific == other
    assert walk.page.slug == f"{taken.slug}-2"
    assert walk.page.url_path == f"{other.url_path}{taken.slug}-2/"
    entry = AuditEntry.objects.get(action="classroom.move_to_class")
    assert (entry.data["from_class"], entry.data["to_class"]) == ("Math 3", "Reading 3")


def test_what_was_written_before_the_move_is_published_under_the_new_address(
    district: District, other: ClassroomPage
) -> None:
    walk = Walk.begin(district)
    of_the_same_day(walk, other)
    move_to_class(update=walk.page, classroom=other, user=district.teacher)
    walk.submit().approve()
    assert walk.page.live
    assert walk.page.url_path == f"{other.url_path}{walk.page.slug}/"
    assert walk.posting.classroom_id == other.pk


def test_the_address_stays_where_it_is_free(district: District, other: ClassroomPage) -> None:
    walk = Walk.begin(district)
    slug = walk.page.slug
    move_to_class(update=walk.page, classroom=other, user=district.teacher)
    assert walk.page.slug == slug


def test_what_waits_for_the_school_stays_where_it_is(
    district: District, other: ClassroomPage
) -> None:
    walk = Walk.begin(district).submit()
    with pytest.raises(MoveRefused, match="with the principal"):
        move_to_class(update=walk.page, classroom=other, user=district.principal)
    assert walk.page.get_parent().specific == district.classroom


def test_its_teacher_moves_what_is_live_and_the_posting_day_with_it(
    district: District, other: ClassroomPage, client: Client
) -> None:
    walk = Walk.begin(district).submit().approve()
    client.force_login(district.teacher)
    ours = reverse("classroom_move_update", args=[walk.pk])
    assert ours in client.get(reverse("wagtailadmin_pages:edit", args=[walk.pk])).text
    assert "Reading 3 (2026-27)" in client.get(ours).text
    client.post(ours, {"classroom": other.pk})
    assert walk.page.get_parent().specific == other
    assert walk.page.live
    assert walk.posting.classroom_id == other.pk


def test_what_is_live_goes_into_no_class_of_someone_else(district: District) -> None:
    walk = Walk.begin(district).submit().approve()
    for school, slug in ((district.school, "ms-ray"), (district.other_school, "mr-li")):
        foreign = make_classroom(make_teacher_page(school, title="Other", slug=slug), title="Art")
        with pytest.raises(PermissionDenied):
            move_to_class(update=walk.page, classroom=foreign, user=district.teacher)


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


def test_a_class_page_is_moved_as_wagtail_moves_it(district: District, client: Client) -> None:
    client.force_login(make_superuser())
    address = reverse("wagtailadmin_pages:move", args=[district.classroom.pk])
    assert client.get(address).status_code == 200


def test_a_stranger_learns_nothing(
    district: District, other: ClassroomPage, client: Client
) -> None:
    walk = Walk.begin(district)
    for name in ("wagtailadmin_pages:move", "classroom_move_update"):
        assert client.get(reverse(name, args=[walk.pk])).status_code == 302
    client.force_login(district.other_principal)
    assert client.get(reverse("classroom_move_update", args=[walk.pk])).status_code in (302, 403)


@pytest.mark.parametrize("is_live", [False, True])
def test_choosing_among_many_classes_asks_as_much_as_among_few(
    district: District, is_live: bool
) -> None:
    walk = Walk.begin(district)
    if is_live:
        walk.submit().approve()
    client = Client()
    client.force_login(district.teacher)
    address = reverse("classroom_move_update", args=[walk.page.pk])

    make_classroom(district.teacher_page, title="Reading 3")
    few = len(queries_of(client, address))
    for number in range(8):
        make_classroom(district.teacher_page, title=f"Reading 3, group {number}")
    assert len(queries_of(client, address)) <= few


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
