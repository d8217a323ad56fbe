"""What the communications office decided, with its reason, so that everyone is told of it once."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff


class DecisionQuerySet(models.QuerySet["Decision"]):
    def untold(self) -> "DecisionQuerySet":
        """Those of which the person has not been told."""
        return self.filter(told_at__isnull=True, staff__active=True)

    def new_to_office(self) -> "DecisionQuerySet":
        """Those of which the office has not been told."""
        return self.filter(office_told_at__isnull=True)


class Decision(models.Model):
    """One answer of the office to something that one person handed in.

    Names what it is about by plain values: it may be changed or removed while the answer stays.
    """

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    subject_id = models.PositiveBigIntegerField()
    title = models.CharField(max_length=300)
    approved = models.BooleanField()
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    office_told_at = models.DateTimeField(null=True)

    objects = DecisionQuerySet.as_manager()
    wagtail_reference_index_ignore: ClassVar = True

    class Meta:
        verbose_name = _("decision")
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "subject_id"], name="decision_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
