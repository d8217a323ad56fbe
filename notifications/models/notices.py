"""Notices to families: class notices by teachers, urgent notices to schools. Times are UTC.

Rows are never deleted: they record what families were told. Only `notices.services` writes them.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from district_cms.publishing.objects import CheckedModel, QuestionsPanel
from district_cms.schools.banners.wording import Emergency, words_of

from .outbox import MessageClass


class Standing(models.TextChoices):
    WAITING = "waiting", _("Not sent yet")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REPLACED = "replaced", _("Replaced")


class FamilyNotice(CheckedModel):
    """What both kinds share: words in two languages, who wrote and sent them, and the progress of
    writing messages into the outbox.

    `contents` has the words as sent: for each channel and language ("email.es") the id of the
    `MessageContent` and the subject. `written_after` is the key of the last address with a message,
    `expected` the number of recipients when it was sent.
    """

    message_class: ClassVar[MessageClass]
    kind: ClassVar[str]
    languages: ClassVar[dict[str, str]]

    text_en = models.CharField(
        _("in English"), max_length=280, help_text=_("At most 280 characters.")
    )
    text_es = models.CharField(
        _("in Spanish"),
        max_length=280,
        blank=True,
        help_text=_("Families who chose Spanish get this. If it is empty, they get the English."),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_by_name = models.CharField(_("written by"), max_length=254)
    made_at = models.DateTimeField(_("written"), default=timezone.now)
    standing = models.CharField(
        _("status"), max_length=10, choices=Standing, default=Standing.WAITING
    )
    sent_by_name = models.CharField(_("sent by"), max_length=254, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    contents = models.JSONField(default=dict, blank=True)
    written_after = models.BigIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)

    # Set when the app is ready.
    base_form_class: Any
    sends: Any = True

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text_en

    def words(self) -> Sequence[object]:
        """Returns everything that someone looks over before it is sent."""
        return (self.text_en, self.text_es)

    @property
    def fingerprint(self) -> str:
        """Returns a hash that is equal only for the same words."""
        return hashlib.sha256(repr(self.words()).encode()).hexdigest()[:32]

    @property
    def lacks_spanish(self) -> bool:
        """Returns True if families who chose Spanish get English, because part of the Spanish is
        missing: nobody gets a mix."""
        return not all(getattr(self, name) for name in self.languages)

    @property
    def content_ids(self) -> list[UUID]:
        return [UUID(each["content"]) for each in self.contents.values()]


class ClassNotice(FamilyNotice):
    """A teacher's short notice to the people who follow a class, on the channels that the class
    offers."""

    message_class = MessageClass.NOTICE
    kind = "class"

    classroom = models.ForeignKey(
        "classroom.ClassroomPage", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    class_name = models.CharField(_("class"), max_length=255)
    school_name = models.CharField(_("school"), max_length=255)

    checked_fields: ClassVar = ("text_en", "text_es")
    languages: ClassVar = {"text_es": "es"}
    panels: ClassVar = [
        FieldPanel("text_en", widget=AdminAutoHeightTextInput(attrs={"rows": 3})),
        FieldPanel("text_es", widget=AdminAutoHeightTextInput(attrs={"rows": 3})),
        QuestionsPanel(),
    ]

    class Meta:
        verbose_name = _("class notice")
        verbose_name_plural = _("class notices")
        ordering = ["-made_at", "-pk"]
        default_permissions = ("add", "change")
        indexes = [models.Index(fields=["-made_at"], name="class_notice_newest")]


class UrgentNotice(FamilyNotice):
    """What a school or the district says to everyone: on the website and, with `sends`, to everyone
    who follows anything at these schools. `plain` is good to know: on the website only.

    The privacy checks ask but never stop an emergency: `privacy_reason` is why it must be said
    anyway (34 CFR 99.36). `safety_reason` is why nobody else confirmed it. `banners` are its
    banners on the website.
    """

    message_class = MessageClass.URGENT
    kind = "urgent"

    whole_district = models.BooleanField(_("the whole district"), default=False)
    schools = models.ManyToManyField(
        "schools.SchoolPage", verbose_name=_("schools"), blank=True, related_name="+"
    )
    title_en = models.CharField(_("title in English"), max_length=80)
    title_es = models.CharField(_("title in Spanish"), max_length=80, blank=True)
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("until"), help_text=_("Then it leaves the website, and nothing more is sent.")
    )
    privacy_reason = models.CharField(
        _("why a student must be named"),
        max_length=300,
        blank=True,
        help_text=_("Only if the checks below ask for it. It is recorded with your name."),
    )
    emergency = models.CharField(_("what"), max_length=10, choices=Emergency, blank=True)
    plain = models.BooleanField(_("good to know"), default=False)
    closes_at = models.TimeField(
        _("school ends at"), null=True, blank=True, help_text=_("Only for closing early.")
    )
    sends = models.BooleanField(
        _("send it by email and text, too"),
        default=True,
        help_text=_("At once and at any hour, past quiet hours and a pause."),
    )
    safety_reason = models.CharField(_("why it could not wait"), max_length=300, blank=True)
    banners = models.ManyToManyField("schools.Banner", blank=True, related_name="+")
    # The key of the last listed guardian with a message.
    guardians_after = models.BigIntegerField(default=0)

    checked_fields: ClassVar = ("title_en", "title_es", "text_en", "text_es")
    languages: ClassVar = {"title_es": "es", "text_es": "es"}
    # The schools of an object that is not saved yet.
    chosen: Sequence[Any] | None = None

    class Meta:
        verbose_name = _("urgent notice")
        verbose_name_plural = _("urgent notices")
        ordering = ["-made_at", "-pk"]
        default_permissions = ("add", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="urgent_notice_ends_later"
            )
        ]
        indexes = [models.Index(fields=["-made_at"], name="urgent_notice_newest")]

    def __str__(self) -> str:
        return self.title_en

    @property
    def places(self) -> list[Any]:
        """Returns its schools by title; none for the whole district. At most one query."""
        if self.whole_district:
            return []
        chosen = self.schools.all() if self.chosen is None else self.chosen
        return sorted(chosen, key=lambda school: school.title)

    @property
    def approved_words(self) -> dict[str, str]:
        """Returns the approved words for its emergency, places and day; empty for anything else."""
        return words_of(
            self.emergency,
            all_schools=self.whole_district,
            day=timezone.localdate(self.ends_at),
            time=self.closes_at,
        )

    @property
    def is_approved(self) -> bool:
        """Returns True if all its words are the approved ones."""
        approved = self.approved_words
        return bool(approved) and all(getattr(self, key) == approved[key] for key in approved)

    @property
    def needs_second_person(self) -> bool:
        """Returns True if someone else must look over the words. Good-to-know lines are published
        as pages are."""
        return not self.plain and not self.is_approved

    def words(self) -> Sequence[object]:
        where = sorted(school.pk for school in self.places)
        moments = [moment.astimezone(dt.UTC) for moment in (self.starts_at, self.ends_at)]
        return (
            *(self.title_en, self.title_es, self.text_en, self.text_es, self.closes_at),
            *(self.whole_district, where, *moments, self.emergency, self.plain, self.sends),
        )


# The row that joins a notice and its banner.
BannerLink: Any = UrgentNotice.banners.through
