"""Objects that have no page, such as a staff record or a setting, pass the same checks as pages.

What blocks stops their form (`forms.CheckedForm`) and their `full_clean`; questions are put by the
form only, because only there is a person who can answer. Exceptions are made for pages: nothing
here is ever excepted. `save()` itself does not check: as everywhere in Django, code that saves
without `full_clean` answers for what it writes.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from district_cms.checks.findings import Finding

from .content.checks import content_findings, privacy_rules
from .content.crashes import run_check
from .policy import apply_choice, raise_advice
from .refusals import errors_by_field


def check_object(subject: Any) -> list[Finding]:
    """Everything that the rules say of the words of an object, as it is in memory; writes nothing.

    Reads the text and rich-text fields that its model names in `checked_fields`. A check that
    breaks off becomes a finding that blocks. One query, two where something may be raised.
    """
    return apply_choice(raise_advice, subject, list(run_check(content_findings, subject)))


def which_block(subjects: Iterable[Any]) -> list[Any]:
    """Those of many objects of which something blocks, as `check_object` says. One query, and one
    for each of which advice could be raised."""
    rules = privacy_rules()

    def findings_of(subject: Any) -> Iterator[Finding]:
        return content_findings(subject, rules)

    return [
        subject
        for subject in subjects
        if any(
            finding.blocks
            for finding in apply_choice(
                raise_advice, subject, list(run_check(findings_of, subject))
            )
        )
    ]


class CheckedModel(models.Model):
    """Stands before the other bases of a model whose words readers see and that has no page."""

    checked_fields: ClassVar[tuple[str, ...]]
    """The names of the fields that readers see. Only these are checked."""

    _is_checked_by_form = False

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raise `ValidationError` where something blocks: {field: [sentence]}."""
        super().clean()
        refuse_what_blocks(self)


def refuse_what_blocks(subject: Any) -> None:
    """Raise `ValidationError` for words of an object that block; its form checks them itself."""
    if getattr(subject, "_is_checked_by_form", False):
        return
    blocking = [finding for finding in check_object(subject) if finding.blocks]
    if blocking:
        raise ValidationError(errors_by_field(blocking))


def refuse_in_form(form: forms.Form, subject: CheckedModel) -> None:
    """Put what blocks beside the fields of a form that are named like those of the object: for a
    form whose object is not saved yet, or whose other fields are not known to be right."""
    try:
        refuse_what_blocks(subject)
    except ValidationError as refusal:
        for name, errors in refusal.error_dict.items():
            form.add_error(name, errors)


@contextmanager
def checked_by_form(subject: Any) -> Iterator[None]:
    """Inside, `clean()` does not check: the form that calls it does, and asks as well."""
    subject._is_checked_by_form = True
    try:
        yield
    finally:
        subject._is_checked_by_form = False
