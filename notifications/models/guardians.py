"""Guardians whom the district listed as people it may contact, their children, and the one
invitation that each address gets."""

import uuid
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from district_cms.students.models import Student
from district_cms.web.fields import RecordedDayField

from ..guardians.settings_form import NEEDED_FOR_TEXTS, GuardianSettingsForm
from .subscribers import LANGUAGES


class Guardian(models.Model):
    """A person of the contact file. Addresses are as `web.addresses.normalize_address` and
    `texts.numbers` write them; the file says for each channel whether it may be used."""

    key = models.CharField(_("guardian key"), max_length=64, unique=True)
    email = models.CharField(_("email"), max_length=254, blank=True, db_index=True)
    telephone = models.CharField(_("telephone"), max_length=20, blank=True, db_index=True)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    may_email = models.BooleanField(_("may be contacted by email"), default=False)
    may_text = models.BooleanField(_("may be contacted by text"), default=False)
    # Names the guardian in links to stop.
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    wagtail_reference_index_ignore: ClassVar = True

    class Meta:
        verbose_name = _("guardian")
        verbose_name_plural = _("guardians")
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="guardian_email_folded"
            )
        ]

    def __str__(self) -> str:
        # Logs must not show who it is.
        return f"guardian {self.pk}"


class GuardianStudent(models.Model):
    """A guardian of a student. Of a pair with `must_not_contact`, nothing about the student reaches
    the guardian, whatever else is listed."""

    guardian = models.ForeignKey(Guardian, on_delete=models.CASCADE, related_name="children")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+")
    must_not_contact = models.BooleanField(default=False)

    wagtail_reference_index_ignore: ClassVar = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["guardian", "student"], name="guardian_once_for_a_student"
            )
        ]

    def __str__(self) -> str:
        return f"child {self.pk}"


class Invitation(models.Model):
    """The letter to one address: one, and at most one reminder (times in UTC).

    Stays when the guardian leaves the file, so that `refused_at` survives every import. `sent_at`
    is empty if the owner had signed up before any letter. Of the link's secret only the SHA-256 is
    held.
    """

    address = models.CharField(max_length=254, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(null=True, default=timezone.now)
    reminded_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"invitation {self.pk}"


@register_setting(icon="group", order=217)
class GuardianSettings(BaseGenericSetting):
    """What the district turned on for listed guardians: nothing, as delivered. Texts without a yes
    also need the basis, the day it was decided, and the carrier's registration."""

    class Basis(models.TextChoices):
        EMERGENCY = "emergency", _("an emergency")
        GIVEN_BY_HOLDER = "given", _("the number was given by its holder")

    email_urgent = models.BooleanField(
        _("send urgent notices by email to listed guardians"),
        default=False,
        help_text=_("Without signing up. Each mail has a link to stop them."),
    )
    text_urgent = models.BooleanField(
        _("send approved urgent words by text to listed guardians"),
        default=False,
        help_text=_(
            "Only closing, late start, closing early, lockdown, evacuation and danger to health, "
            "in approved words, to numbers that the contact file allows and whose owner did not "
            "stop our texts. Whether the law allows it here is for the district’s counsel to say."
        ),
    )
    text_basis = models.CharField(
        _("basis of these texts"), max_length=10, choices=Basis, blank=True
    )
    basis_decided_on = RecordedDayField(_("decided on"), null=True, blank=True)
    basis_source = models.CharField(_("where that is written"), max_length=255, blank=True)
    carrier_registration = models.CharField(
        _("registration with the carriers"), max_length=64, blank=True
    )
    texts_a_second = models.PositiveSmallIntegerField(
        _("texts a second that the registration allows"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )
    send_letters = models.BooleanField(_("invite listed guardians to digests"), default=False)
    # The day of the last contact file that changed something.
    list_read_on = models.DateField(null=True, blank=True, editable=False)

    panels: ClassVar = [
        FieldPanel("email_urgent"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("text_urgent", *NEEDED_FOR_TEXTS)],
            heading=_("Texts without a yes"),
        ),
        FieldPanel("send_letters"),
    ]
    base_form_class: ClassVar = GuardianSettingsForm

    class Meta:
        verbose_name = _("guardian settings")

    def __str__(self) -> str:
        return str(_("Guardian settings"))

    @property
    def texts_are_on(self) -> bool:
        """Returns True if texts without a yes are on and everything they need is recorded."""
        return self.text_urgent and all(getattr(self, name) for name in NEEDED_FOR_TEXTS)
