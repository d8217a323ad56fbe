"""Settings of the whole site that the communications office edits."""

from typing import Any, ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page

from district_cms.brand import letterhead
from district_cms.publishing.objects import CheckedForm, CheckedModel, QuestionsPanel
from district_cms.web.versions import CachedValue, bump

from ..blocks.prose import ShortProseBlock
from ..blocks.quick_links import QUICK_LINKS, QuickLinkBlock
from ..languages.fields import LanguageBlock
from ..languages.offered import DEFAULT
from ..phones import validate_phone

VERSION = "schools.district"
# The notices that US districts publish, in the order of the privacy page.
NOTICE_KINDS = [
    ("nondiscrimination", _("Nondiscrimination")),
    ("title-ix", _("Title IX coordinator")),
    ("section-504", _("Section 504 coordinator")),
    ("ferpa", _("Student records (FERPA) and directory information")),
    ("homeless", _("Liaison for students experiencing homelessness")),
    ("report-card", _("State report card")),
]


class RequiredNoticeBlock(blocks.StructBlock):
    """One notice in one language, with a contact for questions."""

    kind = blocks.ChoiceBlock(choices=NOTICE_KINDS, label=_("Notice"))
    text = ShortProseBlock(label=_("Text or link"))
    owner = blocks.CharBlock(
        max_length=120, label=_("Who answers questions"), help_text=_("A name or an office.")
    )
    contact = blocks.CharBlock(max_length=120, label=_("Phone or email"))
    language = LanguageBlock()

    class Meta:
        icon = "doc-full"
        label = _("Notice")


@register_setting(icon="site", order=200)
class DistrictSettings(CheckedModel, BaseGenericSetting):
    """How to reach the district office, and its required notices. One row."""

    street = models.CharField(_("street"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True, validators=[validate_phone])
    email = models.EmailField(_("email"), blank=True)
    accessibility_page = models.ForeignKey(
        Page,
        verbose_name=_("accessibility page"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Linked at the bottom of every page."),
    )
    required_notices = StreamField(
        [("notice", RequiredNoticeBlock())],
        verbose_name=_("required notices"),
        blank=True,
        help_text=_(
            "Shown on the privacy page. Add a notice again in Spanish for families who read "
            "Spanish. Notices that you do not add are not shown."
        ),
    )
    quick_links = StreamField(
        [("link", QuickLinkBlock())],
        verbose_name=_("quick links"),
        blank=True,
        help_text=_("On the front page and on each school’s page."),
    )
    retention_schedule = models.CharField(
        _("records retention schedule"),
        max_length=200,
        blank=True,
        help_text=_(
            "Its name and date. Until it is entered, messages, the addresses on them and decisions "
            "are not deleted because of their age: they may be public records."
        ),
    )
    # The first two are in the footer of every page.
    checked_fields: ClassVar = ("street", "city", "required_notices")
    base_form_class = CheckedForm

    select_related: ClassVar = ["accessibility_page"]
    panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldPanel("city"),
                FieldPanel("phone"),
                FieldPanel("email"),
                FieldPanel("accessibility_page"),
            ],
            heading=_("District office"),
        ),
        FieldPanel("quick_links"),
        MultiFieldPanel(
            [FieldPanel("required_notices"), FieldPanel("retention_schedule")],
            heading=_("Privacy and records"),
        ),
        QuestionsPanel(),
    ]

    class Meta:
        verbose_name = _("district")

    @classmethod
    def cached(cls) -> "DistrictSettings":
        """Returns this process's cached settings. Do not change them. Never writes, because
        visitors' pages use it."""
        return _cached_settings.get()

    @cached_property
    def letterhead(self) -> letterhead.Letterhead:
        """The district's name and color, as mails show them. Set already on cached settings."""
        return letterhead.letterhead()

    @property
    def name(self) -> str:
        return self.letterhead.name

    @property
    def color(self) -> str:
        return self.letterhead.color

    def notices(self, language: str) -> list[Any]:
        """Returns the required notices in order, each in this language or else in English."""
        by_kind = {
            (child.value["kind"], child.value["language"] or DEFAULT): child.value
            for child in self.required_notices
        }
        kinds = [kind for kind, _name in NOTICE_KINDS]
        translated = (
            by_kind.get((kind, language)) or by_kind.get((kind, DEFAULT)) for kind in kinds
        )
        return [notice for notice in translated if notice]

    def quick_links_of(self, *schools: int | None) -> list[dict[str, Any]]:
        """Returns [{"kind", "label", "url"}] of these schools, ids of their pages, the first before
        the next; None stands for the whole district. One query if a link leads to a page."""
        rows = [child["value"] for child in self.quick_links.raw_data]
        by_kind = {
            row["kind"]: row for own in schools[::-1] for row in rows if row.get("school") == own
        }
        chosen = [row["page"] for row in by_kind.values() if row.get("page")]
        pages = Page.objects.live().in_bulk(chosen)
        urls = {
            kind: row.get("address") or pages[row["page"]].get_url()
            for kind, row in by_kind.items()
            if row.get("address") or row.get("page") in pages
        }
        return [
            {"kind": kind, "label": str(label), "url": urls[kind]}
            for kind, label in QUICK_LINKS
            if urls.get(kind)
        ]

    @property
    def missing_notices(self) -> list[str]:
        """The names of required notices without an English text."""
        entered = {notice["kind"] for notice in self.notices(DEFAULT)}
        return [str(name) for kind, name in NOTICE_KINDS if kind not in entered]

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        bump(VERSION)


def _read() -> DistrictSettings:
    rows = DistrictSettings.base_queryset().annotate(**letterhead.columns())
    row: DistrictSettings | None = rows.first()
    if row is None:
        return DistrictSettings()
    row.letterhead = letterhead.of_columns(row)
    return row


_cached_settings = CachedValue(VERSION, _read, letterhead.VERSION)
