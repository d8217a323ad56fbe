"""Which writes change public pages, and the pages of which school: every writer by its model.

A page carries the version of the site and of its school, one outside of the schools that of all.
Saving and deleting are received as signals. What writes past them (`bulk_create`, `update`) calls
`site_changed` or `rows_changed` itself. Tests refuse a model that a page shows and that is not
here.
"""

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.apps import apps
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_slug_changed, post_page_move

from district_cms.web.versions import bump, shared_version, shared_version_of_all

from ..frame import SCHOOL_DEPTH, frame_pages, is_draft, school_path

SITE: Final = "pages"
"""The version of the site; that of a school is this name with the path of the school behind it."""

SITE_MODELS: Final = frozenset(
    {
        *("activities.ActivityLeader", "brand.Logo", "brand.LogoVersion", "brand.Organization"),
        *("brand.WebsiteLook", "classroom.ClassroomTeacher", "media.DistrictDocument"),
        *("media.DistrictImage", "people.Staff", "people.StaffRole", "people.Staff_schools"),
        *("publishing.AccessibilitySettings", "publishing.ProcedureSettings", "schools.Banner"),
        *("schools.DistrictSettings", "schools.NoSchoolDay", "schools.SchoolYear", "schools.Term"),
        *("classroom.ClassTemplateVersion", "wagtailcore.Collection", "wagtailcore.Locale"),
        *("wagtailcore.CollectionViewRestriction", "wagtailcore.PageViewRestriction"),
        "wagtailcore.Site",
    }
)
"""They are shown on pages of any school. So is every page type that is not of one school."""
SCHOOL_PAGES: Final = {
    "activities.activitypage": SCHOOL_DEPTH + 1,
    "activities.postpage": SCHOOL_DEPTH + 2,
    "classroom.classroompage": SCHOOL_DEPTH + 2,
    "classroom.teacherpage": SCHOOL_DEPTH + 1,
    "classroom.updatepage": SCHOOL_DEPTH + 3,
}
"""Page types that only their own school shows, and how deep they stand there: the district's own
news, which stand higher, are on the calendar of every school."""
ROWS_OF_A_PAGE: Final = {
    "classroom.ClassroomStanding": "classroom_id",
    "notifications.ClassNotice": "classroom_id",
    "notifications.MailOffer": "page_id",
}
"""Rows that only the school of one page shows, and where they name that page."""
NEW_ROWS_CHANGE_NOTHING: Final = frozenset(
    {"classroom.ClassTemplateVersion", "media.DistrictDocument", "media.DistrictImage"}
)
"""They are on a page once that names them, which is a change of the page."""


def site_changed(**kwargs: Any) -> None:
    """Any page may show what is written. Also receives signals."""
    bump(SITE)


def schools_changed(paths: Iterable[str]) -> None:
    """The schools in which these places of the tree lie show what is written."""
    bump(*{f"{SITE} {school_path(path)}" for path in paths})


def rows_changed(page_ids: Collection[int]) -> None:
    """The schools of these pages show what is written. One query."""
    schools_changed(Page.objects.filter(pk__in=page_ids).values_list("path", flat=True))


def version_at(path: str) -> str:
    """The version of the page at a path of the site ("/juniper-creek/ms-rivera/"). No query while
    nothing changes. Raises Django's database errors."""
    first = path.lstrip("/").partition("/")[0]
    school = next((page for page in frame_pages() if page.slug == first), None)
    if school is None or school.school_kind is None:
        return shared_version_of_all(SITE)
    return shared_version(SITE, f"{SITE} {school.path}")


def page_written(instance: Page, *, created: bool = False, **kwargs: Any) -> None:
    """Receives the saving and deleting of a page of any type. Its draft is on no page."""
    if is_draft(**kwargs) or (created and not instance.live):
        return
    # A deleted page comes once more as a plain one.
    model = instance.specific_class
    depth = SCHOOL_PAGES.get(model._meta.label_lower) if model is not None else None
    if depth is not None and instance.depth >= depth:
        schools_changed([instance.path])
    else:
        site_changed()


def row_written(instance: Any, *, created: bool = False, **kwargs: Any) -> None:
    label = instance._meta.label
    if label in ROWS_OF_A_PAGE:
        rows_changed([getattr(instance, ROWS_OF_A_PAGE[label])])
    elif not (created and label in NEW_ROWS_CHANGE_NOTHING):
        site_changed()


def connect() -> None:
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        is_page = issubclass(model, Page)
        for signal in (post_save, post_delete):
            if is_page or label in SITE_MODELS or label in ROWS_OF_A_PAGE:
                receiver = page_written if is_page else row_written
                signal.connect(receiver, sender=model, dispatch_uid=f"page cache {label}")
        if model._meta.auto_created and label in SITE_MODELS:
            m2m_changed.connect(site_changed, sender=model, dispatch_uid=f"page cache {label}")
    # Pages elsewhere name a page that has another address now.
    for signal in (post_page_move, page_slug_changed):
        signal.connect(site_changed, dispatch_uid="page cache")
