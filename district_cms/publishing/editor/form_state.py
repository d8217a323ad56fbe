"""A page as its form describes it at this moment: half written, not valid yet, never saved."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.blocks.base import BlockField
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue

# What these hold stays as it was typed; any other value that cannot be read counts as not there.
_HOLDS_WORDS = (
    blocks.CharBlock,
    blocks.TextBlock,
    blocks.URLBlock,
    blocks.EmailBlock,
    blocks.RegexBlock,
    blocks.RichTextBlock,
)


def page_as_typed(form: Any) -> Any:
    """Return the form's page with everything in it that can be read; nothing is saved.

    As for a preview, what is required may be missing. A field that Wagtail would not save yet, for
    an address that is half typed, is read without what is wrong with it: the rest of what
    someone writes is checked all the same.
    """
    form.defer_required_fields()
    if form.is_valid():
        return form.save(commit=False)
    for name in form.errors:
        if name in form.fields:
            _take_as_typed(form, name)
    return form.instance


def _take_as_typed(form: Any, name: str) -> None:
    field = form.fields[name]
    typed = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    if isinstance(field, BlockField):
        setattr(form.instance, name, readable(field.block, typed))
        return
    of_model = form.instance._meta.get_field(name)
    # Not what derives from it: a half-typed slug or address is no text that anyone reads.
    if isinstance(of_model, models.TextField) or type(of_model) is models.CharField:
        setattr(form.instance, name, typed or "")


def readable(block: Any, value: Any) -> Any:
    """Return `value` with every part of it that `block` accepts, and words wherever there are some.

    A part that is refused takes no neighbor with it: each keeps its place and its id.
    """
    try:
        return block.clean(value)
    except ValidationError:
        return _part_by_part(block, value)


def _part_by_part(block: Any, value: Any) -> Any:
    if isinstance(block, blocks.StreamBlock):
        children = [
            (child.block.name, readable(child.block, child.value), child.id) for child in value
        ]
        return StreamValue(block, children)
    if isinstance(block, blocks.ListBlock):
        inner = block.child_block
        items = [
            ListValue.ListChild(inner, readable(inner, item.value), id=item.id)
            for item in value.bound_blocks
        ]
        return ListValue(block, bound_blocks=items)
    if isinstance(block, blocks.StructBlock):
        parts = [
            (name, readable(child, value.get(name))) for name, child in block.child_blocks.items()
        ]
        return block.meta.value_class(block, parts)
    return value if isinstance(block, _HOLDS_WORDS) else None
