"""What the communications office sets for the whole site."""

from typing import Any, ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Page

from district_cms.brand import letterhead
from district_cms.publishing.forms import CheckedForm
from district_cms.publishing.objects import CheckedModel
from district_cms.publishing.panels import QuestionsPanel
from district_cms.web.versions import Kept, bump

from ..phones import validate_phone

VERSION = "schools.district"


@register_setting(icon="site", order=200)
class DistrictSettings(CheckedModel, BaseGenericSetting):
    """One row: how to reach the district office."""

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
    # Stands at the foot of every page.
    checked_fields: ClassVar = ("street", "city")
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
        QuestionsPanel(),
    ]

    class Meta:
        verbose_name = _("district")

    @classmethod
    def kept(cls) -> "DistrictSettings":
        """The settings as this process keeps them; nobody changes them. No write: a visitor's page
        asks for them."""
        return _kept.get()

    @cached_property
    def letterhead(self) -> letterhead.Letterhead:
        """The district's name and color, as mails show them. Those that are kept have it."""
        return letterhead.letterhead()

    @property
    def name(self) -> str:
        return self.letterhead.name

    @property
    def color(self) -> str:
        return self.letterhead.color

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        bump(VERSION)


def _read() -> DistrictSettings:
    rows = DistrictSettings.base_queryset().annotate(**letterhead.columns())
    found: DistrictSettings | None = rows.first()
    if found is None:
        return DistrictSettings()
    found.letterhead = letterhead.of_columns(found)
    return found


_kept = Kept(VERSION, _read, letterhead.VERSION)
