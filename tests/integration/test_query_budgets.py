"""Every page and screen asks the database as little as its budget says, in the small district, and
whatever is sent to one of their forms, the answer is never "Server Error"."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker
from time_machine import travel

from classroom.models import UpdatePage
from tests.budgets import (
    AUTOSAVE_IN_EDITOR,
    AUTOSAVE_IN_SHORT_FORM,
    BUDGETS,
    EXCESS,
    LARGE,
    SLOW,
    check,
    kilobytes_for,
)
from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import make_draft, update_content
from tests.integration.classroom.composing import COMPOSE, JSON, form_of
from tests.integration.classroom.composing import address as compose_address
from tests.integration.conftest import NOVEMBER, Clock, moment
from tests.integration.web.sent_forms import changed, changes, few, forms_of_screens, send, undone
from tests.screens import SCREENS
from tests.world import World, find_faults, small_world

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("query-budgets")]


@pytest.fixture(scope="module")
def inhabited(built: District, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The district of this module, with what the screens show, undone with it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with travel(moment(NOVEMBER), tick=False):
            world = small_world(built)
            find_faults([world.update, world.classroom, world.school])
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(inhabited: World, db: None, clock: Clock) -> World:
    clock(NOVEMBER)
    return inhabited


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    """What the screens of this module's district have answered, by address."""
    return {}


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_keeps_its_budget(name: str, world: World, drawn: dict[str, bytes]) -> None:
    made = check(SCREENS[name], world, at_size=False)
    drawn[made.address] = made.answer


def test_autosave_keeps_its_budget(world: World) -> None:
    teacher = Client()
    teacher.force_login(world.accounts["teacher"])
    content = update_content(world.curriculum)
    draft = make_draft(world.classroom, owner=world.accounts["teacher"], **content)
    editor = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    first = teacher.post(editor, update_form(content), headers=JSON).json()
    form = update_form(content, overwrite_revision_id=str(first["revision_id"]), title="Halves")
    with CaptureQueriesContext(connection) as queries:
        assert teacher.post(editor, form, headers=JSON).json()["success"]
    assert len(queries) <= AUTOSAVE_IN_EDITOR
    assert UpdatePage.objects.get(pk=draft.pk).title == "Halves"

    form = form_of(teacher.get(compose_address(world.classroom))) | {"lesson": "One half."}
    begun = teacher.post(reverse(COMPOSE), form, headers=JSON).json()
    form |= {"lesson": "One third.", "overwrite_revision_id": begun["loaded_revision_id"]}
    form |= {name: begun[name] for name in ("loaded_revision_id", "loaded_revision_created_at")}
    with CaptureQueriesContext(connection) as queries:
        assert teacher.post(begun["address"], form, headers=JSON).status_code == 200
    assert len(queries) <= AUTOSAVE_IN_SHORT_FORM
    assert "One third." in str(UpdatePage.objects.get(pk=begun["pk"]).lesson)


def test_no_form_of_any_screen_ends_in_a_server_error(
    world: World, drawn: dict[str, bytes]
) -> None:
    """A new screen is among them once the inventory has it."""
    clients = clients_of(world)
    forms = forms_of_screens(world, clients, drawn)
    assert len(forms) > 60

    @few(60)
    @given(st.sampled_from(range(len(forms))), changes)
    def run(number: int, made: list[tuple[int, str, str]]) -> None:
        role, address, form = forms[number]
        with undone():
            send(clients[role], address, changed(form, made))

    run()


def clients_of(world: World) -> dict[str | None, Client]:
    """One for each account, signed in, and one for a visitor."""
    clients: dict[str | None, Client] = {None: Client()}
    for role, account in world.accounts.items():
        clients[role] = Client()
        clients[role].force_login(account)
    return clients


def test_what_is_listed_as_too_much_is_a_screen_and_is_too_much() -> None:
    assert EXCESS.keys() | LARGE.keys() | SLOW <= SCREENS.keys()
    for listed, budget in ((EXCESS, BUDGETS.__getitem__), (LARGE, _kilobytes)):
        for name, excess in listed.items():
            for number in (excess.small, excess.at_size):
                assert number is None or number > budget(name)


def _kilobytes(name: str) -> int:
    return kilobytes_for(SCREENS[name])
