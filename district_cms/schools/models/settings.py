"""What the communications office sets for the whole site."""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Page

from district_cms.publishing.forms import CheckedForm
from district_cms.publishing.objects import CheckedModel
from district_cms.publishing.panels import QuestionsPanel
from district_cms.web.versions import Kept, bump

from ..phones import validate_phone

VERSION = "schools.district"
# The color of the style sheets; see static/css/tokens.css.
DEFAULT_HUE = 284
DEFAULT_CHROMA = Decimal("0.16")


@register_setting(icon="site", order=200)
class DistrictSettings(CheckedModel, BaseGenericSetting):
    """One row: how to reach the district office, and the district's color."""

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
    color_hue = models.PositiveSmallIntegerField(
        _("hue"),
        default=DEFAULT_HUE,
        validators=[MaxValueValidator(359)],
        help_text=_("0 to 359 on the color wheel: 30 orange, 145 green, 250 blue, 284 larkspur."),
    )
    color_chroma = models.DecimalField(
        _("strength"),
        max_digits=3,
        decimal_places=2,
        default=DEFAULT_CHROMA,
        validators=[MinValueValidator(Decimal("0.02")), MaxValueValidator(Decimal("0.16"))],
        help_text=_("0.02 is almost gray, 0.16 is strong. Text stays readable at any of them."),
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
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("color_hue"), FieldPanel("color_chroma")])],
            heading=_("The district's color"),
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        bump(VERSION)

    @property
    def has_own_color(self) -> bool:
        return (self.color_hue, self.color_chroma) != (DEFAULT_HUE, DEFAULT_CHROMA)


def _read() -> DistrictSettings:
    found: DistrictSettings | None = DistrictSettings.base_queryset().first()
    return found or DistrictSettings()


_kept = Kept(VERSION, _read)
