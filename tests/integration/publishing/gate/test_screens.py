"""The screens of exceptions and of the gate record: who sees them, and what they say."""

import datetime as dt
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from classroom.models import UpdatePage
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.publishing.answers import confirm_findings
from district_cms.publishing.exceptions import end_exception, make_exception
from district_cms.publishing.models import AccessibilitySettings, GateException
from tests.factories.people import make_account
from tests.integration.publishing.gate.questions import asking, questions
from tests.integration.publishing.paths.routes import edit
from tests.integration.publishing.paths.world import MISSING, PRIVATE, UNSEEN, World, signed_in

pytestmark = pytest.mark.django_db

REASON = "The picture is needed for tonight's notice."


@pytest.fixture
def administrator(world: World) -> User:
    return make_account(Role.ADMINISTRATOR)


@pytest.fixture
def client(administrator: User) -> Client:
    return signed_in(administrator)


@pytest.fixture
def page(world: World) -> UpdatePage:
    return world.draft(world.bad(UNSEEN))


def making(page: Page) -> str:
    return reverse("publishing_make_exception", args=[page.pk])


def text(response: Any) -> str:
    return unescape(response.content.decode())


def make_one(page: Page, user: User) -> GateException:
    return make_exception(
        page=page,
        findings=page.blocking_findings(),
        reason=REASON,
        last_day=timezone.localdate(),
        user=user,
    )


def form(page: Page, **values: Any) -> dict[str, Any]:
    return {
        "findings": [finding.fingerprint for finding in page.blocking_findings()],
        "reason": REASON,
        "last_day": timezone.localdate().isoformat(),
        **values,
    }


# ---------------------------------------------------------------- making one


def test_the_form_offers_what_can_be_excepted_and_says_what_cannot(
    client: Client, world: World
) -> None:
    content = world.good(**UNSEEN.content(world), **PRIVATE.content(world))

    response = client.get(making(world.draft(content)))

    offered = response.context["form"].fields["findings"].choices
    assert [label for _mark, label in offered] == [
        "This picture has no description. (Accessibility: must)"
    ]
    shown = text(response)
    assert PRIVATE.says in shown
    assert "There are no exceptions" in shown


def test_an_exception_is_made_for_what_was_ticked(
    client: Client, page: UpdatePage, administrator: User
) -> None:
    response = client.post(making(page), form(page), follow=True)

    assert response.redirect_chain == [(edit(page), 302)]
    assert "may go live with this exception" in text(response)
    exception = GateException.objects.get()
    assert (exception.reason, exception.by_id) == (REASON, administrator.pk)


@pytest.mark.parametrize("field, value, says", [
    ("reason", "urgent", "at least 20 characters"),
    ("reason", "", "Say why"),
    ("last_day", "2099-01-01", "at most 14 days"),
    ("findings", [], "Choose what the exception is for"),
    ("findings", ["0" * 32], "not one of the available choices"),
])  # fmt: skip
def test_errors_are_shown_at_their_fields(
    field: str, value: Any, says: str, client: Client, page: UpdatePage
) -> None:
    response = client.post(making(page), form(page, **{field: value}))

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert says in text(response)
    assert not GateException.objects.exists()


def test_the_day_that_is_proposed_is_the_last_that_the_district_allows(
    client: Client, page: UpdatePage
) -> None:
    AccessibilitySettings.objects.create(exception_days=3)

    proposed = client.get(making(page)).context["form"]["last_day"].value()

    assert proposed == timezone.localdate() + dt.timedelta(days=3)


@pytest.mark.parametrize("content", ["good", "missing"])
def test_where_nothing_can_be_excepted_no_form_is_shown(
    content: str, client: Client, world: World
) -> None:
    page = world.draft(world.good() if content == "good" else world.bad(MISSING))

    response = client.get(making(page))

    assert "<form" not in text(response).partition("gate-exception")[2]
    assert ("There are no exceptions" in text(response)) is (content == "missing")


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL, Role.COMMUNICATIONS])
def test_nobody_else_makes_one(role: Role, world: World, page: UpdatePage) -> None:
    client = signed_in(make_account(role, world.district.school))

    for answer in (client.get(making(page)), client.post(making(page), form(page))):
        assert answer.status_code in {302, 403}

    assert not GateException.objects.exists()


# ---------------------------------------------------------------- the list
def listed(client: Client) -> Any:
    return client.get(reverse("publishing_exceptions"))


def test_the_list_tells_those_in_force_from_those_that_are_over(
    client: Client, page: UpdatePage, administrator: User, world: World
) -> None:
    other = world.draft(world.bad(UNSEEN))
    ended = make_one(other, administrator)
    end_exception(exception=ended, user=administrator)
    held = make_one(page, administrator)

    response = listed(client)

    assert list(response.context["in_force"]) == [held]
    assert list(response.context["past"]) == [ended]
    shown = text(response)
    for words in (
        REASON,
        administrator.get_full_name(),
        "This picture has no description",
        "ended by",
    ):
        assert words in shown


def test_an_exception_is_ended_from_the_list(
    client: Client, page: UpdatePage, administrator: User
) -> None:
    exception = make_one(page, administrator)
    address = reverse("publishing_end_exception", args=[exception.pk])

    assert client.get(address).status_code == 405
    response = client.post(address, follow=True)

    assert "What is live stays live" in text(response)
    assert not GateException.objects.in_force().exists()


@pytest.mark.parametrize("role, sees", [
    (Role.TEACHER, False),
    (Role.PRINCIPAL, False),
    (Role.COMMUNICATIONS, True),
    (Role.ADMINISTRATOR, True),
])  # fmt: skip
def test_the_district_office_reads_the_list_and_only_administrators_end(
    role: Role, sees: bool, page: UpdatePage, administrator: User, world: World
) -> None:
    exception = make_one(page, administrator)
    client = signed_in(make_account(role, world.district.school))

    response = listed(client)
    assert (response.status_code == 200) is sees
    if sees:
        assert ("End it now" in text(response)) is (role == Role.ADMINISTRATOR)
    if role != Role.ADMINISTRATOR:
        client.post(reverse("publishing_end_exception", args=[exception.pk]))
        assert GateException.objects.in_force().exists()


# ---------------------------------------------------------------- the record
def test_the_record_of_a_page_says_who_confirmed_what_and_when(
    client: Client, world: World
) -> None:
    page = world.draft(asking(world))
    teacher = world.district.teacher
    found = questions(page)
    notes = {found[0].fingerprint: "Every part of it matters."}
    confirm_findings(subject=page, findings=found, user=teacher, notes=notes)
    page.get_latest_revision().publish()

    shown = text(client.get(reverse("publishing_page_record", args=[page.translation_key])))

    assert f"Check history of “{page.title}”" in shown
    assert f"Checked by {teacher.get_full_name()}" in shown
    assert "Every part of it matters." in shown
    assert "WCAG 1.1.1" in shown


def test_the_record_shows_unconfirmed_and_excepted_findings(
    client: Client, page: UpdatePage, administrator: User, world: World
) -> None:
    make_one(page, administrator)
    page.get_latest_revision().publish()
    other = world.draft(asking(world))
    other.get_latest_revision().publish()

    shown = text(client.get(reverse("publishing_record")))

    assert f"Exception by {administrator.get_full_name()}" in shown
    assert REASON in shown
    assert "Not confirmed" in shown


@pytest.mark.parametrize("role, reads", [
    (Role.TEACHER, False),
    (Role.PRINCIPAL, False),
    (Role.COMMUNICATIONS, True),
    (Role.ADMINISTRATOR, True),
])  # fmt: skip
def test_the_record_is_read_by_the_district_office(role: Role, reads: bool, world: World) -> None:
    client = signed_in(make_account(role, world.district.school))
    page = world.older()

    for name, arguments in (
        ("publishing_record", []),
        ("publishing_page_record", [page.translation_key]),
    ):
        response = client.get(reverse(name, args=arguments))
        assert (response.status_code == 200) is reads


def test_markup_in_a_note_stays_text(client: Client, world: World) -> None:
    page = world.draft(asking(world))
    found = questions(page)
    notes = {found[0].fingerprint: "<b id='x'>needed</b>"}
    confirm_findings(subject=page, findings=found, user=world.office, notes=notes)
    page.get_latest_revision().publish()

    shown = client.get(reverse("publishing_record")).content.decode()

    assert "&lt;b id=&#x27;x&#x27;&gt;needed" in shown


# ---------------------------------------------------------------- the ways there
@pytest.mark.parametrize("role, record, making_one", [
    (Role.TEACHER, False, False),
    (Role.PRINCIPAL, False, False),
    (Role.COMMUNICATIONS, True, False),
    (Role.ADMINISTRATOR, True, True),
])  # fmt: skip
def test_the_editor_links_there_for_permitted_users(
    role: Role, record: bool, making_one: bool, world: World
) -> None:
    draft = world.draft(world.good())
    user = (
        world.district.teacher
        if role == Role.TEACHER
        else make_account(role, world.district.school)
    )

    shown = signed_in(user).get(edit(draft)).content.decode()

    of_page = reverse("publishing_page_record", args=[draft.translation_key])
    assert (of_page in shown) is record
    assert (making(draft) in shown) is making_one
