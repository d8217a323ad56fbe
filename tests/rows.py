"""Screens of one thing of a kind, with the thing itself where a district does not have it anyway.

What is made here waits for nobody and is in no list of somebody's first screen.
"""

import datetime as dt
from collections.abc import Callable
from itertools import count
from typing import Any, Final

from django.core.files.base import ContentFile
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from classroom.models import ClassroomTeacher
from district_cms.barriers.models import BarrierReport
from district_cms.brand.models import Logo, Organization, Statement
from district_cms.people.models import SignInSettings
from district_cms.publishing.models import AccessibilitySettings
from district_cms.schools.heads.sitemap import ListedPages
from district_cms.schools.models import DistrictSettings
from district_cms.schools.search.models import SameWords
from notifications.families.tokens import calendar_token, preferences_token, stop_token
from notifications.models import Channel, Suppression
from notifications.models.subscribers import Cause
from tests.factories import media
from tests.factories.class_templates import make_class_template
from tests.factories.editor import make_document, make_picture
from tests.factories.signatures import make_entitlement, make_professional, make_quote
from tests.screen import Address, Screen, at, of_page
from tests.world import World

type Make = Callable[[World], Model]
_numbers = count(1)


def _logo(world: World) -> Logo:
    owner = make_professional()
    picture = media.png(image=media.drawing(color=(60, 10, 10)))
    logo = Logo(
        name=owner.name,
        description=owner.name,
        organization=owner,
        file=ContentFile(picture, name="logo.png"),
    )
    logo.save()
    return logo


def _barrier(world: World) -> BarrierReport:
    today = timezone.localdate()
    return BarrierReport.objects.create(
        reference=f"TEST-{next(_numbers)}",
        due_on=today + dt.timedelta(days=10),
        remind_on=today + dt.timedelta(days=5),
        what="The table has no headers.",
        answered_at=timezone.now(),
        closed_at=timezone.now(),
    )


def _assignment(world: World) -> ClassroomTeacher:
    return ClassroomTeacher.objects.filter(classroom=world.classroom)[0]


def _statement(world: World) -> Statement:
    return Statement.objects.create(
        organization=Organization.objects.filter(kind="district")[0],
        kind=Statement.Kind.choices[0][0],
        text="We learn together.",
    )


def _suppression(world: World) -> Suppression:
    return Suppression.objects.create(
        address=f"gone.{next(_numbers)}@example.net", channel=Channel.EMAIL, cause=Cause.HARD_BOUNCE
    )


# One of each kind.
MAKE: Final[dict[str, Make]] = {
    "assignment": _assignment,
    "barrier": _barrier,
    "class template": lambda w: make_class_template(name="One more"),
    "document": lambda w: make_document(),
    "logo": _logo,
    "membership": lambda w: make_entitlement(staff=_teacher(w)),
    "organization": lambda w: make_professional(),
    "picture": lambda w: make_picture(),
    "quote": lambda w: make_quote(staff=_teacher(w)),
    "redirect": lambda w: Redirect.objects.create(
        old_path=f"/old-{next(_numbers)}", redirect_page=w.school
    ),
    "same words": lambda w: SameWords.objects.create(words="voley, volleyball"),
    "statement": _statement,
    "suppression": _suppression,
}


def _teacher(world: World) -> Any:
    return world.accounts["teacher"].staff


def _one(kind: str, world: World) -> Model:
    """Made at the first visit; a test that ends takes it along."""
    made: Any = world.made.get(kind)
    if made is None or not type(made).objects.filter(pk=made.pk).exists():
        made = world.made[kind] = MAKE[kind](world)
    return made


def about(kind: str, *routes: tuple[str, str, str]) -> tuple[Screen, ...]:
    """Screens of one thing: (name, who opens it, route)."""

    def address(route: str) -> Address:
        return lambda world: reverse(route, args=[_one(kind, world).pk])

    return tuple(Screen(name, role, address(route)) for name, role, route in routes)


def _token(name: str, make: Any) -> Address:
    return lambda world: reverse(name, args=[make(world.subscriber.uuid)])


def _part_of_the_site_map(key: int) -> str:
    return f"/sitemap-pages.xml?p={(key - 1) // ListedPages.limit + 1}"


def setting(model: Any) -> Address:
    """The form of one group of settings."""
    names = model._meta.app_label, model._meta.model_name
    return lambda world: reverse("wagtailsettings:edit", args=[*names, model.load().pk])


PUBLIC = (
    Screen("how to add the district's calendar", None, at("calendars:district_add")),
    Screen("calendar file of a family", None, _token("notifications:calendar", calendar_token)),
    Screen("a family stops everything", None, _token("notifications:stop", stop_token)),
    Screen("a family adds a number", None, _token("texts:add_number", preferences_token)),
    Screen("new links of a family", None, _token("notifications:renew_links", preferences_token)),
    Screen("the link was sent", None, at("notifications:link_sent")),
    Screen("site map", None, at("sitemap")),
    Screen("site map of pages", None, lambda world: _part_of_the_site_map(world.home.pk)),
)
SCREENS = (
    Screen(
        "an update is on its way", "teacher", at("classroom_compose_done", lambda w: w.update.pk)
    ),
    Screen("own account", "teacher", at("wagtailadmin_account")),
    Screen("own sign-in", "teacher", at("mfa_index")),
    Screen("own app for the second step", "teacher", at("mfa_activate_totp")),
    Screen("add a page", "office", lambda w: of_page("add_subpage", w.home)),
    Screen("edit the home page", "office", lambda w: of_page("edit", w.home)),
    Screen("edit a teacher page", "principal", lambda w: of_page("edit", w.teacher_page)),
    Screen("edit a plain page", "office", lambda w: of_page("edit", w.standard)),
    Screen("edit a curriculum section", "office", lambda w: of_page("edit", w.section)),
    Screen("edit a curriculum page", "office", lambda w: of_page("edit", w.curriculum)),
    Screen("second steps", "administrator", at("second_step_report")),
    Screen("a staff member, looked at", "administrator", at("staff:inspect", lambda w: w.staff.pk)),
    Screen("history of a staff member", "administrator", at("staff:history", lambda w: w.staff.pk)),
    Screen("new account", "administrator", at("wagtailusers_users:add")),
    Screen(
        "history of an account",
        "administrator",
        at("wagtailusers_users:history", lambda w: w.staff.user_id),
    ),
    Screen("a message of the outbox", "office", at("outbox:inspect", lambda w: w.message.pk)),
    Screen("pause the outbox", "office", at("outbox:pause")),
    Screen("class notices", "teacher", at("notices:index")),
    Screen("a class notice", "teacher", at("class-notices:inspect", lambda w: w.notice.pk)),
    Screen("organizations", "office", at("organizations:index")),
    Screen("new organization", "office", at("organizations:add")),
    Screen("new school year", "office", at("school-years:add")),
    Screen("history of a school year", "office", at("school-years:history", lambda w: w.year.pk)),
    *(
        Screen(name, role, setting(model))
        for name, role, model in (
            ("accessibility settings", "office", AccessibilitySettings),
            ("district settings", "office", DistrictSettings),
            ("sign-in settings", "administrator", SignInSettings),
        )
    ),
    *about(
        "assignment",
        ("edit a class assignment", "administrator", "class-assignments:edit"),
        ("history of a class assignment", "administrator", "class-assignments:history"),
    ),
    *about("barrier", ("a reported barrier", "office", "barriers_office:inspect")),
    *about(
        "class template",
        ("edit a class page template", "office", "class_templates:edit"),
        ("a class page template", "office", "class_templates:inspect"),
    ),
    *about("document", ("edit a document", "office", "wagtaildocs:edit")),
    *about(
        "logo",
        ("edit a logo", "office", "logos:edit"),
        ("replace a logo", "office", "logos:replace"),
        ("retire a logo", "office", "logos:retire"),
    ),
    *about("membership", ("change a membership", "teacher", "signatures:entitlement_change")),
    *about("organization", ("edit an organization", "office", "organizations:edit")),
    *about("picture", ("edit a picture", "office", "wagtailimages:edit")),
    *about("quote", ("change a quote", "teacher", "signatures:entitlement_change")),
    *about("redirect", ("edit a redirect", "office", "wagtailredirects:edit")),
    *about("same words", ("edit search words", "office", "search-words:edit")),
    *about(
        "statement",
        ("edit a statement", "office", "statements:edit"),
        ("retire a statement", "office", "statements:retire"),
    ),
    *about("suppression", ("a suppressed address", "office", "suppressions:inspect")),
)
