"""The live check: takes the current state of the editor's form, returns the gate's findings.

Only for users who may edit that page, or add one of that type there. Stores nothing.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView
from wagtail.blocks.base import BlockField
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.models import Page

from district_cms.checks.accessibility import RULESET_VERSION
from district_cms.checks.accessibility.tables.repairing import (
    headings_in_first_row,
    title_in_first_row,
)
from district_cms.checks.findings import Finding
from district_cms.checks.languages import language, language_name
from district_cms.web.rate_limits import Limit, TooOften, count
from district_cms.web.times import moment_text

from ..answers import confirmations_for
from ..gate import PublishGateMixin
from ..models import Confirmation
from ..refusals import clause_address

# Values of these blocks stay as typed; any other invalid value counts as empty.
_HOLDS_WORDS = (
    blocks.CharBlock,
    blocks.TextBlock,
    blocks.URLBlock,
    blocks.EmailBlock,
    blocks.RegexBlock,
    blocks.RichTextBlock,
)


def page_as_typed(form: Any) -> Any:
    """Returns the form's page with every valid value; saves nothing."""
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
    # Excludes subclasses: a half-typed slug or address is no text that anyone reads.
    if isinstance(of_model, models.TextField) or type(of_model) is models.CharField:
        setattr(form.instance, name, typed or "")


def readable(block: Any, value: Any) -> Any:
    """Returns `value` with every part that `block` accepts; each keeps its place and id."""
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


_OF_TITLES: Final = frozenset({"table-caption", "table-empty-header", "table-no-headers"})
# A merged or formatted cell is stored by its row number.
_BY_PLACE: Final = ("cell", "mergeCells")


def suggestion(finding: Finding, value: Any = None) -> dict[str, str] | None:
    """Returns the action of the editor's button. `value` is the value of the finding's block."""
    if isinstance(value, Mapping) and "data" in value:
        return _about_table(finding, value) or _about_language(finding)
    return _about_language(finding)


def title_of_table(value: Mapping[str, Any]) -> str:
    """Returns the title in the first row of a table block; "" if it is not certain."""
    if value.get("table_caption") or any(value.get(name) for name in _BY_PLACE):
        return ""
    return title_in_first_row(value.get("data"))


def _about_table(finding: Finding, value: Mapping[str, Any]) -> dict[str, str] | None:
    title = title_of_table(value)
    if title and finding.rule in _OF_TITLES:
        return {"of": "table", "label": _("Make the first row the title"), "title": title}
    if finding.rule == "table-no-headers" and headings_in_first_row(value.get("data")):
        return {"of": "table", "label": _("Make the first row the headings")}
    return None


def _about_language(finding: Finding) -> dict[str, str] | None:
    known = language(finding.language)
    match finding.rule:
        case "lang-part-missing":
            of, label = "text", _("Mark as %(language)s")
        case "lang-block-unmarked":
            of, label = "block", _("Mark the block as %(language)s")
        case _:
            return None
    if known is None:
        return None
    return {
        "of": of,
        "label": label % {"language": language_name(known.tag)},
        "language": known.tag,
        "passage": finding.passage,
    }


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a finding in the editor; `words` names it for people.

    `content_path` has Wagtail's format: the field, then ids of blocks and names of parts. A block
    without an id has its number: "#0" is the first. `block_id` is the innermost block's id.
    """

    content_path: str = ""
    block_id: str = ""
    words: str = ""


def place_of(page: Page, field: str | None, path: tuple[str | int, ...], label: str = "") -> Place:
    """Returns the place of `path` in the editor; for a path outside the editor, its innermost
    container."""
    if not field:
        return Place()
    steps, names, block_id = [field], [label or field], ""
    block: Any = None
    value = getattr(page, field, None)
    for step in path:
        child = _child(block, value, step)
        if child is None:
            break
        block, value, key, has_id = child
        steps.append(key)
        names.append(str(block.label))
        block_id = key if has_id else block_id
    return Place(".".join(steps), block_id, " – ".join(name for name in names if name))


def value_at(page: Page, field: str | None, path: tuple[str | int, ...]) -> Any:
    """Returns the value at `path` in `page`; None if the path does not exist."""
    block, value = None, getattr(page, field, None) if field else None
    for step in path:
        child = _child(block, value, step)
        if child is None:
            return None
        block, value = child[:2]
    return value


def _child(block: Any, value: Any, step: str | int) -> tuple[Any, Any, str, bool] | None:
    """Returns the child's block, its value, its key in the editor, and whether the key is an id."""
    if isinstance(step, str):
        part = getattr(block, "child_blocks", {}).get(step)
        return (part, value.get(step), step, False) if part and value is not None else None
    children: Any = value if isinstance(value, StreamValue) else ()
    if isinstance(value, ListValue):
        children = value.bound_blocks
    if step >= len(children):
        return None
    child = children[step]
    return child.block, child.value, child.id or f"#{step}", bool(child.id)


def check_response(
    page: Page,
    findings: Iterable[Finding],
    labels: Mapping[str, str],
    confirmed: Mapping[str, Confirmation],
) -> dict[str, Any]:
    """Returns the response to one live check as JSON values."""
    return {
        "version": RULESET_VERSION,
        "findings": [_as_json(page, finding, labels, confirmed) for finding in findings],
    }


def _as_json(
    page: Page, finding: Finding, labels: Mapping[str, str], confirmed: Mapping[str, Confirmation]
) -> dict[str, Any]:
    place = place_of(page, finding.field, finding.path, labels.get(finding.field or "", ""))
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "wcag": finding.wcag,
        "severity": "error" if finding.blocks else "warning",
        "raised": finding.raised,
        "excepted": finding.excepted,
        "empty": _is_empty(finding),
        "message": str(finding.message),
        "why": str(finding.why),
        "fix": str(finding.fix),
        "basis": str(finding.basis),
        "clause_url": clause_address(finding.clause),
        "tick": str(finding.tick),
        "field": finding.field,
        "block_id": place.block_id,
        "content_path": place.content_path,
        "place": place.words,
        "excerpt": finding.excerpt,
        "selector": finding.selector,
        "suggestion": suggestion(finding, value_at(page, finding.field, finding.path)),
        "confirmed": _who_and_when(confirmed.get(finding.fingerprint)),
    }


def _is_empty(finding: Finding) -> bool:
    """Returns True if a whole field is only empty so far; the names of such rules end in
    "-missing"."""
    is_whole_field = finding.field and not finding.path and not finding.excerpt
    return bool(is_whole_field and finding.rule.endswith("-missing"))


def _who_and_when(confirmation: Confirmation | None) -> dict[str, str] | None:
    if confirmation is None:
        return None
    return {
        "by": confirmation.by,
        "at": moment_text(confirmation.at),
        "note": confirmation.note,
    }


logger = logging.getLogger("district")

# One person's checks in a minute; the script sends at most one in 0.8 seconds.
LIMIT = Limit("live-check", times=80, seconds=60)
# Characters of one form; the longest real page is a tenth of it.
LONGEST = 1_000_000
TICKS = "gate-"
UNREADABLE = (LookupError, ValueError, TypeError, AttributeError)


class LiveCheck(PreviewOnEditView):
    """Uses the page and permission of Wagtail's preview, and stores nothing between requests."""

    http_method_names = ("post",)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not isinstance(self.object, PublishGateMixin):
            raise Http404

    def get_form(self, query_dict: Any) -> Any:
        form_class = self.object.get_edit_handler().get_form_class()
        # Without ticks: saving the form would store them.
        data = query_dict.copy()
        for name in [name for name in data if name.startswith(TICKS)]:
            del data[name]
        return form_class(
            data,
            instance=self.object,
            parent_page=self.object.get_parent().specific,
            for_user=self.request.user,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        try:
            count(LIMIT, str(request.user.pk))
        except TooOften as limit:
            return _refused(_("Too many checks in a short time."), 429, wait=limit.seconds)
        if sum(len(value) for _key, value in request.POST.items()) > LONGEST:
            return _refused(_("This page is too long to be checked while you write."), 400)
        form = self.get_form(request.POST)
        try:
            page = page_as_typed(form)
        except UNREADABLE as error:
            # Without the message, which may contain the author's text.
            logger.warning("live check of page %s: %s", self.object.pk, type(error).__name__)
            return _refused(_("What was sent is not the form for this page."), 400)
        findings = page.findings_for_author(form.parent_page)
        labels = {name: str(field.label or "") for name, field in form.fields.items()}
        confirmations = confirmations_for(page, findings)
        return JsonResponse(check_response(page, findings, labels, confirmations))


class LiveCheckOfNew(LiveCheck, PreviewOnCreateView):
    """The same for a new page, for users who may add it there."""

    def get_object(self) -> Any:
        model = self.content_type.model_class()
        if model is None or not issubclass(model, PublishGateMixin):
            raise Http404
        page = super().get_object()
        parent = page.get_parent().specific
        if model not in parent.creatable_subpage_models() or not model.can_create_at(parent):
            raise PermissionDenied
        page.owner = self.request.user
        page.locale = parent.locale
        return page


def _refused(words: str, status: int, *, wait: int = 0) -> JsonResponse:
    response = JsonResponse({"error": words}, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    return response
