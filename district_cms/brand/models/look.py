"""The look of the website: its mark and its one color."""

from decimal import Decimal
from typing import Any, ClassVar, override

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from ..cached import website_changed
from ..colors import STRONGEST, WEAKEST
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
    color = models.CharField(
        _("color"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("Write it as # and six digits."))],
        help_text=_("The district’s color as in its style guide, such as #1F5AA6."),
    )
    # Computed from the color, see `forms.WebsiteLookForm`.
    color_hue = models.PositiveSmallIntegerField(
        default=DEFAULT_HUE, validators=[MaxValueValidator(359)]
    )
    color_chroma = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        default=DEFAULT_CHROMA,
        validators=[MinValueValidator(WEAKEST), MaxValueValidator(STRONGEST)],
    )

    select_related: ClassVar = ["mark"]
    # `apps` sets the form that writes the change to the audit log.
    base_form_class: ClassVar[type[WagtailAdminModelForm]] = WagtailAdminModelForm
    panels: ClassVar = [FieldPanel("mark"), FieldPanel("color")]

    class Meta:
        verbose_name = _("look of the website")

    @override
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        website_changed()
