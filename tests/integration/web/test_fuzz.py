"""Whatever is sent to a form, the answer is never "Server Error".

The forms of the screens of the inventory are sent where they are drawn anyway, beside their budgets
(`tests/integration/test_query_budgets.py`).
"""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
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
from tests.integration.web.sent_forms import (
    Form,
    as_sent,
    changed,
    changes,
    few,
    posted,
    send,
    undone,
)
from tests.world import World, small_world

pytestmark = pytest.mark.django_db


def form_of(client: Client, address: str) -> Form:
    """The largest form of a screen, as a browser would send it back."""
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    forms = posted(response.content)
    assert forms, address
    return as_sent(max(forms, key=lambda form: len(form.inputs)))


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


@pytest.mark.slow  # those of the inventory are sent beside their budgets
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
