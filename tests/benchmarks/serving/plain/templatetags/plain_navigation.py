"""Menus from the tree, as the bakery demo has them in `navigation_tags`."""

from typing import Any

from django import template
from wagtail.models import Page, Site

from ..models import PlainSchoolPage

register = template.Library()


@register.simple_tag(takes_context=True)
def get_site_root(context: Any) -> Page:
    return Site.find_for_request(context["request"]).root_page


@register.inclusion_tag("plain/tags/school_menu.html", takes_context=True)
def school_menu(context: Any, parent: Page, calling_page: Page) -> dict[str, Any]:
    schools = PlainSchoolPage.objects.child_of(parent).live()
    for school in schools:
        school.active = calling_page.url_path.startswith(school.url_path)
    return {"schools": schools, "request": context["request"]}


@register.inclusion_tag("plain/tags/footer_schools.html", takes_context=True)
def footer_schools(context: Any, parent: Page) -> dict[str, Any]:
    schools = PlainSchoolPage.objects.child_of(parent).live()
    return {"schools": schools, "request": context["request"]}


@register.inclusion_tag("plain/tags/menu.html", takes_context=True)
def menu(context: Any, parent: Page) -> dict[str, Any]:
    return {
        "menuitems": parent.get_children().live().in_menu(),
        "request": context["request"],
    }


@register.inclusion_tag("plain/tags/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: Any) -> dict[str, Any]:
    page = context["self"]
    ancestors = Page.objects.ancestor_of(page).filter(depth__gt=1)
    return {"ancestors": ancestors, "request": context["request"]}
