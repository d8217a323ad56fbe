"""The response to a live check: each finding in words, and where it belongs in the editor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.models import Page

from district_cms.checks.accessibility import RULESET_VERSION
from district_cms.checks.findings import Finding
from district_cms.web.times import moment_text

from ..models import Confirmation
from .suggestions import suggestion


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding belongs in the editor.

    `content_path` is Wagtail's: the field, then the ids of blocks and the names of their parts,
    with dots between. A block that has no id yet, as those that a new page begins with, is counted
    instead: "#0" is the first. `block_id` is the innermost block's id, if it has one. `words` names
    the same for people.
    """

    content_path: str = ""
    block_id: str = ""
    words: str = ""


def place_of(page: Page, field: str | None, path: tuple[str | int, ...], label: str = "") -> Place:
    """Where `path`, counted through the values of `page`, stands in the editor.

    `label` is the field's label. Where the path leads out of what the editor shows, into a cell of
    a table for example, the place is what holds it.
    """
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
    """What stands at `path` in the values of `page`; None where the path leads out of them."""
    block, value = None, getattr(page, field, None) if field else None
    for step in path:
        child = _child(block, value, step)
        if child is None:
            return None
        block, value = child[:2]
    return value


def _child(block: Any, value: Any, step: str | int) -> tuple[Any, Any, str, bool] | None:
    """The child's block, its value, its key in the editor, and whether that is an id."""
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
    """The response to one live check, ready to be written as JSON.

    `labels` are those of the fields, by name; `confirmed` are the confirmations in force, by
    fingerprint.
    """
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
    """Whether a whole field is only not filled in yet: no fault of what someone wrote.

    The rules of such fields end in "-missing"; what is missing within a block has a path, and what
    is missing from words quotes them.
    """
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
