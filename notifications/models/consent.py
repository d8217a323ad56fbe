"""The record of consent: who agreed to what and who took it back. Written once."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .outbox import Channel
from .subscribers import LANGUAGES, Scope


class ConsentQuerySet(models.QuerySet["ConsentRecord"]):
    def of(self, subscriber: UUID) -> Self:
        """One person's, in the order in which they were written."""
        return self.filter(subscriber_uuid=subscriber).order_by("pk")


class ConsentRecord(models.Model):
    """One consent given, or one taken back, with what proves it.

    Names the person by UUID and holds no address: `VerifiedAddress` ties the two together for as
    long as the person gets anything. `wording` is what the person read when they agreed, whole.
    The database refuses changes, and the rows are sealed into the log's chain.
    """

    class Act(models.TextChoices):
        GIVEN = "given", _("Given")
        WITHDRAWN = "withdrawn", _("Taken back")

    class Source(models.TextChoices):
        """Where the person was."""

        FORM = "form", _("The form of a page")
        PREFERENCES = "preferences", _("The person’s own page")
        STOP_PAGE = "stop page", _("The page to stop")
        ONE_CLICK = "one-click", _("The mail program’s button")
        TEXT = "text", _("A text message")

    class Proof(models.TextChoices):
        """How we know that it was the owner of the address."""

        BUTTON = "button", _("Button behind a link that was sent to the address")
        CODE = "code", _("Code that was sent to the number and typed back")
        LINK = "link", _("Signed link that was sent to the address")
        NUMBER = "number", _("The text came from the number")

    at = models.DateTimeField(_("when"), default=timezone.now)
    subscriber_uuid = models.UUIDField(_("person"), db_index=True)
    act = models.CharField(_("what"), max_length=10, choices=Act)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    scope = models.CharField(_("covers"), max_length=10, choices=Scope)
    page_uuid = models.UUIDField(_("page"))
    title = models.CharField(_("title of the page"), max_length=255, blank=True)
    school = models.CharField(_("school"), max_length=255, blank=True)
    wording = models.TextField(_("what the person read"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES)
    source = models.CharField(_("where"), max_length=20, choices=Source)
    proof = models.CharField(_("how proved"), max_length=20, choices=Proof)
    asked_at = models.DateTimeField(_("asked for"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            # Who agreed read something; who stops need not.
            models.CheckConstraint(
                condition=~Q(act="given") | ~Q(wording=""), name="consent_has_its_wording"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.channel} {self.scope} {self.page_uuid}"
