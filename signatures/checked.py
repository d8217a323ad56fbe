"""What stands in a signature reaches families with each message of its owner, and is on no page: it
passes the checks of a page when it is handed in."""

from django import forms
from django.core.exceptions import ValidationError

from district_cms.publishing.objects import CheckedModel, refuse_what_blocks


def refuse_in_form(form: forms.Form, words: CheckedModel) -> None:
    """Put what blocks beside the fields of a form that are named like those of the object. Read
    before the form's other fields are known to be right."""
    try:
        refuse_what_blocks(words)
    except ValidationError as refusal:
        for name, errors in refusal.error_dict.items():
            form.add_error(name, errors)
