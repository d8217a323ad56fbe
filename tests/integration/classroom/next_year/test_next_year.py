"""Classes are continued in the next school year, one school at a time."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings
from wagtail.models import PageViewRestriction

from classroom.assignments.next_year import left_over, offers_for, teacher_pages_at
from classroom.models import ClassroomPage, ClassroomTeacher, TeacherPage
from classroom.presentation.pages import teacher_context
from classroom.presentation.search_sources import class_facts
from classroom.selectors import own_classrooms
from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import Staff
from district_cms.people.roles import NEEDS_SCHOOL, Role
from district_cms.schools.models import SchoolYear
from notifications.models import Subscription
from notifications.screens.class_mail import set_offer
from notifications.sources import offers_mail, offers_texts
from notifications.sources.places import of_teacher
from tests.factories.district import District, account_of
from tests.factories.pages import (
    make_classroom,
    make_teacher_page,
    make_update,
    update_content,
)
from tests.factories.people import make_staff
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

Part = ClassroomTeacher.Part
PARTS_OF_PAGE = ("classes", "coming")


def screen(district: District) -> str:
    return f"{reverse('classroom_next_year')}?school={district.school.pk}"


def sent(*chosen: tuple[ClassroomPage, TeacherPage | None]) -> dict[str, Any]:
    return {f"class_{room.pk}": page.pk if page else "" for room, page in chosen}


def page_in(coming: SchoolYear) -> ClassroomPage:
    return ClassroomPage.objects.get(school_year=coming)


def why(district: District, coming: SchoolYear, room: ClassroomPage) -> tuple[Any, str]:
    """Returns the offer for one class: the teacher page below which it continues, and the reason
    against it."""
    classes = left_over(district.school, district.year, coming)
    pages = teacher_pages_at(district.school, coming)
    offers = offers_for(classes, pages, district.year, coming)
    return next((o.teacher_page, o.why) for o in offers if o.classroom.pk == room.pk)


def test_a_class_continues_with_its_teacher_its_text_and_its_co_teachers(
    district: District, coming: SchoolYear, office: Client
) -> None:
    co_teacher, substitute = make_staff(), make_staff()
    room = district.classroom
    ClassroomTeacher.objects.create(classroom=room, staff=co_teacher, part=Part.CO_TEACHER)
    ClassroomTeacher.objects.create(classroom=room, staff=substitute, part=Part.SUBSTITUTE)
    room.introduction, room.room, room.section = "<p>We count.</p>", "12", "Period 2"
    room.contact_hours = "3 to 4 pm"
    room.starts_on, room.ends_on = dt.date(2026, 10, 1), None
    room.save_revision().publish(skip_permission_checks=True)
    make_update(room, **update_content(district.curriculum))

    shown = office.get(screen(district)).content.decode()
    assert "Juniper Creek Elementary in 2027-28" in shown
    answer = office.post(screen(district), sent((room, district.teacher_page)), follow=True)

    assert "1 class has its page for 2027-28, and its teacher." in answer.content.decode()
    page = page_in(coming)
    assert page.live
    assert page.get_parent().pk == district.teacher_page.pk
    assert (page.title, page.section, page.room) == ("Math 3", "Period 2", "12")
    assert (page.introduction, page.contact_hours) == ("<p>We count.</p>", "3 to 4 pm")
    assert (page.starts_on, page.ends_on, page.continues_id) == (None, None, room.pk)
    assert page.url_path.endswith("/ms-rivera/2027-28/math-3/")
    assert page.numchild == 0
    teaching = {(row.staff_id, row.part) for row in page.teaching.all()}
    assert teaching == {(district.teacher_staff.pk, Part.LEAD), (co_teacher.pk, Part.CO_TEACHER)}
    assert ClassroomPage.objects.get(pk=room.pk).live
    entry = AuditEntry.objects.get(action="classes.went_on")
    assert entry.data["classes"] == [f"Math 3, Period 2: {district.teacher_staff.full_name}"]


def test_a_class_goes_to_another_teacher_below_that_persons_page(
    district: District, coming: SchoolYear, office: Client
) -> None:
    room = district.classroom
    room.contact_phone = "406-555-0112"
    room.save_revision().publish(skip_permission_checks=True)
    other = make_teacher_page(district.school, title="Mr. Osei")
    office.post(screen(district), sent((room, other)))
    page = page_in(coming)
    assert page.get_parent().pk == other.pk
    assert [row.staff_id for row in page.teaching.all()] == [other.staff_id]
    # Families must not find the previous teacher's contact details there.
    assert page.contact_phone == ""


@pytest.mark.parametrize("on", [("email",), ("text",), ("email", "text"), ()])
def test_message_switches_are_copied_for_the_same_teacher_and_followers_are_not(
    district: District, coming: SchoolYear, office: Client, settings: Settings, on: tuple[str, ...]
) -> None:
    settings.TEXT_PROVIDER = "sandbox"
    room = district.classroom
    for channel in on:
        set_offer(classroom=room, offered=True, user=district.teacher, channel=channel)
    stopped = make_classroom(district.teacher_page, title="Art 3")
    for offered in (True, False):
        set_offer(classroom=stopped, offered=offered, user=district.teacher)
    assert (
        "If the same teacher continues, updates by email and text stay as that teacher chose"
        in office.get(screen(district)).text
    )
    chosen = [(room, district.teacher_page), (stopped, district.teacher_page)]
    office.post(screen(district), sent(*chosen))
    page, other = (each.continued_by.get() for each in (room, stopped))
    assert (offers_mail(page), offers_texts(page)) == ("email" in on, "text" in on)
    assert not offers_mail(other)
    assert not Subscription.objects.filter(page_uuid=page.translation_key).exists()


def test_another_teacher_decides_again_whether_a_class_sends_email(
    district: District, coming: SchoolYear, office: Client
) -> None:
    room = district.classroom
    set_offer(classroom=room, offered=True, user=district.teacher)
    office.post(screen(district), sent((room, make_teacher_page(district.school))))
    assert not offers_mail(page_in(coming))


def test_a_class_is_created_once_however_often_the_form_is_sent(
    district: District, coming: SchoolYear, office: Client
) -> None:
    for _time in range(2):
        office.post(screen(district), sent((district.classroom, district.teacher_page)))
    assert page_in(coming).continues_id == district.classroom.pk
    assert "All classes of 2026-27 are done here." in office.get(screen(district)).content.decode()


def test_a_class_that_does_not_continue_is_unchanged(
    district: District, coming: SchoolYear, office: Client
) -> None:
    answer = office.post(screen(district), sent((district.classroom, None)), follow=True)
    assert "No class was chosen. Nothing has changed." in answer.content.decode()
    assert not ClassroomPage.objects.filter(school_year=coming).exists()


def test_what_the_checks_refuse_stays_a_draft_and_is_named(
    district: District, coming: SchoolYear, office: Client
) -> None:
    # Live since before the rule: this content could not go live today.
    ClassroomPage.objects.filter(pk=district.classroom.pk).update(
        introduction='<p><a href="https://example.org/">click here</a></p>'
    )
    answer = office.post(
        screen(district), sent((district.classroom, district.teacher_page)), follow=True
    )
    assert "“Math 3” is a draft" in answer.content.decode()
    page = page_in(coming)
    assert not page.live
    assert page.teaching.count() == 1


def test_view_restrictions_of_the_class_apply_to_the_next_one(
    district: District, coming: SchoolYear, office: Client, client: Client
) -> None:
    PageViewRestriction.objects.create(
        page=district.classroom, restriction_type=PageViewRestriction.LOGIN
    )
    office.post(screen(district), sent((district.classroom, district.teacher_page)))
    restriction = PageViewRestriction.objects.get(page=page_in(coming))
    assert restriction.restriction_type == PageViewRestriction.LOGIN


def test_classes_that_end_or_whose_teacher_leaves_are_not_proposed_with_a_reason(
    district: District, coming: SchoolYear
) -> None:
    assert why(district, coming, district.classroom) == (district.teacher_page, "")
    ended = make_classroom(district.teacher_page, title="Chess", ends_on=dt.date(2026, 12, 18))
    assert why(district, coming, ended) == (None, "It ends on Friday, December 18, 2026.")
    alone = make_classroom(district.teacher_page, title="Garden", teachers=())
    assert why(district, coming, alone) == (None, "Nobody teaches it when the year ends.")
    guest = make_staff(given_name="Ida", family_name="Holm")
    away = make_classroom(district.teacher_page, title="Choir", teachers=(guest,))
    assert why(district, coming, away) == (None, "Ida Holm has no live page at this school.")

    Staff.objects.filter(pk=district.teacher_staff.pk).update(last_day=dt.date(2027, 6, 11))
    page, words = why(district, coming, district.classroom)
    assert page is None
    assert words == f"The last day of {district.teacher_staff.full_name} is Friday, June 11."


def test_without_a_next_year_the_screen_says_what_to_do_first(
    district: District, office: Client
) -> None:
    shown = office.get(reverse("classroom_next_year"), follow=True).content.decode()
    assert "The next school year does not exist yet." in shown


@pytest.mark.parametrize("asked", ["into=0", "into=x", "school=x", "school=99999"])
def test_an_address_with_unknown_keys_redirects(
    district: District, coming: SchoolYear, office: Client, asked: str
) -> None:
    address = reverse("classroom_next_year")
    assert office.get(f"{address}?{asked}").headers["Location"] == address


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL, Role.COMMUNICATIONS])
def test_only_people_who_assign_classes_may_continue_them(
    district: District, coming: SchoolYear, client: Client, role: Role
) -> None:
    at = district.school if role in NEEDS_SCHOOL else None
    client.force_login(account_of(make_staff((role, at))))
    answer = client.post(screen(district), sent((district.classroom, district.teacher_page)))
    assert answer.status_code == 302
    assert not ClassroomPage.objects.filter(school_year=coming).exists()


def test_a_teacher_brings_last_year_s_words_forward_with_one_press(
    district: District, coming: SchoolYear, client: Client
) -> None:
    before = district.classroom
    before.introduction = "<p>We count.</p>"
    before.save_revision().publish(skip_permission_checks=True)
    page = make_classroom(district.teacher_page, title="Math 3 A", school_year=coming)
    client.force_login(district.teacher)
    address = reverse("classroom_bring_forward", args=[page.pk])
    assert address in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.get(address).status_code == 405
    client.post(address)
    page.refresh_from_db()
    assert (page.introduction, page.has_unpublished_changes) == ("", True)
    draft = page.get_latest_revision_as_object()
    assert draft.introduction == "<p>We count.</p>"
    assert (draft.title, draft.continues) == ("Math 3 A", before)
    assert address not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_list_of_class_assignments_links_to_the_screen(
    district: District, office: Client
) -> None:
    shown = office.get(reverse("class-assignments:index")).content.decode()
    assert reverse("classroom_school_year") in shown


def test_the_list_of_class_assignments_filters_by_school_and_year(
    district: District, coming: SchoolYear, office: Client
) -> None:
    elsewhere = make_teacher_page(district.other_school, title="Mr. Osei")
    make_classroom(elsewhere, title="Science 6", teachers=(elsewhere.staff,))
    make_classroom(
        district.teacher_page,
        title="Art 4",
        school_year=coming,
        teachers=(district.teacher_staff,),
    )
    address = reverse("class-assignments:index")

    def listed(**asked: Any) -> set[str]:
        shown = office.get(address, asked)
        # The button for the next year does not depend on the filter.
        assert reverse("classroom_school_year") in shown.text
        return {row.classroom.title for row in shown.context["object_list"]}

    assert listed() == {"Math 3", "Science 6", "Art 4"}
    assert listed(school=district.school.pk) == {"Math 3", "Art 4"}
    assert listed(school=district.other_school.pk) == {"Science 6"}
    assert listed(year=coming.pk) == {"Art 4"}
    assert listed(year=district.year.pk, school=district.school.pk) == {"Math 3"}
    assert listed(year=district.year.pk, q="Science") == {"Science 6"}


@pytest.fixture
def both_years(district: District, coming: SchoolYear) -> ClassroomPage:
    """The class of the next year, created in June; this year's class runs until June 10."""
    return make_classroom(district.teacher_page, title="Math 3", school_year=coming)


def test_a_teacher_posts_to_this_years_class_until_the_year_is_over(
    district: District, both_years: ClassroomPage, clock: Clock
) -> None:
    assert list(own_classrooms(district.teacher)) == [district.classroom]
    clock("2027-06-11 09:00")
    assert list(own_classrooms(district.teacher)) == [both_years]


def test_families_find_the_next_years_classes_below_a_separate_heading(
    district: District, both_years: ClassroomPage, rf: RequestFactory, clock: Clock
) -> None:
    def shown() -> tuple[list[str], list[str]]:
        page = TeacherPage.objects.get(pk=district.teacher_page.pk)
        context = teacher_context(page, rf.get("/"))
        return tuple([card["year_name"] for card in context[part]] for part in PARTS_OF_PAGE)

    assert shown() == (["2026-27"], ["2027-28"])
    page = Client().get(district.teacher_page.get_url()).content.decode()
    assert page.index("2027-28") > page.index("Classes of the next school year")
    clock("2027-06-11 09:00")
    assert shown() == (["2027-28"], [])


def test_the_search_says_the_year_of_a_class_that_is_still_to_come(
    district: District, both_years: ClassroomPage
) -> None:
    told = class_facts([district.classroom.pk, both_years.pk], dt.date(2027, 6, 1))
    assert "2027-28" in told[both_years.pk].details
    assert "2026-27" not in told[district.classroom.pk].details


def test_families_choose_from_the_classes_of_this_year(
    district: District, both_years: ClassroomPage
) -> None:
    found = of_teacher(district.teacher_page.translation_key, dt.date(2027, 6, 1))
    assert both_years.translation_key not in {place.page for place in found}


def test_the_form_for_leaving_names_the_classes_of_each_year(
    district: District, both_years: ClassroomPage, office: Client
) -> None:
    address = reverse("classroom_leaving", args=[district.teacher_staff.pk])
    form = office.get(address).context["form"]
    assert [field.label for field in form.class_fields] == ["Math 3", "Math 3, 2027-28"]


def test_the_home_screen_lists_the_next_years_classes_separately(
    district: District, both_years: ClassroomPage, client: Client
) -> None:
    client.force_login(district.teacher)
    shown = " ".join(client.get(reverse("wagtailadmin_home")).content.decode().split())
    assert shown.count("Post an update") == 1
    assert "Ready for 2027-28. You can post there when this school year is over:" in shown
    # A teacher who starts next year has no class yet, and is not told to wait for one.
    ClassroomTeacher.objects.filter(classroom=district.classroom).delete()
    shown = " ".join(client.get(reverse("wagtailadmin_home")).content.decode().split())
    assert "Ready for 2027-28" in shown
    assert "You have no classes here yet" not in shown


def test_the_search_lists_this_years_class_before_the_next_one_of_its_name(
    district: District, coming: SchoolYear, client: Client
) -> None:
    # Independent of which was created first: the next year's may be a copy, or moved here.
    for title, years in (("Band 5", [coming, district.year]), ("Choir 5", [district.year, coming])):
        for year in years:
            make_classroom(district.teacher_page, title=title, school_year=year)
    both = {"school": district.school.slug}
    for asked, number in (({"q": "band 5"}, 1), ({"q": "choir 5"}, 1), (both, 2)):
        found = client.get("/search/", asked).context["results_page"]
        urls = [hit["url"] for hit in found if "-5/" in hit["url"]]
        assert ["2027-28" in url for url in urls] == [False, True] * number, asked
