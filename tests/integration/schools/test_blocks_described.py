"""The description of a field's blocks is packed once a process and language: it depends on nothing
else that a form could differ in."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from time_machine import travel
from wagtail.blocks.base import BlockWidget
from wagtail.fields import StreamField

from classroom.models import UpdatePage
from district_cms.schools.blocks.description import DescribedField, DescribedWidget
from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.factories.people import make_superuser

pytestmark = pytest.mark.django_db

FIELDS = [
    field
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if isinstance(field, StreamField) and field.model is model
]
# An empty text has one block, and a key for it that is made anew each time.
KEY = re.compile(r'(\\*"key\\*": \\*")[a-z0-9]{5}(\\*")')


def packed(widget: BlockWidget) -> tuple[Any, str]:
    """The description without the keys of empty texts, and the scripts that it needs."""
    return json.loads(KEY.sub(r"\1\2", widget.block_json)), str(widget.media)


def test_there_are_fields_with_blocks() -> None:
    assert {field.model._meta.label for field in FIELDS} >= {
        "classroom.UpdatePage",
        "schools.StandardPage",
        "activities.PostPage",
    }


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_kept_of_each_field_is_what_wagtail_packs_at_any_moment(language: str) -> None:
    moments = ((dt.datetime(2026, 11, 24, 19, tzinfo=dt.UTC), "America/Denver"),)
    moments += ((dt.datetime(2027, 7, 2, 3, tzinfo=dt.UTC), "Pacific/Auckland"),)
    for field in FIELDS:
        block = field.stream_block
        with translation.override(language):
            kept = packed(DescribedWidget(block))
            for moment, zone in moments:
                with travel(moment, tick=False), timezone.override(zone):
                    assert kept == packed(BlockWidget(block)), field


def test_nothing_is_read_to_pack_it() -> None:
    """So it is the same for everybody and on each page."""
    with CaptureQueriesContext(connection) as queries:
        for field in FIELDS:
            assert BlockWidget(field.stream_block).block_json
    assert [query["sql"] for query in queries] == []


def test_each_language_has_its_own_and_each_is_packed_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    block = UpdatePage._meta.get_field("events").stream_block
    english = DescribedWidget(block).block_json
    with translation.override("es"):
        spanish = DescribedWidget(block).block_json
    assert english != spanish
    monkeypatch.setattr(BlockWidget, "_build_block_json", None)
    assert DescribedWidget(block).block_json == english


def test_the_forms_of_two_people_for_two_updates_carry_the_same(district: District) -> None:
    content = update_content(district.curriculum)
    updates = [make_update(district.classroom, **content) for _number in range(2)]
    described = []
    for who, update in zip((district.teacher, make_superuser()), updates, strict=True):
        client = Client()
        client.force_login(who)
        page = client.get(reverse("wagtailadmin_pages:edit", args=[update.pk])).content.decode()
        described.append(re.findall(r'data-w-block-data-value="([^"]*)"', page))
    assert len(described[0]) == 5
    assert described[0] == described[1]


def test_every_page_with_blocks_uses_it() -> None:
    for field in FIELDS:
        if hasattr(field.model, "get_edit_handler"):
            fields = field.model.get_edit_handler().get_form_class().base_fields
            assert isinstance(fields[field.name], DescribedField), field
