"""Which signature was handed out to whom, and by which way."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff

from .template import TemplateVersion


class IssueQuerySet(models.QuerySet["Issue"]):
    def newest(self) -> "IssueQuerySet":
        """The last one of each person."""
        last = Issue.objects.order_by().values("staff").annotate(last=models.Max("pk"))
        return self.filter(pk__in=last.values("last"))

    def with_renewal(self) -> "IssueQuerySet":
        """With `renewed_at`: when the person next took a signature; None where not yet."""
        later = Issue.objects.filter(staff=models.OuterRef("staff"), pk__gt=models.OuterRef("pk"))
        return self.annotate(renewed_at=models.Subquery(later.order_by("pk").values("at")[:1]))


class Issue(models.Model):
    """One signature as it was taken. Known by what the person did here, never from a mailbox."""

    class Path(models.TextChoices):
        COPY = "copy", _("Copied")
        HTM = "htm", _("Downloaded for Outlook")
        TEXT = "txt", _("Downloaded as text")
        EXPORT = "export", _("Exported by the district")

    staff = models.ForeignKey(
        Staff, on_delete=models.CASCADE, related_name="signature_issues", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"))
    path = models.CharField(_("how"), max_length=10, choices=Path)
    sha256 = models.CharField(max_length=64)
    template_version = models.ForeignKey(
        TemplateVersion, on_delete=models.PROTECT, null=True, related_name="+"
    )
    logo_versions = models.JSONField(_("logos"), default=list)
    # That a newer one is there was told at this time. Once: until it is renewed, no more mail.
    told_at = models.DateTimeField(_("told"), null=True)

    objects: Any = IssueQuerySet.as_manager()

    wagtail_reference_index_ignore: ClassVar = True

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("signature in use")
        verbose_name_plural = _("signatures in use")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(name="issue_has_a_checksum", condition=~models.Q(sha256=""))
        ]

    def __str__(self) -> str:
        return f"{self.staff}, {self.get_path_display()}"
