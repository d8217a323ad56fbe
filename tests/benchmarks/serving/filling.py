"""Copies class pages of ours, with what is on them today, into plain ones in the same tree.

Runs with the settings `sites.filling`. Of each class everything is copied that its page shows to a
family in English, events as everyone may see them.
"""

import json
from typing import Any

from django.core.files.images import ImageFile
from django.core.management import call_command
from django.http import HttpRequest
from django.test import RequestFactory
from wagtail.images.models import Image
from wagtail.models import Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from classroom.models import ClassroomPage, UpdatePage
from classroom.presentation.cards import line
from classroom.presentation.update_parts import public_events
from district_cms.brand.models import LogoVersion
from district_cms.brand.website import website
from district_cms.schools.models import DistrictSettings, SchoolPage

from .choosing import fullest_classes
from .plain.models import (
    DistrictInformation,
    PlainClassPage,
    PlainSchoolPage,
    PlainTeacherPage,
    PlainUpdatePage,
)

PARTS = ("lesson", "assignments", "curriculum", "events")
ON_THE_CLASS_PAGE = ("prose", "call_out", "table")


def fill_and_print(classes: int) -> None:
    """Makes the plain pages' tables and fills them; prints {path of ours: path of the plain one} of
    the classes with the most updates."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    copied = _Copied()
    with disable_reference_index_auto_update():
        found = {page.url: copied.class_page(page).url for page in fullest_classes(classes)}
    print(json.dumps(found))


class _Copied:
    """What is there already: each school, teacher and picture once."""

    def __init__(self) -> None:
        self.site = Site.objects.select_related("root_page").get()
        self.request: HttpRequest = RequestFactory().get("/", headers={"Host": "localhost"})
        self.pages: dict[int, Page] = {}
        self.pictures: dict[str, Image] = {}
        look, contact = website(), DistrictSettings.load()
        DistrictInformation.objects.create(
            site=self.site,
            name=look.name,
            mark=self.picture(look.mark),
            **{each: getattr(contact, each) for each in ("street", "city", "phone", "email")},
        )
        for school in SchoolPage.objects.live().order_by("path"):
            mark = self.picture(look.marks.get(school.organization_id or 0))
            plain = PlainSchoolPage(title=school.title, slug=f"plain-{school.slug}", mark=mark)
            self.pages[school.pk] = self.site.root_page.add_child(instance=plain)

    def picture(self, logo: Any) -> Image | None:
        if logo is None:
            return None
        if logo.sha256 not in self.pictures:
            version = LogoVersion.objects.get(pk=logo.version_id)
            with version.file_2x.open() as file:
                picture = Image(title=logo.description, file=ImageFile(file, name="mark.png"))
                picture.save()
            self.pictures[logo.sha256] = picture
        return self.pictures[logo.sha256]

    def class_page(self, page: ClassroomPage) -> PlainClassPage:
        context = page.get_context(self.request)
        contact, stamp = context["contact"], context["stamp"]
        about, good_to_know = context["about"], context["good_to_know"]
        plain = PlainClassPage(
            title=page.title,
            slug=page.slug,
            search_description=context["head"].description,
            subject=context["subject_label"],
            grade=context["grade_label"],
            section=page.section,
            room=context["room"],
            school_year=context["year"]["name"],
            next_update=stamp["next_due"],
            next_update_note=stamp["no_school_note"],
            contact_email=contact["email"],
            contact_phone=contact["phone"],
            contact_hours=contact["hours"],
            introduction=about.html if about else "",
            good_to_know=good_to_know.html if good_to_know else "",
            logo=self.picture(context["template_logo"]),
        )
        self.teacher_of(page, context["teachers"]).add_child(instance=plain)
        for update in page.live_updates().order_by("path"):
            plain.add_child(instance=self.update(update))
        return plain

    def teacher_of(self, page: ClassroomPage, teachers: list[dict[str, Any]]) -> Page:
        above = page.get_parent()
        if above.pk not in self.pages:
            plain = PlainTeacherPage(
                title=", ".join(
                    f"{each['name']} ({each['part_label']})" if each["part_label"] else each["name"]
                    for each in teachers
                ),
                slug=above.slug,
                email=teachers[0]["email"],
                phone=teachers[0]["phone"],
            )
            self.pages[above.pk] = self.pages[above.get_parent().pk].add_child(instance=plain)
        return self.pages[above.pk]

    def update(self, update: UpdatePage) -> PlainUpdatePage:
        lesson = [
            ("paragraph" if child.block_type == "prose" else child.block_type, child.value)
            for child in update.lesson
            if child.block_type in ON_THE_CLASS_PAGE
        ]
        events = [
            {
                "title": event["title"],
                "date": event["date"],
                "time": event["time_label"],
                "place": event["place"],
                "families_only": event["families_only"],
            }
            for event in public_events(update)
        ]
        return PlainUpdatePage(
            title=update.title,
            slug=update.slug,
            first_published_at=update.first_published_at,
            last_published_at=update.last_published_at,
            period_start=update.period_start,
            period_end=update.period_end,
            introduction=line(update, self.request)["excerpt"],
            lesson=[(kind, _plain(value)) for kind, value in lesson],
            assignments=[(each.block_type, _plain(each.value)) for each in update.assignments],
            curriculum=[(each.block_type, _plain(each.value)) for each in update.curriculum],
            events=[("event", event) for event in events],
            assessments=update.assessments,
            **{
                f"{part}_none": getattr(update, f"{part}_none_reason")
                or ("None this time." if getattr(update, f"{part}_none") else "")
                for part in PARTS
            },
        )


def _plain(value: Any) -> Any:
    """A block's value without what only ours has."""
    if hasattr(value, "source"):
        return value.source
    if not hasattr(value, "bound_blocks"):
        return value
    return {name: _plain(each) for name, each in value.items() if name != "language"}
