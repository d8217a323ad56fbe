"""The text of refusals: one sentence per finding, at the field, and in a StreamField at the
block."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError, StructBlock, StructBlockValidationError
from wagtail.blocks.stream_block import StreamValue

from district_cms.checks.findings import Finding

from .content.fragments import once
from .models.snapshots import published_clauses


def sentence(finding: Finding) -> str:
    """Returns the refusal in four parts: what, why, what to do, and the clause."""
    text = advice(finding)
    return f"{text} ({finding.basis})" if finding.basis else text


def clause_address(clause_id: str) -> str:
    """Returns the address of a clause on the public page of rules, "" if it is not on it. One query
    for all clauses inside `cached_answers`."""
    is_there = clause_id in once("published clauses", published_clauses)
    return f"{reverse('procedure')}#{clause_id}" if is_there else ""


def advice(finding: Finding) -> str:
    """Returns what is wrong, why, and what to do."""
    parts: list[str | Promise] = [finding.message, finding.why, finding.fix]
    return " ".join(str(part) for part in parts if part)


def merge_repeated(texts: Iterable[str]) -> list[str]:
    """Returns each sentence once; a repeated one with the number of places."""
    return [
        _("In %(number)d places: %(said)s") % {"number": number, "said": text}
        if number > 1
        else text
        for text, number in Counter(texts).items()
    ]


def errors_by_field(findings: Iterable[Finding]) -> dict[str, list[str]]:
    """Returns {field name: [sentence]}; findings without a field are under "__all__"."""
    errors: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        errors[finding.field or "__all__"].append(sentence(finding))
    return {name: merge_repeated(texts) for name, texts in errors.items()}


def field_error(value: Any, findings: list[Finding]) -> ValidationError:
    """Returns one form error for one field; in a StreamField at the block."""
    if not isinstance(value, StreamValue):
        # Errors without a field have a list of their own.
        several = (
            _sentences(findings) if value is not None else merge_repeated(map(sentence, findings))
        )
        return ValidationError(several)
    whole: list[str] = []
    by_block: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        index = finding.path[0] if finding.path else None
        if isinstance(index, int) and index < len(value):
            by_block[index].append(finding)
        else:
            whole.append(sentence(finding))
    return StreamBlockValidationError(
        block_errors={
            index: _block_error(value[index].block, of_block)
            for index, of_block in by_block.items()
        },
        non_block_errors=[ValidationError(text) for text in merge_repeated(whole)],
    )


def _sentences(findings: list[Finding]) -> list[str]:
    """Returns their sentences, numbered if there are several: the editor joins the errors of a
    field."""
    texts = merge_repeated(map(sentence, findings))
    if len(texts) == 1:
        return texts
    return [f"{number}. {text}" for number, text in enumerate(texts, start=1)]


def _block_error(block: Any, findings: list[Finding]) -> ValidationError:
    if not isinstance(block, StructBlock):
        return ValidationError(_sentences(findings))
    by_child: dict[str, list[Finding]] = defaultdict(list)
    whole: list[str] = []
    for finding in findings:
        child = finding.path[1] if len(finding.path) > 1 else None
        if isinstance(child, str) and child in block.child_blocks:
            by_child[child].append(finding)
        else:
            whole.append(sentence(finding))
    return StructBlockValidationError(
        block_errors={
            name: ValidationError(_sentences(of_child)) for name, of_child in by_child.items()
        },
        non_block_errors=[ValidationError(text) for text in merge_repeated(whole)],
    )
