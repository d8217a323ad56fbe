"""The look of the website: its mark and its one color."""

from decimal import Decimal
from typing import Any, ClassVar, override

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from ..cached import website_changed
from .logo import Logo

# The color of the style sheets; see static/css/tokens.css.
DEFAULT_HUE = 250
DEFAULT_CHROMA = Decimal("0.12")


@register_setting(icon="view", order=210)
class WebsiteLook(BaseGenericSetting):
    """The only row of the website's look. The website's name is that of the district's
    organization, which the home page sets; both are read together, see `website`."""

    mark = models.ForeignKey(
        Logo,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"organization__kind": "district"},
        verbose_name=_("mark"),
        help_text=_(
            "The logo beside the district’s name at the top of every page. Without a choice it is "
            "the district’s logo that was registered first."
        ),
    )
    color_hue = models.PositiveSmallIntegerField(
        _("hue"),
        default=DEFAULT_HUE,
        validators=[MaxValueValidator(359)],
        help_text=_("0 to 359 on the color wheel: 30 orange, 145 green, 250 blue, 300 purple."),
    )
    color_chroma = models.DecimalField(
        _("strength"),
        max_digits=3,
        decimal_places=2,
        default=DEFAULT_CHROMA,
        validators=[MinValueValidator(Decimal("0.02")), MaxValueValidator(Decimal("0.16"))],
        help_text=_("0.02 is almost gray, 0.16 is strong. Text stays readable at any of them."),
    )

    select_related: ClassVar = ["mark"]
    # `apps` sets the form that writes the change to the audit log.
    base_form_class: ClassVar[type[WagtailAdminModelForm]] = WagtailAdminModelForm
    panels: ClassVar = [
        FieldPanel("mark"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("color_hue"), FieldPanel("color_chroma")])],
            heading=_("The district's color"),
        ),
    ]

    class Meta:
        verbose_name = _("look of the website")

    @override
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        website_changed()
