"""The description of a field's blocks is packed once per process and language, and depends on
nothing else."""

import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.utils import translation
from wagtail.blocks.base import BlockWidget
from wagtail.fields import StreamField

from classroom.models import UpdatePage
from district_cms.schools.blocks.description import DescribedField, DescribedWidget

pytestmark = pytest.mark.django_db

FIELDS = [
    field
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if isinstance(field, StreamField) and field.model is model
]
# An empty text has one block with a new key each time.
KEY = re.compile(r'(\\*"key\\*": \\*")[a-z0-9]{5}(\\*")')


def packed(widget: BlockWidget) -> tuple[Any, str]:
    """The description without keys of empty texts, and the scripts that it needs."""
    return json.loads(KEY.sub(r"\1\2", widget.block_json)), str(widget.media)


def test_there_are_fields_with_blocks() -> None:
    assert {field.model._meta.label for field in FIELDS} >= {
        "classroom.UpdatePage",
        "schools.StandardPage",
        "activities.PostPage",
    }


def test_each_language_is_packed_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    block = UpdatePage._meta.get_field("events").stream_block
    english = DescribedWidget(block).block_json
    with translation.override("es"):
        spanish = DescribedWidget(block).block_json
    assert english != spanish
    monkeypatch.setattr(BlockWidget, "_build_block_json", None)
    assert DescribedWidget(block).block_json == english


def test_every_page_form_with_blocks_uses_the_packed_description() -> None:
    for field in FIELDS:
        if hasattr(field.model, "get_edit_handler"):
            fields = field.model.get_edit_handler().get_form_class().base_fields
            assert isinstance(fields[field.name], DescribedField), field
