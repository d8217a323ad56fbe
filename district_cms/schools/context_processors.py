"""Context of every template. Reads nothing from the database until a template uses it."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from district_cms.brand.website import website
from district_cms.web.visitors import LONGEST_PATH, without_secret

from .banners.visible import notices
from .frame import curriculum_link, footer_links, frame_pages, school_links
from .heads.pictures import TOUCH_ICON, icon_path
from .models import DistrictSettings


def district(request: HttpRequest) -> dict[str, Any]:
    """Returns the district's name, logo, color and contact, and the school and footer links for
    views that set none of their own, such as the one for 404."""
    chosen = SimpleLazyObject(DistrictSettings.cached)
    frame = cache(frame_pages)
    return {
        "district_name": SimpleLazyObject(lambda: website(request).name),
        "district_mark": SimpleLazyObject(lambda: website(request).mark),
        "district_contact": chosen,
        "accessibility_url": SimpleLazyObject(lambda: _accessibility_url(chosen, request)),
        "barrier_page": SimpleLazyObject(lambda: _barrier_page(request)),
        "brand_stylesheet_url": SimpleLazyObject(lambda: _brand_stylesheet_url(request)),
        "touch_icon_url": SimpleLazyObject(lambda: icon_path(TOUCH_ICON, request)),
        "is_demo": settings.DEMO,
        # The notices of the whole district, for views that set none of their own.
        "notices": SimpleLazyObject(notices),
        "schools": SimpleLazyObject(lambda: school_links(frame(), request)),
        "footer_links": SimpleLazyObject(lambda: footer_links(frame(), request)),
        "curriculum_link": SimpleLazyObject(lambda: curriculum_link(frame(), request)),
    }


def _accessibility_url(chosen: Any, request: HttpRequest) -> str:
    """Returns the address of the district's own accessibility page if it is live, else of the
    statement that is generated from the settings."""
    page = chosen.accessibility_page
    own = page.get_url(request) if page is not None and page.live else ""
    return own or reverse("barriers:statement")


def _barrier_page(request: HttpRequest) -> str:
    """Returns the path, without secrets, of the page that a report from its footer is about."""
    path = without_secret(request.path)
    return path if len(path) <= LONGEST_PATH and path != reverse("barriers:report") else ""


def _brand_stylesheet_url(request: HttpRequest) -> str:
    site = website(request)
    return site.css_url if site.has_own_color else ""
