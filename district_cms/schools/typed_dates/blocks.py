"""Blocks for a day and a time of day. They store the same as Wagtail's."""

from functools import cached_property
from typing import Any

from wagtail import blocks

from .fields import TypedDateField, TypedTimeField


class _StoresAs:
    """Migrations name Wagtail's block, because only the form field differs, as with
    `StructBlock`."""

    path: str

    def deconstruct(self) -> Any:
        _path, args, kwargs = super().deconstruct()  # type: ignore[misc]  # mixed into blocks
        return self.path, args, kwargs


class DayBlock(_StoresAs, blocks.DateBlock):
    path = "wagtail.blocks.DateBlock"

    @cached_property
    def field(self) -> Any:
        return TypedDateField(**self.field_options)


class ClockTimeBlock(_StoresAs, blocks.TimeBlock):
    path = "wagtail.blocks.TimeBlock"

    @cached_property
    def field(self) -> Any:
        return TypedTimeField(**self.field_options)
