"""Choices that all schools share: grade levels (CEDS codes), subjects, kinds of school."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

SCHOOL_KINDS = [
    ("elementary", _("Elementary school")),
    ("middle", _("Middle school")),
    ("high", _("High school")),
    ("alternative", _("Alternative high school")),
]

# Students may follow the classes of these schools themselves.
HIGH_SCHOOLS = frozenset({"high", "alternative"})

GRADE_LEVELS = [
    ("PK", _("Preschool")),
    ("KG", _("Kindergarten")),
    # Formatted when rendered: `%` on a lazy string would fix the language at import.
    *[(f"{n:02d}", format_lazy(_("Grade {number}"), number=n)) for n in range(1, 13)],
]
_GRADE_ORDER = [key for key, _label in GRADE_LEVELS]

SUBJECTS = [
    ("homeroom", _("Homeroom")),
    ("reading", _("Reading")),
    ("writing", _("Writing")),
    ("math", _("Mathematics")),
    ("science", _("Science")),
    ("social-studies", _("Social studies")),
    ("world-languages", _("World languages")),
    ("arts", _("Visual arts")),
    ("music", _("Music")),
    ("physical-education", _("Physical education")),
    ("health", _("Health")),
    ("technology", _("Technology")),
    ("career", _("Career and technical education")),
    ("library", _("Library")),
    ("other", _("Another subject")),
]


_SUBJECTS = dict(SUBJECTS)


def subject_label(subject: str) -> str:
    """Like `get_subject_display`, which translates all subjects to find one."""
    return str(_SUBJECTS.get(subject, subject))


def grade_label(levels: list[str]) -> str:
    """Returns a list of grade levels in words: "Grade 3", "Grades 9–12", "Kindergarten, Grade
    1"."""
    keys = [key for key in _GRADE_ORDER if key in levels]
    if not keys:
        return ""
    labels = dict(GRADE_LEVELS)
    numbers = [int(key) for key in keys if key.isdigit()]
    words = [str(labels[key]) for key in keys if not key.isdigit() or len(numbers) == 1]
    if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        words.append(_now("Grades %(first)d–%(last)d") % {"first": numbers[0], "last": numbers[-1]})
    elif len(numbers) > 1:
        words.append(_now("Grades %(list)s") % {"list": ", ".join(map(str, numbers))})
    return ", ".join(words)


class GradeLevelsField(models.JSONField):
    """A list of CEDS grade codes in school order, such as ["03", "04"], edited with checkboxes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        unknown = [item for item in value if item not in _GRADE_ORDER]
        if unknown:
            raise ValidationError(
                _("“%(value)s” is not a grade level."), params={"value": unknown[0]}
            )

    def formfield(self, **kwargs: Any) -> forms.Field:
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        return forms.MultipleChoiceField(
            choices=GRADE_LEVELS,
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )
