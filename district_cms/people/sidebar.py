"""The editor's menu: one table of groups, their destinations and the tabs of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem, admin_menu
from wagtail.admin.ui.sidebar import SubMenuItem

# So many destinations stand without groups: opening one would cost a click.
FEW: Final = 10
SITE_HISTORY: Final = "wagtailadmin_reports:site_history"


@dataclass(frozen=True, slots=True)
class Destination:
    """The first screen that a user may open is its link, the others are tabs above the screens. The
    label is for users who may open more than one."""

    screens: tuple[str, ...]
    label: Any

    def visible(self, request: HttpRequest) -> list[MenuItem]:
        items = {screen: _items()[_address(screen)] for screen in self.screens}
        visible = {screen: item for screen, item in items.items() if item.is_shown(request)}
        if self.screens[0] not in visible:
            visible.pop(SITE_HISTORY, None)  # for those who read the log
        return list(visible.values())


def to(screens: str, label: Any = "") -> Destination:
    """`screens` are url names, with the arguments of the address after slashes."""
    return Destination(tuple(screens.split()), label)


@dataclass(frozen=True, slots=True)
class Group:
    """Without a label, its destinations stand by themselves."""

    label: Any
    icon: str
    destinations: tuple[Destination, ...]


GROUPS: Final = (
    Group("", "", (to("moderation_review"),)),
    Group(
        *(_("Messages"), "mail"),
        (
            to("notices:index"),
            to(
                "deliveries:index outbox:index suppressions:index notifications_retention",
                _("Deliveries"),
            ),
        ),
    ),
    Group(
        *(_("Pages and files"), "folder-open-inverse"),
        (
            to("wagtailadmin_explore_root"),
            to(
                "wagtailimages:index wagtaildocs:index wagtailadmin_collections:index",
                _("Images and documents"),
            ),
            to("class_templates:index"),
        ),
    ),
    Group(
        *(_("People"), "group"),
        (
            to("staff:index"),
            to("class-assignments:index"),
            to("students:index high_school_students:index", _("Students")),
            to("guardians:index"),
            to("students_release"),
            to(
                "wagtailusers_users:index second_step_report"
                " wagtailsettings:edit/people/signinsettings wagtailusers_groups:index",
                _("Accounts"),
            ),
        ),
    ),
    Group(
        *(_("Brand and signatures"), "edit"),
        (
            to("logos:index organizations:index statements:index", _("Logos and statements")),
            to(
                "signatures_of_staff:index signatures_issued:index"
                " entitlements:index signature_templates:index",
                _("Signatures"),
            ),
            to("signatures:my_signature"),
        ),
    ),
    Group(
        *(_("Reports"), "table"),
        (
            to("figures_report procedure_replay site_report", _("How we are doing")),
            to(
                "site_audit_report barriers_office:index publishing_exceptions publishing_record",
                _("Accessibility"),
            ),
            to("pages_in_spanish"),
            to("deviations:others authorizations:others", _("Explanations and authorizations")),
            to(f"the_log {SITE_HISTORY}", _("The log")),
            to("records"),
        ),
    ),
    Group(
        *(_("Settings"), "cogs"),
        (
            to("setting_up"),
            to(
                "wagtailsettings:edit/schools/districtsettings"
                " wagtailsettings:edit/brand/websitelook"
                " wagtailredirects:index search-words:index wagtailsites:index",
                _("District"),
            ),
            to("school-years:index"),
            to(
                "wagtailsettings:edit/students/studentlistsettings"
                " wagtailsettings:edit/notifications/guardiansettings",
                _("Student and guardian lists"),
            ),
            to(
                "wagtailsettings:edit/publishing/proceduresettings"
                " wagtailsettings:edit/moderation/reviewsettings"
                " wagtailsettings:edit/publishing/accessibilitysettings"
                " wagtailsettings:edit/signatures/signaturesettings procedure_page",
                _("Procedure"),
            ),
        ),
    ),
)


class Entry(MenuItem):
    """A rendered part of the menu, with its place."""

    def __init__(self, component: Any, order: int) -> None:
        super().__init__(component.label, "", name=component.name, order=order)
        self._component = component

    def render_component(self, request: HttpRequest) -> Any:
        return self._component


def group_menu(request: HttpRequest, items: list[Any]) -> None:
    """Puts the table in place of all items but Wagtail's help."""
    groups = [(group, _links(group, request)) for group in GROUPS]
    few = sum(len(links) for _group, links in groups) <= FEW
    parts: list[Any] = []
    for group, links in groups:
        if few or not group.label or len(links) < 2:
            parts += links
        else:
            parts.append(SubMenuItem(group.icon, group.label, links, group.icon))
    entries = [Entry(part, order) for order, part in enumerate(parts)]
    items[:] = [*entries, *(item for item in items if item.name == "help")]


def tabs_of(request: HttpRequest) -> list[MenuItem]:
    """Returns the tabs of the screen's destination; none if the user may open only one."""
    match = request.resolver_match
    if match is None:
        return []
    model = [match.kwargs[key] for key in ("app_name", "model_name") if key in match.kwargs]
    screen = "/".join([match.view_name, *model])
    all_destinations = (each for group in GROUPS for each in group.destinations)
    here = next((each for each in all_destinations if screen in each.screens), None)
    visible = here.visible(request) if here else []
    return visible if len(visible) > 1 else []


def _links(group: Group, request: HttpRequest) -> list[Any]:
    screens = ((each.label, each.visible(request)) for each in group.destinations)
    return [_link(label, visible, request) for label, visible in screens if visible]


def _link(label: Any, visible: list[MenuItem], request: HttpRequest) -> Any:
    component: Any = visible[0].render_component(request)
    if len(visible) > 1:
        component.label = label
        # The menu marks the link whose address is the start of the current one.
        addresses = (str(item.url) for item in visible)
        here = (address for address in addresses if request.path.startswith(address))
        component.url = next(here, component.url)
    return component


def _address(screen: str) -> str:
    name, *arguments = screen.split("/")
    return reverse(name, args=arguments)


@cache
def _items() -> dict[str, MenuItem]:
    return {str(item.url): item for item in registered(admin_menu)}


def registered(menu: Menu) -> Iterator[MenuItem]:
    for item in menu.registered_menu_items:
        if isinstance(item, SubmenuMenuItem):
            yield from registered(item.menu)
        else:
            yield item
