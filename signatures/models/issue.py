"""Which signature was given to whom, and how."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff

from .template import TemplateVersion


class IssueQuerySet(models.QuerySet["Issue"]):
    def taken(self) -> "IssueQuerySet":
        """Returns full signatures that people took themselves. An export may not have been used,
        and people who copied the short one for replies still need the full one."""
        return self.exclude(path__in=[Issue.Path.EXPORT, Issue.Path.SHORT])

    def newest(self) -> "IssueQuerySet":
        """Returns the last one that each person took."""
        last = Issue.objects.taken().order_by().values("staff").annotate(last=models.Max("pk"))
        return self.filter(pk__in=last.values("last"))


class Issue(models.Model):
    """One signature as it was taken. Known from the person's actions here, never from a mailbox."""

    class Path(models.TextChoices):
        COPY = "copy", _("Copied")
        HTM = "htm", _("Downloaded for Outlook")
        TEXT = "txt", _("Downloaded as text")
        SHORT = "short", _("Copied the short one")
        EXPORT = "export", _("Exported by the district")

    staff = models.ForeignKey(
        Staff, on_delete=models.CASCADE, related_name="signature_issues", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"))
    path = models.CharField(_("how"), max_length=10, choices=Path)
    sha256 = models.CharField(max_length=64)
    # A checksum of each part.
    made_of = models.JSONField(_("made of"), default=dict)
    template_version = models.ForeignKey(
        TemplateVersion, on_delete=models.PROTECT, null=True, related_name="+"
    )
    logo_versions = models.JSONField(_("logos"), default=list)
    # When the person was last notified of a newer signature, and its checksum; the checksum is
    # empty if the change was undone.
    told_at = models.DateTimeField(_("told"), null=True)
    told_of = models.CharField(max_length=64, blank=True)

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
