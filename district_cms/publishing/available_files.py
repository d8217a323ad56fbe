"""Refuses pictures and documents in forms that the user may not choose.

Otherwise a typed id would publish a picture of another school. Files that the page contained before
are not checked again.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.base import BlockField
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry
from wagtail.rich_text import extract_references_from_rich_text

from district_cms.checks.findings import Finding
from district_cms.media.addresses import document_at
from district_cms.media.models import DistrictDocument, DistrictImage
from district_cms.media.permissions import references_of
from district_cms.web.accounts import Account
from district_cms.web.keys import key_in

from .refusals import field_error

MODELS: Final[tuple[Any, ...]] = (DistrictImage, DistrictDocument)

File = tuple[Any, int]
"""A model in `MODELS` and a key."""


def unavailable_files(*, subject: Any, user: Account, named: Iterable[File]) -> set[File]:
    """Returns the files that the account may not choose and that the subject did not contain
    before."""
    wanted: dict[Any, set[int]] = defaultdict(set)
    for model, key in named:
        wanted[model].add(key)
    beyond: set[File] = set()
    for model, keys in wanted.items():
        policy = policy_registry.get_by_type(model)
        may = policy.instances_user_has_any_permission_for(user, ["choose"]).filter(pk__in=keys)
        beyond |= {(model, key) for key in keys - set(may.values_list("pk", flat=True))}
    if beyond and subject.pk is not None:
        for earlier in _earlier_files(subject):
            beyond -= earlier
            if not beyond:
                break
    return beyond


def refusal(model: Any) -> str:
    """Returns why such a file is refused, and what to do."""
    if model is DistrictImage:
        return _(
            "You cannot use this picture here. It is gone, or it is another school’s and on no "
            "page that everyone can see. Choose another one, or upload it yourself."
        )
    return _(
        "You cannot use this document here. It is gone, or it is another school’s and on no page "
        "that everyone can see. Choose another one, or upload it yourself."
    )


def files_of(subject: Any) -> set[File]:
    """Returns the files in the subject's fields. No query."""
    return set(_known(references_of(subject)))


def files_in(html: str) -> set[File]:
    """Returns the files in a rich text. No query."""
    return set(_known(each[:2] for each in extract_references_from_rich_text(html)))


def _earlier_files(subject: Any) -> Iterator[set[File]]:
    kind = ContentType.objects.get_for_model(Page if isinstance(subject, Page) else type(subject))
    rows = ReferenceIndex.objects.filter(
        base_content_type=kind,
        object_id=str(subject.pk),
        to_content_type__in=ContentType.objects.get_for_models(*MODELS).values(),
    )
    named = rows.values_list("to_content_type", "to_object_id")
    models = {ContentType.objects.get_for_model(model).pk: model for model in MODELS}
    yield set(_known((models[of], key) for of, key in named))
    if hasattr(subject, "revisions"):
        for revision in subject.revisions.order_by("-pk").iterator(chunk_size=20):
            yield files_of(revision.as_object())


def _known(references: Iterable[tuple[Any, str]]) -> Iterator[File]:
    for model, key in references:
        number = key_in(key)
        if model in MODELS and number is not None:
            yield model, number


RULE: Final = "file-out-of-reach"
_ENTITIES: Final[dict[str, Any]] = {"DOCUMENT": DistrictDocument, "IMAGE": DistrictImage}
_BEYOND_ALL_KEYS: Final = 10**18


@dataclass(frozen=True, slots=True)
class _Named:
    """A file named in the form: the key of the submitted value, and its path in the field."""

    file: File
    key: str
    path: tuple[str | int, ...] = ()


class AvailableFilesForm(forms.BaseForm):
    """A mixin for forms: removes unavailable files from the data before it is used."""

    data: Any
    instance: Any
    for_user: Any

    def full_clean(self) -> None:
        self._refused: dict[str, list[_Named]] = defaultdict(list)
        if self.is_bound and self.for_user is not None:
            self._remove_unavailable()
        super().full_clean()

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name, refused in self._refused.items():
            sent = self.fields[name].widget.value_from_datadict(
                self.data, self.files, self.add_prefix(name)
            )
            # Replaces the error about the gap that the removed file leaves.
            self.errors.pop(name, None)
            findings = [
                Finding(RULE, message, field=name, path=path)
                for message, path in dict.fromkeys((refusal(r.file[0]), r.path) for r in refused)
            ]
            self.add_error(name, field_error(sent, findings))

    def _remove_unavailable(self) -> None:
        named = {name: self._named_in(name) for name in self.fields}
        files = {each.file for of_field in named.values() for each in of_field}
        beyond = unavailable_files(subject=self.instance, user=self.for_user, named=files)
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
            return []  # no browser sends this; Wagtail rejects it itself

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
    """Reads the submitted data of a block as Wagtail does."""
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
    """Parses a submitted key as Django does: "+7", "0_7" and "007" are 7 too."""
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
    """Returns the submitted value of a chooser or rich text without the file."""
    content = _read(sent)
    if content is None:
        return ""
    for entity in _entities(content):
        if _named_by(entity) == file:
            entity["data"] = {"url": ""}
    return json.dumps(content)


def _read(sent: Any) -> Any:
    """Returns a rich text in the editor's format, or None: Wagtail rejects anything else."""
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
