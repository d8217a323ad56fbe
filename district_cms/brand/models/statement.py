"""Approved statements of the district and its schools about themselves."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, override

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.publishing.objects import CheckedModel

from ..rules import check_no_turning_letters
from .organization import Organization

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class StatementQuerySet(models.QuerySet["Statement"]):
    """Statements by day and organization."""

    def valid(self, on: dt.date) -> "StatementQuerySet":
        """Returns the statements that are valid on this day."""
        return self.filter(models.Q(valid_to=None) | models.Q(valid_to__gte=on), valid_from__lte=on)

    def of(self, organization_ids: Iterable[int]) -> "StatementQuerySet":
        """Returns the statements of these organizations."""
        return self.filter(organization__in=list(organization_ids))

    def same(self, statement: "Statement") -> "StatementQuerySet":
        """Returns all versions of one statement."""
        return self.filter(
            organization=statement.organization_id,
            kind=statement.kind,
            language=statement.language,
        )


class Statement(CheckedModel):
    """One version of the goals, mission or vision of the district or a school, in one language.

    A new wording is a new row with the next `version`. Employees' choices are stored by `key`,
    which all versions and languages of a statement share, so that a choice outlives the wording.
    """

    class Kind(models.TextChoices):
        """The three kinds that the procedure names."""

        GOALS = "goals", _("Goals")
        MISSION = "mission", _("Mission")
        VISION = "vision", _("Vision")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="statements",
        verbose_name=_("whose"),
        limit_choices_to={"kind__in": ["district", "school"]},
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    text = models.TextField(
        _("text"),
        max_length=600,
        validators=[check_no_turning_letters],
        help_text=_("As it was approved, in plain words. An email signature shows it whole."),
    )
    owner = models.CharField(
        _("owner"),
        max_length=120,
        validators=[check_no_turning_letters],
        help_text=_("Who approved it and answers for it, like “Board of Trustees”."),
    )
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)
    # The last day, inclusive.
    valid_to = models.DateField(_("valid to"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = StatementQuerySet.as_manager()
    checked_fields: ClassVar = ("text",)

    class Meta:
        ordering = ["organization__kind", "organization__name", "kind", "language", "-version"]
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "language", "version"],
                name="statement_version_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_label}, {self.organization}"

    @property
    def key(self) -> str:
        """Returns "12-mission": identifies the statement, whatever its wording and language."""
        return f"{self.organization_id}-{self.kind}"

    @property
    def kind_label(self) -> "StrOrPromise":
        """Returns its kind in the reader's language."""
        return self.get_kind_display()

    @override
    def clean(self) -> None:
        """Raises `ValidationError` for a new statement if there is one already, which needs a new
        wording instead."""
        super().clean()
        is_first = self._state.adding and self.version == 1 and bool(self.organization_id)
        if is_first and Statement.objects.same(self).exists():
            raise ValidationError(
                {
                    "kind": _(
                        "This statement already exists. Open it in the list and give it a new "
                        "wording."
                    )
                },
                code="unique",
            )
