"""Whatever is sent to a form, the answer is never "Server Error".

Each example takes a form as its screen gives it, changes a few of its fields into something that
nobody means, and sends it. The examples are the same in every run. What one wrote
is undone before the next.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from wagtail.fields import StreamField
from wagtail.models import Page

from classroom.models import ClassroomTeacher
from district_cms.people.models import User
from district_cms.publishing.models import AccessibilitySettings, ProcedureSettings
from district_cms.schools.models import DistrictSettings
from notifications.families.tokens import preferences_token, stop_token
from tests.factories.district import District
from tests.factories.editor import make_picture, update_form
from tests.factories.pages import make_classroom, make_standard_page, update_content
from tests.screens import SCREENS
from tests.world import World, small_world

pytestmark = pytest.mark.django_db

CRAFTED = (
    *("", " ", "x", "-1", "0", "1", "1.5", "9" * 30, "٣", "null", "[]", "{}", '{"blocks": 1}'),
    *("\x00", "a\x00b", "é" * 300, "a" * 3000, "ß" * 300, "İ" * 200, "\u202e", "\ufffe", "💥"),
    *("0001-01-01", "9999-12-31", "2026-02-30", "2026-11-24T99:99", "24:00", "1e400", "NaN"),
    *(
        "../../etc/passwd",
        "//example.net",
        "javascript:1",
        "http://[",
        "<script>",
        "%s%n",
        "' OR 1",
    ),
    *("ada@example.net", "ada@straße.example", "\u017f@example.net", "ada@larkspur.example"),
)
HOW = ("set", "drop", "twice", "drop all with its beginning")
values = st.sampled_from(CRAFTED) | st.text(max_size=20)
changes = st.lists(
    st.tuples(st.integers(0, 400), st.sampled_from(HOW), values), min_size=1, max_size=3
)
Form = dict[str, list[str]]


def few(examples: int) -> Callable[..., Any]:
    """So many examples, the same in every run, however busy the machine is."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@contextmanager
def undone() -> Iterator[None]:
    """Not `atomic`: inside it, what must not be undone (a count) would refuse to be written."""
    point = transaction.savepoint_create()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
        for cache in caches.all(initialized_only=True):
            cache.clear()


def form_of(client: Client, address: str) -> Form:
    """The largest form of a screen, as a browser would send it back."""
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    forms = posted(html.fromstring(response.content))
    assert forms, address
    return as_sent(max(forms, key=lambda form: len(form.inputs)))


def posted(page: Any) -> list[Any]:
    found: list[Any] = page.xpath("//form[@method='post' or @method='POST']")
    return found


def as_sent(form: Any) -> Form:
    found: Form = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    for field in form.inputs:
        if field.name:
            found.setdefault(field.name, [])
    return found


def changed(form: Form, changes: list[tuple[int, str, str]]) -> Form:
    sent = {name: list(values) for name, values in form.items()}
    for number, how, value in changes:
        names = sorted(sent)
        if not names:
            break
        name = names[number % len(names)]
        if how == "set":
            sent[name] = [value]
        elif how == "twice":
            sent[name] = [*sent[name], value]
        elif how == "drop":
            del sent[name]
        else:
            beginning = name.partition("-")[0]
            sent = {key: kept for key, kept in sent.items() if not key.startswith(beginning)}
    return sent


def send(client: Client, address: str, form: Form) -> None:
    """The test's client raises what the site would answer with "Server Error"."""
    assert client.post(address, form).status_code < 500


def page_form(client: Client, page: Page) -> tuple[str, Form]:
    """A page's form; its streams, which a script draws, as they are when empty."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = form_of(client, address)
    for field in page.specific._meta.get_fields():
        if isinstance(field, StreamField):
            form[f"{field.name}-count"] = ["0"]
    return address, form


def editor_forms(client: Client, world: World) -> list[tuple[str, Form]]:
    """Every form of the editor that is ours, or that holds something of ours."""
    new_update = ["classroom", "updatepage", world.classroom.pk]
    new_class = ["classroom", "classroompage", world.teacher_page.pk]
    picture = make_picture()
    make_classroom(world.teacher_page, title="Reading 3")  # into which an update can move
    addresses = [
        reverse("staff:add"),
        reverse("staff:edit", args=[world.staff.pk]),
        reverse("wagtailusers_users:add"),
        reverse("wagtailusers_users:edit", args=[world.staff.user_id]),
        reverse("class-assignments:add"),
        reverse("class-assignments:edit", args=[ClassroomTeacher.objects.all()[0].pk]),
        reverse("school-years:add"),
        reverse("school-years:edit", args=[world.year.pk]),
        reverse("school-years:import_calendar", args=[world.year.pk]),
        reverse("organizations:add"),
        reverse("logos:add"),
        reverse("wagtailimages:edit", args=[picture.pk]),
        reverse("wagtailadmin_pages:copy", args=[world.update.pk]),
        reverse("wagtailadmin_pages:move", args=[world.classroom.pk]),
        reverse("classroom_move_update", args=[world.update.pk]),
        reverse("wagtailadmin_pages:add", args=new_class),
        reverse("notifications_class_mail", args=[world.classroom.pk]),
        reverse("wagtailadmin_account"),
        *(
            reverse("wagtailsettings:edit", args=[kind._meta.app_label, kind._meta.model_name, pk])
            for kind, pk in (
                (ProcedureSettings, ProcedureSettings.load().pk),
                (AccessibilitySettings, AccessibilitySettings.load().pk),
                (DistrictSettings, DistrictSettings.load().pk),
            )
        ),
    ]
    forms = [(address, form_of(client, address)) for address in addresses]
    pages = (world.update, world.classroom, world.teacher_page, world.school, world.standard)
    forms += [page_form(client, page) for page in (*pages, world.curriculum, world.home)]
    sections = reverse("classroom_other_sections", args=[world.update.pk])
    forms.append((sections, {"classrooms": ["1"], "sections": ["1"]}))
    whole = {name: [value] for name, value in update_form(update_content(world.curriculum)).items()}
    edit = reverse("wagtailadmin_pages:edit", args=[world.waiting.pk])
    add = reverse("wagtailadmin_pages:add", args=new_update)
    forms += [(edit, whole), (add, whole), (edit, {**whole, "action-publish": ["1"]})]
    return forms


def public_forms(client: Client, world: World) -> list[tuple[str, Form]]:
    """Every form that needs no account."""
    key = world.classroom.translation_key
    choices = reverse("notifications:preferences", args=[preferences_token(world.subscriber.uuid)])
    addresses = [
        reverse("notifications:subscribe", args=["class", key]),
        reverse("notifications:request_link"),
        choices,
        reverse("barriers:report"),
        reverse("wagtailadmin_login"),
        reverse("wagtailadmin_password_reset"),
    ]
    forms = [(address, form_of(client, address)) for address in addresses]
    stop = reverse("notifications:stop", args=[stop_token(world.subscriber.uuid)])
    return [
        *forms,
        (stop, {"List-Unsubscribe": ["One-Click"]}),
        (reverse("set_language"), {"language": ["es"], "next": ["/"]}),
        (reverse("search"), {"q": ["fractions"], "page": ["1"], "school": ["1"]}),
        (str(world.classroom.url), {"page": ["1"]}),
    ]


@pytest.fixture
def world(district: District) -> World:
    return small_world(district)


def test_no_form_of_the_public_site_ends_in_a_server_error(world: World) -> None:
    forms = public_forms(Client(), world)

    @few(60)
    @given(st.sampled_from(range(len(forms))), changes)
    def run(number: int, made: list[tuple[int, str, str]]) -> None:
        address, form = forms[number]
        with undone():
            sent = changed(form, made)
            send(Client(), address, sent)
            assert Client().get(address, sent).status_code < 500

    run()


@pytest.mark.full  # those of the inventory are sent below
@pytest.mark.parametrize("who", ["superuser"])
def test_no_form_of_the_editor_ends_in_a_server_error(who: str, world: World) -> None:
    account: User = world.accounts[who]
    client = Client()
    client.force_login(account)
    make_standard_page(world.home)
    forms = editor_forms(client, world)

    @few(60)
    @given(st.sampled_from(range(len(forms))), changes)
    def run(number: int, made: list[tuple[int, str, str]]) -> None:
        address, form = forms[number]
        with undone():
            send(client, address, changed(form, made))

    run()


# Signs out, or changes the language of the reader: on every screen.
EVERYWHERE = {"wagtailadmin_logout", "set_language"}


def forms_of_screens(
    world: World, clients: dict[str | None, Client]
) -> list[tuple[str | None, str, Form]]:
    """Every form of every screen of the inventory (`tests/screens.py`), once, with who sees it."""
    found: dict[tuple[str, frozenset[str]], tuple[str | None, str, Form]] = {}
    for screen in SCREENS.values():
        if screen.status != 200:
            continue
        response = clients[screen.role].get(address := screen.address(world))
        if "html" not in response.headers.get("Content-Type", ""):
            continue
        for form in posted(html.fromstring(response.content)):
            action = urljoin(address, form.get("action") or "")
            name = resolve(urlsplit(action).path).view_name
            sent = as_sent(form)
            if name not in EVERYWHERE:
                found.setdefault((name, frozenset(sent)), (screen.role, action, sent))
    return list(found.values())


def clients_of(world: World) -> dict[str | None, Client]:
    """One for each account, signed in, and one for a visitor."""
    clients: dict[str | None, Client] = {None: Client()}
    for role, account in world.accounts.items():
        clients[role] = Client()
        clients[role].force_login(account)
    return clients


def test_no_form_of_any_screen_ends_in_a_server_error(world: World) -> None:
    """A new screen is among them once the inventory of budgets has it."""
    clients = clients_of(world)
    forms = forms_of_screens(world, clients)
    assert len(forms) > 60

    @few(60)
    @given(st.sampled_from(range(len(forms))), changes)
    def run(number: int, made: list[tuple[int, str, str]]) -> None:
        role, address, form = forms[number]
        with undone():
            send(clients[role], address, changed(form, made))

    run()
