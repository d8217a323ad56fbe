"""What changes public pages, and what they show then: run within the district by `District.ask`.

Each function of `KINDS` makes one change of its kind in the demo district. They can be made again
and again in any order, which a fuzz does; what one finds nothing to do with, it leaves as it is.
"""

import contextlib
import datetime as dt
import hashlib
import json
import random
from collections.abc import Callable, Iterable
from typing import Any, Final

import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page, PageViewRestriction

from classroom.ledger.keeping import refresh_classes
from classroom.models import ClassroomPage, ClassroomStanding, TeacherPage, UpdatePage
from classroom.tasks import nightly
from district_cms.activities.models import ActivityPage, PostPage
from district_cms.brand.models import Logo, Organization, WebsiteLook
from district_cms.brand.services import retire_logo, use_logo_again
from district_cms.moderation.models import TakeDown
from district_cms.moderation.taking_down.services import put_back, take_down
from district_cms.people.models import Staff, User
from district_cms.schools.banners.models import Banner
from district_cms.schools.models import (
    CurriculumPage,
    DistrictSettings,
    HomePage,
    NoSchoolDay,
    SchoolPage,
    SchoolYear,
    StandardPage,
)
from tests.factories.activities import make_post
from tests.factories.pages import make_draft, make_update, update_content

DRAFT: Final = "Nobody may read this yet"
"""In everything that is only a draft."""
Dice = random.Random


def office() -> User:
    return User.objects.get(email="noor.castellane@larkspur.example")


def page_at(address: str) -> Any:
    """The page at a public path."""
    home = HomePage.objects.get()
    return Page.objects.get(url_path=home.url_path + address[1:]).specific


def retitle(page: Any, title: str) -> None:
    page = type(page).objects.get(pk=page.pk)
    page.title = title
    page.save_revision().publish()


# ---------------------------------------------------------------- one kind each
def an_update_is_published_again(dice: Dice) -> None:
    retitle(_one(dice, UpdatePage.objects.live()), f"Published again {dice.random()}")


def a_new_update_is_published(dice: Dice) -> None:
    words = update_content(CurriculumPage.objects.live().first(), title=f"New {dice.random()}")
    start = dt.date(2026, 8, 31) + dt.timedelta(days=dice.randrange(60))
    words |= {"period_start": start, "period_end": start + dt.timedelta(days=6)}
    make_update(_one(dice, _classes()), **words)


def an_update_is_unpublished(dice: Dice) -> None:
    _one(dice, UpdatePage.objects.live()).unpublish()


def an_update_is_deleted(dice: Dice) -> None:
    _one(dice, UpdatePage.objects.live()).delete()


def an_update_moves_to_another_class(dice: Dice) -> None:
    move(_one(dice, UpdatePage.objects.live()), _one(dice, _classes()))


def move(page: Any, target: Any) -> None:
    Page.objects.filter(pk=page.pk).update(slug=f"{page.slug}-{page.pk}")
    action = MovePageAction(
        Page.objects.get(pk=page.pk),
        Page.objects.get(pk=target.pk),
        pos="last-child",
        user=office(),
    )
    action.execute(skip_permission_checks=True)


def a_page_is_taken_down(dice: Dice) -> None:
    page = _one(dice, UpdatePage.objects.live())
    take_down(pages=[page], user=office(), reason=TakeDown.Reason.MISTAKE)


def a_page_is_put_back(dice: Dice) -> None:
    down = UpdatePage.objects.filter(pk__in=TakeDown.objects.values("page_id"), live=False)
    down = down.exclude(draft_title__startswith=DRAFT)  # or the draft would be published
    if down.exists():
        put_back(page=_one(dice, down), user=office())


def a_class_is_renamed(dice: Dice) -> None:
    retitle(_one(dice, _classes()), f"Class {dice.random()}")


def a_teacher_is_renamed(dice: Dice) -> None:
    teacher = _one(dice, TeacherPage.objects.live())
    staff = Staff.objects.get(pk=teacher.staff_id)
    staff.family_name = f"Rivera {dice.random()}"
    staff.save()


def a_school_is_renamed(dice: Dice) -> None:
    retitle(_one(dice, SchoolPage.objects.live()), f"School {dice.random()}")


def a_post_is_published(dice: Dice) -> None:
    make_post(_one(dice, ActivityPage.objects.live()), title=f"Post {dice.random()}")


def a_post_is_published_again(dice: Dice) -> None:
    retitle(_one(dice, PostPage.objects.live()), f"Post again {dice.random()}")


def a_notice_is_put_up(dice: Dice) -> None:
    Banner.objects.create(
        text_en=f"Notice {dice.random()}",
        text_es=f"Aviso {dice.random()}",
        # The clock of each question starts anew: what a slow machine puts up some seconds after its
        # start has not begun yet for whoever asks next what is true.
        starts_at=timezone.now() - dt.timedelta(hours=1),
        ends_at=timezone.now() + dt.timedelta(days=9),
    )


def a_notice_is_taken_away(dice: Dice) -> None:
    notice = Banner.objects.order_by("pk").last()
    if notice is not None:
        notice.delete()


def the_settings_change(dice: Dice) -> None:
    found = DistrictSettings.load()
    found.phone = f"406-555-01{dice.randrange(10, 100)}"
    found.save()


def the_menu_changes(dice: Dice) -> None:
    pages = StandardPage.objects.live().filter(show_in_menus=True)
    retitle(_one(dice, pages), f"In the menu {dice.random()}")


def the_look_changes(dice: Dice) -> None:
    look = WebsiteLook.load()
    look.color_hue = dice.randrange(360)
    look.save()


def a_logo_is_retired_or_used_again(dice: Dice) -> None:
    # The newest, so that what a school wears is never in doubt.
    logo = Logo.objects.filter(organization__kind=Organization.Kind.SCHOOL).order_by("pk").last()
    assert logo is not None
    act = retire_logo if logo.active else use_logo_again
    act(logo=logo, user=office(), today=timezone.localdate())


def a_day_without_school_is_added_and_the_ledger_runs(dice: Dice) -> None:
    year = SchoolYear.objects.order_by("first_day").last()
    day = dt.date(2026, 11, 25) + dt.timedelta(days=dice.randrange(90))
    if year is not None and not NoSchoolDay.objects.filter(school_year=year, day=day).exists():
        NoSchoolDay.objects.bulk_create([NoSchoolDay(school_year=year, day=day, name="Snow")])
        year.save()
    nightly()


def the_ledger_writes_one_class(dice: Dice) -> None:
    room = _one(dice, _classes())
    ClassroomStanding.objects.filter(classroom=room.pk).update(
        updated_at=timezone.now() - dt.timedelta(days=dice.randrange(1, 9))
    )
    refresh_classes(classroom_ids=[room.pk])


def a_class_becomes_private_or_public(dice: Dice) -> None:
    room = _one(dice, _classes())
    found = PageViewRestriction.objects.filter(page_id=room.pk)
    if not found.exists():
        PageViewRestriction.objects.create(
            page_id=room.pk, restriction_type=PageViewRestriction.LOGIN
        )
    else:
        found.delete()


def drafts_are_saved(dice: Dice) -> None:
    for model in (UpdatePage, ClassroomPage, SchoolPage, PostPage, StandardPage):
        page = _one(dice, model.objects.live())
        page.title = f"{DRAFT} {dice.random()}"
        page.save_revision()
    words = update_content(CurriculumPage.objects.live().first(), title=DRAFT)
    make_draft(_one(dice, _classes()), **words)


KINDS: Final[dict[str, Callable[[Dice], None]]] = {
    kind.__name__: kind
    for kind in (
        *(an_update_is_published_again, a_new_update_is_published, an_update_is_unpublished),
        *(an_update_is_deleted, an_update_moves_to_another_class, a_page_is_taken_down),
        *(a_page_is_put_back, a_class_is_renamed, a_teacher_is_renamed, a_school_is_renamed),
        *(a_post_is_published, a_post_is_published_again, a_notice_is_put_up),
        *(a_notice_is_taken_away, the_settings_change, the_menu_changes, the_look_changes),
        *(a_logo_is_retired_or_used_again, a_day_without_school_is_added_and_the_ledger_runs),
        *(the_ledger_writes_one_class, a_class_becomes_private_or_public, drafts_are_saved),
    )
}


def _one(dice: Dice, pages: Any) -> Any:
    """One of these pages, the same each time for the same dice."""
    keys = list(pages.order_by("path").values_list("pk", flat=True))
    return pages.model.objects.get(pk=dice.choice(keys))


def _classes() -> Any:
    return ClassroomPage.objects.live().filter(view_restrictions=None)


# ---------------------------------------------------------------- what is shown
def changed(seed: int, count: int) -> list[str]:
    """Makes so many changes; returns their kinds. What the gate refuses is undone."""
    dice = random.Random(seed)
    made = []
    for _number in range(count):
        kind = dice.choice(list(KINDS))
        try:
            with transaction.atomic():
                KINDS[kind](dice)
        except ValidationError as refused:
            kind = f"{kind}: refused, {refused}"
        made.append(kind)
    return made


def addresses() -> list[str]:
    """The public paths of all pages that are or were, the same at each call while none moves."""
    pages = Page.objects.filter(depth__gt=1).order_by("path").values_list("url_path", flat=True)
    return ["/" + path.split("/", 2)[2] for path in pages]


def truth(asked: Iterable[tuple[str, str]], host: str, at: str = "") -> dict[str, list[Any]]:
    """{"/a/ es": [200, digest]}: what is answered at these addresses in these languages by a
    program that keeps nothing, because it has just been started. `at` is the time, if another."""
    when = time_machine.travel(dt.datetime.fromisoformat(at)) if at else contextlib.nullcontext()
    # As somebody who is known to a form: what is kept is not for them.
    client = Client(headers={"host": host, "cookie": f"{settings.CSRF_COOKIE_NAME}=x"})
    found = {}
    with when:
        for address, language in asked:
            answer = client.get(address, headers={"accept-language": language})
            found[f"{address} {language}"] = [
                answer.status_code,
                digest(answer.content, host) if answer.status_code == 200 else "",
            ]
    return found


def digest(body: bytes, *hosts: str) -> str:
    """Of a page, whichever of these names the site has and was asked for."""
    for host in hosts:
        body = body.replace(host.encode(), b"host")
    return hashlib.sha256(body).hexdigest()


def said(value: Any) -> None:
    """On the last line, as `District.ask` returns it."""
    print()
    print(json.dumps(value))
