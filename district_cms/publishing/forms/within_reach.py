"""Forms that take no picture or document which their account may not choose."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from wagtail import blocks
from wagtail.blocks.base import BlockField

from district_cms.checks.findings import Finding
from district_cms.media.addresses import document_at
from district_cms.media.models import DistrictDocument, DistrictImage

from ..content.files import MODELS, File, out_of_reach, refusal
from ..refusals import field_error

RULE: Final = "file-out-of-reach"
_ENTITIES: Final[dict[str, Any]] = {"DOCUMENT": DistrictDocument, "IMAGE": DistrictImage}
_BEYOND_ALL_KEYS: Final = 10**18


@dataclass(frozen=True, slots=True)
class _Named:
    """A file that the form names: in which value of what was sent, and where that stands."""

    file: File
    key: str
    path: tuple[str | int, ...] = ()


class FilesInReach(forms.BaseForm):
    """Stands before a model form of Wagtail in the bases.

    What is out of reach is taken out of what was sent before anything is made of it: a form that
    comes back shows the title and the small picture of all that it names.
    """

    data: Any
    instance: Any
    for_user: Any

    def full_clean(self) -> None:
        self._refused: dict[str, list[_Named]] = defaultdict(list)
        if self.is_bound and self.for_user is not None:
            self._take_out()
        super().full_clean()

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name, refused in self._refused.items():
            sent = self.fields[name].widget.value_from_datadict(
                self.data, self.files, self.add_prefix(name)
            )
            # Instead of what is said of the gap that it leaves.
            self.errors.pop(name, None)
            found = [
                Finding(RULE, message, field=name, path=path)
                for message, path in dict.fromkeys((refusal(r.file[0]), r.path) for r in refused)
            ]
            self.add_error(name, field_error(sent, found))

    def _take_out(self) -> None:
        named = {name: self._named_in(name) for name in self.fields}
        files = {each.file for of_field in named.values() for each in of_field}
        beyond = out_of_reach(subject=self.instance, user=self.for_user, named=files)
        if not beyond:
            return
        self.data = self.data.copy()
        for name, of_field in named.items():
            for each in of_field:
                if each.file in beyond:
                    self.data[each.key] = _without(self.data[each.key], each.file)
                    self._refused[name].append(each)

    def _named_in(self, name: str) -> list[_Named]:
        try:
            return list(self._named(name))
        except (KeyError, ValueError):
            return []  # no browser sends it, and Wagtail refuses it where it reads it

    def _named(self, name: str) -> Iterator[_Named]:
        field, key = self.fields[name], self.add_prefix(name)
        if field.disabled or field.widget.value_omitted_from_data(self.data, self.files, key):
            return
        if isinstance(field, BlockField):
            yield from _in_block(field.block, self.data, key)
        elif isinstance(field, forms.ModelChoiceField):
            model = field.queryset.model if field.queryset is not None else None
            if model in MODELS:
                yield from _chosen(model, self.data.get(key, ""), key)
        else:
            yield from (_Named(file, key) for file in _in_rich_text(self.data.get(key, "")))


def _in_block(block: Any, data: Any, key: str, path: Any = ()) -> Iterator[_Named]:
    """As Wagtail reads what was sent for a block."""
    if isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        numbers = [n for n in range(int(data[f"{key}-count"])) if not data[f"{key}-{n}-deleted"]]
        if isinstance(block, blocks.StreamBlock):
            numbers = [n for n in numbers if data[f"{key}-{n}-type"] in block.child_blocks]
        numbers.sort(key=lambda n: int(data[f"{key}-{n}-order"]))
        for place, n in enumerate(numbers):
            child = (
                block.child_blocks[data[f"{key}-{n}-type"]]
                if isinstance(block, blocks.StreamBlock)
                else block.child_block
            )
            yield from _in_block(child, data, f"{key}-{n}-value", (*path, place))
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _in_block(child, data, f"{key}-{name}", (*path, name))
    elif isinstance(block, blocks.ChooserBlock) and block.model_class in MODELS:
        yield from _chosen(block.model_class, data.get(key, ""), key, path)
    elif isinstance(block, blocks.URLBlock):
        if number := document_at(data.get(key, "")):
            yield _Named((DistrictDocument, number), key, path)
    elif isinstance(block, blocks.RichTextBlock):
        yield from (_Named(file, key, path) for file in _in_rich_text(data.get(key, "")))


def _chosen(model: Any, value: Any, key: str, path: Any = ()) -> Iterator[_Named]:
    if number := _number(value):
        yield _Named((model, number), key, path)


def _number(sent: Any) -> int | None:
    """As Django reads a key that was sent: "+7", "0_7" and "007" are 7 as well."""
    try:
        number = int(str(sent).strip())
    except ValueError:
        return None
    return number if 0 < number < _BEYOND_ALL_KEYS else None


def _in_rich_text(sent: Any) -> Iterator[File]:
    for entity in _entities(_read(sent)):
        if file := _named_by(entity):
            yield file


def _named_by(entity: Any) -> File | None:
    model, number = _ENTITIES.get(entity.get("type", "")), _number(entity["data"].get("id"))
    if entity.get("type") == "LINK" and (key := document_at(str(entity["data"].get("url", "")))):
        return DistrictDocument, key
    return (model, number) if model is not None and number else None


def _without(sent: str, file: File) -> str:
    """What was sent for a chooser or a rich text, without the file."""
    content = _read(sent)
    if content is None:
        return ""
    for entity in _entities(content):
        if _named_by(entity) == file:
            entity["data"] = {"url": ""}
    return json.dumps(content)


def _read(sent: Any) -> Any:
    """A rich text as the editor sends it, or None: it is Wagtail's to refuse anything else."""
    if not (isinstance(sent, str) and sent.lstrip().startswith("{")):
        return None
    try:
        return json.loads(sent)
    except ValueError:
        return None


def _entities(content: Any) -> list[Any]:
    known = content.get("entityMap") if isinstance(content, dict) else None
    return [
        each
        for each in (known.values() if isinstance(known, dict) else ())
        if isinstance(each, dict) and isinstance(each.get("data"), dict)
    ]
