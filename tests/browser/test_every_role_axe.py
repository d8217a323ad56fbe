"""Each role's own screens: axe-core finds nothing in what we draw, in light and in dark, and on the
smallest phone nothing lies beside the screen."""

import json
from collections.abc import Mapping
from typing import Final

import pytest
from playwright.sync_api import Page

from scripts.district import District

from .conftest import OpenPage
from .test_admin_axe import look_at

pytestmark = pytest.mark.browser

TEACHER, PRINCIPAL, OFFICE = "tamsin.whitlock", "marguerite.solheim", "noor.castellane"
ADMINISTRATOR, COUNSELOR, STAND_IN = (
    "rosalind.achterberg",
    "percival.adeyemi",
    "wilhelmina.corrigan",
)

# Where the screens of the demo are: a name each, and what the address is made of.
ADDRESSES = """
import json
from django.urls import reverse
from classroom.models import ClassroomTeacher, UpdatePage
from district_cms.people.models import Staff
from district_cms.schools.models import SchoolYear

def at(name, *args):
    return reverse(name, args=args)

teacher = Staff.objects.get(user__email="tamsin.whitlock@larkspur.example")
own = ClassroomTeacher.objects.current().filter(staff=teacher).order_by("pk").first().classroom
live = UpdatePage.objects.child_of(own).live().first()
school = own.get_parent().get_parent()
print(json.dumps({
    "home": at("wagtailadmin_home"),
    "compose": at("classroom_compose"),
    "move": at("classroom_move_update", live.pk) if live else "",
    "take down": at("moderation_take_down", live.pk) if live else "",
    "record of a class": at("classroom_record", own.pk),
    "school glance": at("classroom_school", school.pk),
    "review": at("moderation_review"),
    "stand-ins": at("moderation_stand_ins", school.pk),
    "figures": at("figures_report"),
    "setting up": at("setting_up"),
    "invitations": at("invitations"),
    "staff file": at("staff:import"),
    "someone leaves": at("classroom_leaving", teacher.pk),
    "another last name": at("classroom_renaming", teacher.pk),
    "on leave": at("classroom_leave", teacher.pk),
    "guides": at("guides"),
    "teacher's guide": at("guide", "teacher"),
    "principal's guide": at("guide", "principal"),
    "office's guide": at("guide", "communications-office"),
    "operator's guide": at("guide", "operator"),
    "what the checks ask": at("guide", "gate"),
    "classes I follow": at("caseload"),
    "choose classes": at("caseload_choose"),
    "class notice": at("class-notices:add", own.pk),
    "urgent notice": at("urgent-notices:add"),
    "website notice": at("notices:add"),
}))
"""

# Who opens what.
SCREENS: Final[Mapping[str, tuple[str, str]]] = {
    f"{who.partition('.')[0]}: {name}": (who, name)
    for who, names in {
        TEACHER: (
            *("home", "compose", "move", "take down", "record of a class", "class notice"),
            *("guides", "teacher's guide", "what the checks ask"),
        ),
        PRINCIPAL: (
            *("home", "review", "school glance", "stand-ins", "figures", "urgent notice"),
            "principal's guide",
        ),
        OFFICE: ("home", "figures", "setting up", "website notice", "office's guide"),
        ADMINISTRATOR: (
            *("home", "invitations", "staff file", "someone leaves", "another last name"),
            *("on leave", "school glance", "operator's guide"),
        ),
        COUNSELOR: ("home", "classes I follow", "choose classes"),
        STAND_IN: ("home", "review"),
    }.items()
    for name in names
}
# Drawn by the same templates as another one of the list.
LIKE_ANOTHER = {
    *("marguerite: principal's guide", "noor: office's guide", "rosalind: operator's guide"),
    *("marguerite: figures", "rosalind: school glance", "wilhelmina: home"),
}
# Wagtail's own bar at the top scrolls its path under its buttons.
BESIDE = """[...document.querySelectorAll('main *')]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().width > 1
        && each.getBoundingClientRect().left < document.documentElement.clientWidth
        && each.getBoundingClientRect().right > document.documentElement.clientWidth + 1
        && !each.closest('.w-h-slim-header, .w-sr-only, [data-scrolls], .table')
        && !each.closest('.school-glance__scroll'))
    .map((each) => `${each.tagName}.${each.className}: ${each.textContent.trim().slice(0, 30)}`)
"""


assert set(SCREENS) >= LIKE_ANOTHER


@pytest.fixture(scope="module")
def addresses(served: District) -> dict[str, str]:
    found: dict[str, str] = json.loads(served.ask(ADDRESSES))
    return found


def beside(page: Page) -> list[str]:
    """What reaches beyond the screen once the page has settled on it: Wagtail's scripts fold the
    menu and the panels when the window becomes narrow."""
    page.set_viewport_size({"width": 320, "height": 700})
    for _try in range(25):  # the page's own policy forbids what waits in the page
        found: list[str] = page.evaluate(BESIDE)
        if not found:
            break
        page.wait_for_timeout(200)
    page.set_viewport_size({"width": 1280, "height": 800})
    return found[:5]


@pytest.mark.parametrize("screen", [
    pytest.param(screen, marks=[pytest.mark.full] if screen in LIKE_ANOTHER else [])
    for screen in SCREENS
])  # fmt: skip
def test_axe_finds_nothing_on_the_screens_of_each_role(
    open_page: OpenPage, addresses: dict[str, str], screen: str
) -> None:
    person, name = SCREENS[screen]
    page = open_page(person)
    answer = page.goto(addresses[name])
    assert answer is not None
    assert answer.ok, answer.status
    look_at(page, "main")
    assert beside(page) == []
