"""Each role's own screens: axe-core finds nothing in what we draw, in light and in dark, what is
pressed is large enough, on a phone for a thumb, and on the smallest one nothing lies beside it."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

import pytest
from playwright.sync_api import Page

from tests.browser.district import District

from .conftest import OpenPage
from .target_sizes import LEAST_ON_A_PHONE, become_a_phone, cut_off, too_small
from .test_admin_axe import look_at

pytestmark = pytest.mark.browser

TEACHER, PRINCIPAL, OFFICE = "tamsin.whitlock", "marguerite.solheim", "noor.castellane"
ADMINISTRATOR, COUNSELOR, STAND_IN = (
    "rosalind.achterberg",
    "percival.adeyemi",
    "wilhelmina.corrigan",
)
# Of the same school as the teacher and the principal; one update of hers is with the principal.
AUTHOR = "elena.rivera"

# What the demo has nothing of: notes on feedback, and an update that is read after it went live.
BEFORE = """
import datetime as dt
from classroom.models import ClassroomTeacher, FeedbackNote, FeedbackSchool, UpdatePage
from classroom.models import RosterDelivery
from district_cms.moderation.models import ReadLater, ReviewSettings
from district_cms.schools.models import SchoolPage
school = SchoolPage.objects.get(slug="juniper-creek")
at_school = ClassroomTeacher.objects.current().filter(classroom__path__startswith=school.path)
own = at_school.filter(staff__user__email="tamsin.whitlock@larkspur.example").order_by("pk")[0]
live = UpdatePage.objects.child_of(own.classroom).live().first()
"""
ADDRESSES = (
    BEFORE
    + """
import json
from django.urls import reverse
from district_cms.people.models import Staff
from tests.factories.rosters import roster_plan

roster = RosterDelivery.objects.create(
    name="roster.zip", created_by="import_roster", plan=roster_plan(school))
FeedbackSchool.objects.create(school=school)
FeedbackNote.objects.create(
    classroom=own.classroom, day=dt.date(2026, 11, 19), kind="project", pieces=18)
read_later = ReadLater.objects.create(page_id=live.pk, page_uuid=live.translation_key,
    school_id=school.pk, revision_id=live.live_revision_id)

def at(name, *args):
    return reverse(name, args=args)

teacher = Staff.objects.get(user__email="tamsin.whitlock@larkspur.example")
author = Staff.objects.get(user__email="elena.rivera@larkspur.example")
own = own.classroom
sent = UpdatePage.objects.get(owner=author.user, title="Headings, captions and glossaries")
print(json.dumps({
    "home": at("wagtailadmin_home"),
    "compose": at("classroom_compose"),
    "on its way": at("classroom_compose_done", sent.pk),
    "take back": at("classroom_take_back", sent.pk),
    "other sections": at("classroom_other_sections", live.pk),
    "take down": at("moderation_take_down", live.pk),
    "record of a class": at("classroom_record", own.pk),
    "what stood": at("classroom_evidence", own.pk, "2026-11-03"),
    "school glance": at("classroom_school", school.pk),
    "review": at("moderation_review"),
    "deciding": at("moderation_read", sent.current_workflow_task_state.pk),
    "reading later": at("moderation_read_live", read_later.pk),
    "stand-ins": at("moderation_stand_ins", school.pk),
    "figures": at("figures_report"),
    "a new procedure": at("procedure_replay"),
    "page of rules": at("procedure_page"),
    "setting up": at("setting_up"),
    "invitations": at("invitations"),
    "staff file": at("staff:import"),
    "someone leaves": at("classroom_leaving", teacher.pk),
    "on leave": at("classroom_leave", teacher.pk),
    "guides": at("guides"),
    "teacher's guide": at("guide", "teacher"),
    "principal's guide": at("guide", "principal"),
    "office's guide": at("guide", "communications-office"),
    "operator's guide": at("guide", "operator"),
    "what the checks ask": at("guide", "gate"),
    "classes I follow": at("caseload"),
    "choose classes": at("caseload_choose"),
    "guides of the staff area": at("staff_guides"),
    "counselor's guide": at("staff_guide", "counselor"),
    "what the checks ask, in the staff area": at("staff_guide", "gate"),
    "ask my supervisor": at("authorizations:new"),
    "personal phones of others": at("authorizations:others"),
    "explanations of others": at("deviations:others"),
    "class notice": at("class-notices:add", own.pk),
    "message": at("notices:add") + "?usual=closed",
    "notices": at("notices:index"),
    "new logo": at("logos:add"),
    "rosters": at("classroom_rosters"),
    "roster": at("classroom_roster", roster.pk) + f"?school={school.pk}",
    "who may post": at("activities_leaders", school.get_children().get(slug="garden-club").pk),
}))
"""
)
AFTER = (
    BEFORE
    + """
FeedbackSchool.objects.filter(school=school).delete()
FeedbackNote.objects.filter(classroom=own.classroom).delete()
ReadLater.objects.filter(page_id=live.pk).delete()
RosterDelivery.objects.all().delete()
print("done")
"""
)

# Who opens what.
SCREENS: Final[Mapping[str, tuple[str, str]]] = {
    f"{who.partition('.')[0]}: {name}": (who, name)
    for who, names in {
        TEACHER: (
            *("home", "compose", "take down", "record of a class", "class notice"),
            *("guides", "teacher's guide", "what the checks ask", "other sections"),
            "ask my supervisor",
        ),
        AUTHOR: ("on its way", "take back"),
        PRINCIPAL: (
            *("home", "review", "deciding", "reading later", "school glance", "stand-ins"),
            *("figures", "message", "principal's guide", "what stood", "who may post"),
            *("personal phones of others", "explanations of others"),
        ),
        OFFICE: (
            *("home", "figures", "setting up", "notices", "office's guide"),
            *(
                "record of a class",
                "new logo",
                "personal phones of others",
                "a new procedure",
                "page of rules",
            ),
        ),
        ADMINISTRATOR: (
            *("home", "invitations", "staff file", "someone leaves"),
            *("on leave", "school glance", "operator's guide"),
            *("rosters", "roster"),
        ),
        COUNSELOR: (
            *("home", "classes I follow", "choose classes", "guides of the staff area"),
            *("counselor's guide", "what the checks ask, in the staff area"),
        ),
        STAND_IN: ("home", "review"),
    }.items()
    for name in names
}
# Drawn by the same templates as another one of the list, or changed seldom. What stays is where
# each role begins, and what is opened most.
BEFORE_A_RELEASE: Final = {
    *("tamsin: what the checks ask", "marguerite: principal's guide", "noor: office's guide"),
    *("rosalind: operator's guide", "marguerite: figures", "rosalind: school glance"),
    *("wilhelmina: home", "tamsin: other sections", "marguerite: what stood"),
    *("marguerite: who may post",),
    *("percival: guides of the staff area", "percival: counselor's guide"),
    *("percival: what the checks ask, in the staff area", "noor: record of a class"),
    *("noor: notices", "tamsin: class notice", "wilhelmina: review", "rosalind: on leave"),
    *("marguerite: explanations of others", "tamsin: teacher's guide", "rosalind: staff file"),
    "rosalind: rosters",
    *("noor: figures", "noor: setting up", "noor: new logo", "noor: personal phones of others"),
    *("marguerite: school glance", "marguerite: reading later", "marguerite: stand-ins"),
    *("marguerite: personal phones of others", "rosalind: someone leaves"),
    *("rosalind: invitations", "percival: choose classes", "tamsin: guides", "elena: take back"),
    "tamsin: ask my supervisor",
}
# The bar of Wagtail's page editor scrolls its path under its buttons.
BESIDE = """[...document.querySelectorAll('main *')]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().width > 1
        && each.getBoundingClientRect().left < document.documentElement.clientWidth
        && each.getBoundingClientRect().right > document.documentElement.clientWidth + 1
        && !each.closest('.editor-view .w-h-slim-header, .w-sr-only, [data-scrolls], .table')
        && !each.closest('.school-glance__scroll'))
    .map((each) => `${each.tagName}.${each.className}: ${each.textContent.trim().slice(0, 30)}`)
"""


assert set(SCREENS) >= BEFORE_A_RELEASE


@pytest.fixture(scope="module")
def addresses(served: District) -> Iterator[dict[str, str]]:
    found: dict[str, str] = json.loads(served.ask(ADDRESSES))
    yield found
    served.ask(AFTER)


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


# On a phone three of these links are too small, at a desk the two that stand close to each other.
OF_ALL_SIZES = """<style>main * { font: 14px/16px sans-serif; margin: 0; padding: 0 }</style>
<main><p>Read <a href="#">this one</a> first.</p>
<p style="margin: 40px 0"><a href="#">Alone</a></p>
<p><a href="#">Above</a></p><p><a href="#">Below</a></p>
<label style="display: block; height: 44px; margin-top: 40px"><input type="checkbox"> Yes</label>
<button style="height: 44px" hidden>Unseen</button></main>"""


def test_these_measures_see_what_they_look_for(open_page: OpenPage) -> None:
    page = open_page()
    page.set_content(OF_ALL_SIZES)
    small = [each.partition("“")[2] for each in too_small(page)]
    assert small == ["Above”", "Below”"]
    small = [each.partition("“")[2] for each in too_small(page, LEAST_ON_A_PHONE)]
    assert small == ["Alone”", "Above”", "Below”"]
    page.set_content(
        '<main><a class="button" style="display: block; width: 20px; '
        'overflow: hidden; white-space: nowrap">Write it</a></main>'
    )
    assert cut_off(page) == ["Write it"]


@pytest.mark.parametrize("screen", [
    pytest.param(screen, marks=[pytest.mark.slow] if screen in BEFORE_A_RELEASE else [])
    for screen in SCREENS
])  # fmt: skip
def test_each_role_finds_its_screens_accessible_and_what_is_pressed_large_enough(
    open_page: OpenPage, addresses: dict[str, str], screen: str
) -> None:
    person, name = SCREENS[screen]
    page = open_page(person)
    answer = page.goto(addresses[name])
    assert answer is not None
    assert answer.ok, answer.status
    look_at(page, "main")
    assert too_small(page) == []
    assert cut_off(page) == []
    become_a_phone(page)
    assert too_small(page, LEAST_ON_A_PHONE) == []
    assert beside(page) == []
