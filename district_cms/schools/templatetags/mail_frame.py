"""The district's frame for mails that Wagtail sends."""

from django import template
from django.conf import settings
from django.template import Context
from django.utils import translation

from district_cms.web.mail import site_root

from ..models import DistrictSettings

register = template.Library()


@register.simple_tag(takes_context=True)
def frame_of_the_district(context: Context) -> str:
    """Adds the frame's values to the context, unless `web.mail` rendered the mail and has set
    them."""
    if "district_name" not in context:
        office = DistrictSettings.cached()
        context.update(
            {
                "language_code": translation.get_language() or settings.LANGUAGE_CODE,
                "district_name": office.name,
                "district_color": office.color,
                "district_contact": office,
                "site_url": f"{site_root()}/",
            }
        )
    return ""
