"""What changes public pages: one function for each kind of change."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from classroom.ledger.keeping import refresh_classes
from classroom.models import ClassroomPage, ClassroomStanding, ClassroomTeacher, UpdatePage
from district_cms.brand.models import Logo, WebsiteLook
from district_cms.brand.services import keep_logo, retire_logo, use_logo_again
from district_cms.moderation.models import TakeDown
from district_cms.moderation.taking_down.services import put_back, take_down
from district_cms.people.models import Staff
from district_cms.schools.banners.models import Banner
from district_cms.schools.models import DistrictSettings, NoSchoolDay, SchoolPage, SchoolYear
from tests.factories import media
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District
from tests.factories.pages import (
    make_classroom,
    make_school,
    make_standard_page,
    make_teacher_page,
    make_update,
    update_content,
)


@dataclass
class Pages:
    """What stands in the district, and the addresses of all of it."""

    district: District
    update: UpdatePage
    other_class: ClassroomPage
    other_update: UpdatePage

    @property
    def addresses(self) -> list[str]:
        d = self.district
        own = [d.home, d.school, d.teacher_page, d.classroom, self.update]
        pages = [page.url for page in (*own, self.other_class.get_parent())]
        return [*pages, reverse("calendars:schools")]


def two_classes(district: District) -> Pages:
    content = update_content(district.curriculum)
    other = make_classroom(make_teacher_page(district.school), title="Science 4")
    return Pages(
        district,
        make_update(district.classroom, **content),
        other,
        make_update(other, **content),
    )


def publish_again(pages: Pages) -> None:
    update = UpdatePage.objects.get(pk=pages.update.pk)
    update.title = "Thirds and sixths"
    update.save_revision().publish()


def add_update(pages: Pages) -> None:
    content = {
        "title": "Decimals",
        "period_start": dt.date(2026, 11, 3),
        "period_end": dt.date(2026, 11, 10),
    }
    make_update(pages.district.classroom, **update_content(pages.district.curriculum, **content))


def unpublish(pages: Pages) -> None:
    UpdatePage.objects.get(pk=pages.update.pk).unpublish()


def delete(pages: Pages) -> None:
    UpdatePage.objects.get(pk=pages.update.pk).delete()


def rename_the_class(pages: Pages) -> None:
    page = ClassroomPage.objects.get(pk=pages.district.classroom.pk)
    page.title = "Mathematics 3"
    page.save_revision().publish()


def write_the_ledger(pages: Pages) -> None:
    refresh_classes(classroom_ids=[pages.district.classroom.pk])


def write_a_standing(pages: Pages) -> None:
    standing = ClassroomStanding.objects.get(classroom=pages.district.classroom.pk)
    standing.updated_at = timezone.now() - dt.timedelta(days=3)
    standing.save()


def publish_a_post(pages: Pages) -> None:
    make_post(make_activity(pages.district.school))


def publish_news_of_the_district(pages: Pages) -> None:
    """With a day, which stands on the page of every school."""
    news = make_activity(pages.district.home, title="News", slug="news", kind="news")
    day = timezone.localdate() + dt.timedelta(days=7)
    make_post(news, events=[("event", {"title": "Board meeting", "date": day})])


def teach_it_together(pages: Pages) -> None:
    teacher = pages.other_class.get_parent().specific.staff
    ClassroomTeacher.objects.create(classroom=pages.district.classroom, staff=teacher)


def rename_a_teacher(pages: Pages) -> None:
    staff = Staff.objects.get(pk=pages.district.teacher_staff.pk)
    staff.title = "Head of Math"
    staff.save()


def rename_a_school(pages: Pages) -> None:
    school = pages.district.school
    school.title = "Juniper Creek"
    school.save_revision().publish()


def add_a_school(pages: Pages) -> None:
    make_school(pages.district.home, title="Sunrise Elementary")


def move_a_school_first(pages: Pages) -> None:
    Page.objects.get(pk=pages.district.other_school.pk).move(
        Page.objects.get(pk=pages.district.school.pk), pos="left"
    )


def put_up_a_notice(pages: Pages) -> None:
    Banner.objects.create(
        text_en="All schools are closed today.",
        text_es="Hoy no hay clases.",
        ends_at=timezone.now() + dt.timedelta(hours=5),
    )


def delete_the_notices(pages: Pages) -> None:
    """As it goes with those of a school that is deleted."""
    Banner.objects.all().delete()


def change_the_settings(pages: Pages) -> None:
    settings = DistrictSettings.load()
    settings.phone = "406-555-0101"
    settings.save()


def change_the_color(pages: Pages) -> None:
    look = WebsiteLook.load()
    look.color_hue = 120
    look.save()


def add_to_the_menu(pages: Pages) -> None:
    make_standard_page(pages.district.home, title="Enrollment", show_in_menus=True)


def move_the_calendar(pages: Pages) -> None:
    year = SchoolYear.objects.get(pk=pages.district.year.pk)
    NoSchoolDay.objects.bulk_create(
        [NoSchoolDay(school_year=year, day=dt.date(2026, 11, 24), name="Snow")]
    )
    year.save()
    write_the_ledger(pages)


def move_the_other_class(pages: Pages) -> None:
    """To the other teacher, or back."""
    page = Page.objects.get(pk=pages.other_class.pk)
    parents = {pages.district.teacher_page.pk, pages.other_class.get_parent().pk}
    (target,) = parents - {page.get_parent().pk}
    page.specific.move(Page.objects.get(pk=target), pos="last-child")


def close_or_open_a_class(pages: Pages) -> None:
    of_it = {"page_id": pages.other_class.pk, "restriction_type": PageViewRestriction.LOGIN}
    found = PageViewRestriction.objects.filter(**of_it)
    if found.exists():
        found.get().delete()
    else:
        PageViewRestriction.objects.create(**of_it)


def take_down_or_put_back(pages: Pages) -> None:
    update, principal = UpdatePage.objects.get(pk=pages.other_update.pk), pages.district.principal
    if update.live:
        take_down(pages=[update], user=principal, reason=TakeDown.Reason.MISTAKE)
    else:
        assert put_back(page=update, user=principal)


def change_the_logo(pages: Pages) -> None:
    """The school gets one, loses it, gets it back."""
    office, today = pages.district.principal, timezone.localdate()
    school = SchoolPage.objects.get(pk=pages.district.school.pk)
    logo = Logo.objects.filter(organization=school.organization).first()
    if logo is None:
        file = ContentFile(media.png(image=media.drawing(size=(600, 300))), name="logo.png")
        words = {"name": "Juniper Creek", "description": "Logo of Juniper Creek"}
        new = Logo(**words, organization=school.organization, file=file)
        keep_logo(logo=new, user=office, today=today)
    else:
        (retire_logo if logo.active else use_logo_again)(logo=logo, user=office, today=today)


EVERYWHERE = (
    *(
        publish_news_of_the_district,
        publish_a_post,
        teach_it_together,
        rename_a_teacher,
        rename_a_school,
        add_a_school,
    ),
    *(move_a_school_first, put_up_a_notice, delete_the_notices),
    *(change_the_settings, change_the_color),
    *(add_to_the_menu, move_the_calendar, write_a_standing),
    *(move_the_other_class, close_or_open_a_class, take_down_or_put_back, change_the_logo),
)
Change = Callable[[Pages], None]
