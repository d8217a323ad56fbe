"""Every field of the editor parses days and times as people type them, or refuses them at the
field."""

import datetime as dt
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any
from urllib.parse import urlencode

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse
from django.utils import translation
from time_machine import TimeMachineFixture
from wagtail import blocks
from wagtail.admin.panels import get_edit_handler
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from classroom.models import ClassroomTeacher, UpdatePage
from district_cms.people.roles import Role
from district_cms.publishing.views import ExceptionForm
from district_cms.schools.models import NoSchoolDay
from district_cms.schools.typed_dates.fields import (
    PickedDayField,
    TypedDateField,
    TypedDateTimeField,
    TypedTimeField,
)
from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import make_draft, update_content
from tests.factories.people import make_account, make_staff
from tests.integration.conftest import NOVEMBER, Clock

pytestmark = pytest.mark.django_db

TYPED = (TypedDateField, TypedTimeField, TypedDateTimeField)
PLAIN = (forms.DateField, forms.TimeField, forms.DateTimeField)
READ = (*TYPED, PickedDayField)
OURS = {"classroom", "district_cms", "notifications", "signatures"}


# ---------------------------------------------------------------- no field is left out
def edited_models() -> Iterator[Any]:
    """The models that staff edit: pages, and models with panels."""
    yield from (model for model in get_page_models() if model is not Page)
    for model in apps.get_models():
        ours = model.__module__.split(".")[0] in OURS
        if ours and hasattr(model, "panels") and not issubclass(model, Page):
            yield model


def forms_of_modules() -> Iterator[type[BaseForm]]:
    """Every form of ours in a module or package called `forms`."""
    for app in apps.get_app_configs():
        if app.name.split(".")[0] not in OURS:
            continue
        for found in walk_packages(app.module.__path__, f"{app.name}."):
            if ".forms" in found.name and ".migrations" not in found.name:
                module = import_module(found.name)
                yield from (
                    each
                    for each in vars(module).values()
                    if isinstance(each, type)
                    and issubclass(each, BaseForm)
                    and each.__module__ == found.name
                )


# Their day only reserves a place for a panel: each form replaces it with the model's own field,
# which is typed.
REPLACED = {"PictureForm", "RetireLogoForm", "RetireStatementForm"}
OTHERS = [form for form in forms_of_modules() if form.__name__ not in REPLACED]


@pytest.mark.parametrize("form", OTHERS, ids=lambda form: form.__qualname__)
def test_no_form_parses_days_by_locale(form: Any) -> None:
    fields = {
        name: field
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, PLAIN)
    }
    assert {name for name, field in fields.items() if not isinstance(field, READ)} == set()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("text", ["2026-12-04", "12/4/2026", "12/4", "Dec 4", "Friday, December 4"])
def test_a_picked_day_sent_as_text_is_the_same_in_each_language(
    text: str, language: str, clock: Clock
) -> None:
    clock(NOVEMBER)
    with translation.override(language):
        assert PickedDayField().clean(text) == dt.date(2026, 12, 4)
        with pytest.raises(ValidationError):
            PickedDayField().clean("31/12/2026")


def fields_of(form: Any) -> Iterator[tuple[str, Any]]:
    yield from form.base_fields.items()
    for formset in getattr(form, "formsets", {}).values():
        yield from fields_of(formset.form)


def blocks_in(block: Any) -> Iterator[Any]:
    yield block
    for child in getattr(block, "child_blocks", {}).values():
        yield from blocks_in(child)
    if isinstance(block, blocks.ListBlock):
        yield from blocks_in(block.child_block)


@pytest.mark.parametrize("model", list(edited_models()), ids=lambda model: model._meta.label)
def test_every_date_and_time_field_is_one_of_ours(model: Any) -> None:
    form = get_edit_handler(model).get_form_class()
    for name, field in fields_of(form):
        if isinstance(field, PLAIN):
            assert isinstance(field, TYPED), name
            assert getattr(field.widget, "kind", ""), name
    for stream in (f for f in model._meta.get_fields() if isinstance(f, StreamField)):
        for block in blocks_in(stream.stream_block):
            field = getattr(block, "field", None)
            assert not isinstance(field, PLAIN) or isinstance(field, TYPED), block.name


def test_no_picker_overwrites_typed_text() -> None:
    for field in (TypedDateField(), TypedTimeField(), TypedDateTimeField()):
        assert field.widget.get_config()["validateOnBlur"] is False
        assert isinstance(field.widget, (AdminDateInput, AdminTimeInput, AdminDateTimeInput))


# ---------------------------------------------------------------- the update form
@pytest.fixture
def teacher(district: District, client: Client) -> Client:
    client.force_login(district.teacher)
    return client


def event(**value: Any) -> list[Any]:
    parts = {"title": "Book fair", "date": "", "start_time": "", "end_time": "", "place": ""}
    return [("event", {**parts, "off_campus": None, "audience": "", **value})]


def draft_of(district: District, **content: Any) -> UpdatePage:
    values = update_content(district.curriculum, **content)
    return make_draft(district.classroom, owner=district.teacher, **values)


def post(client: Client, page: UpdatePage, **content: Any) -> Any:
    district_content = update_content(content.pop("curriculum_page"), **content)
    return client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), update_form(district_content)
    )


def saved(page: UpdatePage) -> UpdatePage:
    return UpdatePage.objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "Tues 12/9",
            (
                "“Tues 12/9” does not fit: December 9, 2026 is a Wednesday. The nearest Tuesday is "
                "December 8, 2026."
            ),
        ),
        ("13/4", "There is no month 13."),
        ("soon", "We could not read “soon”."),
    ],
)
def test_an_invalid_day_is_refused_and_keeps_its_text(
    district: District, teacher: Client, typed: str, said: str
) -> None:
    draft = draft_of(district)
    response = post(
        teacher, draft, curriculum_page=district.curriculum, period_end=typed, period_start="12/1"
    )
    form = response.context["form"]
    assert list(form.errors) == ["period_end"]
    assert said in form.errors["period_end"][0]
    assert f'value="{typed}"' in response.content.decode()
    assert saved(draft).period_end != dt.date(2026, 12, 9)


def test_an_ambiguous_time_is_refused_at_its_block(district: District, teacher: Client) -> None:
    draft = draft_of(district)
    events = event(date="12/4", start_time="1:00")
    response = post(
        teacher, draft, curriculum_page=district.curriculum, events=events, events_none=False
    )
    [error] = response.context["form"].errors["events"].as_data()
    [sentence] = error.block_errors[0].block_errors["start_time"].messages
    assert sentence == "Is “1:00” in the morning or in the afternoon? Add am or pm."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12/1/2026", "“12/1/2026” has no time."),
        ("11/3/2026 8:00 am", "This time has passed."),
        ("3/14/2027 2:30 am", "there is no 2:30 am. Choose 1:30 am or 3:30 am."),
    ],
)
def test_a_schedule_in_the_past_is_refused_at_its_field(
    district: District, client: Client, typed: str, said: str
) -> None:
    client.force_login(district.principal)
    draft = draft_of(district)
    content = update_content(district.curriculum)
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    response = client.post(address, update_form(content, go_live_at=typed, expire_at=""))
    [sentence] = response.context["form"].errors["go_live_at"]
    assert said in sentence


# ---------------------------------------------------------------- other screens
def test_the_end_of_a_stand_in_is_typed_like_any_day(district: District, client: Client) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    row = {
        "classroom": district.classroom.pk,
        "staff": make_staff((Role.TEACHER, district.school)).pk,
        "part": "substitute",
    }
    response = client.post(reverse("class-assignments:add"), {**row, "until": "Fri 12/11"})
    assert response.status_code == 302, response.context["form"].errors
    row_made = ClassroomTeacher.objects.get(part="substitute")
    assert row_made.until == dt.date(2026, 12, 11)


def test_the_last_day_of_an_exception_is_typed_like_any_day(district: District) -> None:
    form = ExceptionForm(
        {"reason": "The bus", "last_day": "Dec 4"}, findings=[], longest=dt.date(2026, 12, 10)
    )
    form.is_valid()
    assert form.cleaned_data["last_day"] == dt.date(2026, 12, 4)


# ---------------------------------------------------------------- said while typing
def said(client: Client, kind: str, text: str, language: str = "en") -> Any:
    address = f"{reverse('schools_typed_date')}?{urlencode({'kind': kind, 'text': text})}"
    return client.get(address, headers={"accept-language": language})


def test_typed_text_is_explained(teacher: Client) -> None:
    assert said(teacher, "day", "12/4").json() == {
        "state": "understood",
        "text": "Friday, December 4, 2026",
    }
    assert said(teacher, "time", "1pm").json()["text"] == "1:00 pm"
    assert said(teacher, "moment", "12/1 8am").json()["text"].endswith("December 1, 2026, 8:00 am")
    assert said(teacher, "day", "9/4").json()["state"] == "past"
    assert said(teacher, "day", "Tues 12/9").json()["state"] == "refused"
    assert said(teacher, "day", "").json()["text"] == ""


def test_days_without_school_are_flagged_for_class_work(
    teacher: Client, district: District
) -> None:
    NoSchoolDay.objects.create(
        school_year=district.year, day=dt.date(2026, 11, 27), name="Thanksgiving"
    )
    answer = said(teacher, "school-day", "11/27").json()
    assert answer["state"] == "past"
    assert "Friday, November 27, 2026: no school on this day (Thanksgiving)." in answer["text"]
    assert said(teacher, "school-day", "11/30").json()["state"] == "understood"
    assert said(teacher, "day", "11/27").json()["state"] == "understood"


@pytest.mark.parametrize(
    ("today", "typed", "means"),
    [
        ("2026-11-27T19:00:00Z", "8/31", dt.date(2026, 8, 31)),
        ("2026-11-27T19:00:00Z", "6/10", dt.date(2027, 6, 10)),
        ("2026-07-15T19:00:00Z", "8/31", dt.date(2026, 8, 31)),
    ],
)
def test_without_a_calendar_july_to_june_decides_the_year(
    db: None, time_machine: TimeMachineFixture, today: str, typed: str, means: dt.date
) -> None:
    time_machine.move_to(today)
    assert TypedDateField().clean(typed) == means
