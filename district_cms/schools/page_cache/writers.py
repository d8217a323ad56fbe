"""Lists which models change public pages when they are written, and of which school.

The version of a page in a school depends on the site and on the school, of other pages on all
schools. Signals report saves and deletions. Code that bypasses signals (`bulk_create`, `update`)
calls `site_changed` or `rows_changed` itself. Tests fail for a model that a page shows and that is
missing here.
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
"""The name of the site's version. A school's version is this name followed by the school's tree
path."""

SITE_MODELS: Final = frozenset(
    {
        *("activities.ActivityLeader", "brand.Logo", "brand.LogoVersion", "brand.Organization"),
        *("brand.WebsiteLook", "classroom.ClassroomTeacher", "media.DistrictDocument"),
        *("media.DistrictImage", "people.Staff", "people.StaffRole", "people.Staff_schools"),
        *("publishing.AccessibilitySettings", "publishing.ProcedureSettings"),
        *("publishing.ProcedureSnapshot", "schools.Banner"),
        *("schools.DistrictSettings", "schools.NoSchoolDay", "schools.SchoolYear", "schools.Term"),
        *("classroom.ClassTemplateVersion", "wagtailcore.Collection", "wagtailcore.Locale"),
        *("wagtailcore.CollectionViewRestriction", "wagtailcore.PageViewRestriction"),
        "wagtailcore.Site",
    }
)
"""Models shown on pages of any school. So are all page types not listed below."""
SCHOOL_PAGES: Final = {
    "activities.activitypage": SCHOOL_DEPTH + 1,
    "activities.postpage": SCHOOL_DEPTH + 2,
    "classroom.classroompage": SCHOOL_DEPTH + 2,
    "classroom.teacherpage": SCHOOL_DEPTH + 1,
    "classroom.updatepage": SCHOOL_DEPTH + 3,
}
"""Page types that only their own school shows, and their minimum depth there: the district's own
news are higher in the tree and appear in the calendar of every school."""
ROWS_OF_A_PAGE: Final = {
    "classroom.ClassroomStanding": "classroom_id",
    "notifications.ClassNotice": "classroom_id",
    "notifications.MailOffer": "page_id",
}
"""Models that only the school of one page shows, and their field with the page's id."""
NEW_ROWS_CHANGE_NOTHING: Final = frozenset(
    {"classroom.ClassTemplateVersion", "media.DistrictDocument", "media.DistrictImage"}
)
"""No page shows a new row before a page refers to it, and that changes the page."""


def site_changed(**kwargs: Any) -> None:
    """Invalidates all pages. Also receives signals."""
    bump(SITE)


def schools_changed(paths: Iterable[str]) -> None:
    """Invalidates the pages of the schools that contain these tree paths."""
    bump(*{f"{SITE} {school_path(path)}" for path in paths})


def rows_changed(page_ids: Collection[int]) -> None:
    """Invalidates the pages of the schools of these pages. One query."""
    schools_changed(Page.objects.filter(pk__in=page_ids).values_list("path", flat=True))


def version_at(path: str) -> str:
    """Returns the version of the page at a path of the site ("/juniper-creek/ms-rivera/"). No query
    until something changes. Raises Django's database errors."""
    first = path.lstrip("/").partition("/")[0]
    school = next((page for page in frame_pages() if page.slug == first), None)
    if school is None or school.school_kind is None:
        return shared_version_of_all(SITE)
    return shared_version(SITE, f"{SITE} {school.path}")


def version_in(tree_path: str) -> str:
    """Returns the version of what is shown of a page at this path of the tree, "" for one that is
    not known."""
    if not tree_path:
        return shared_version_of_all(SITE)
    return shared_version(SITE, f"{SITE} {school_path(tree_path)}")


def page_written(instance: Page, *, created: bool = False, **kwargs: Any) -> None:
    """Receives the saving and deleting of a page of any type. Drafts are not public."""
    if is_draft(**kwargs) or (created and not instance.live):
        return
    # The signal of a deleted page is sent again with the base class.
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
    # Other pages link to a page whose address changed.
    for signal in (post_page_move, page_slug_changed):
        signal.connect(site_changed, dispatch_uid="page cache")
