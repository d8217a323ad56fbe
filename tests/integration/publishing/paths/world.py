"""The district in which pages try to go live, and what of it must not change at a refusal."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from typing import Any
from unittest import mock

from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState

from classroom.models import UpdatePage
from district_cms.media.models import DistrictImage
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.publishing import gate as publishing
from tests.factories.district import District
from tests.factories.pages import make_draft, make_update, update_content
from tests.factories.people import make_account

TITLE = "Fractions of a whole"
"""The title of what tries to go live in every test."""
TYPED = "halves and quarters"
"""Words of the lesson, which must come back to their author at a refusal."""

Content = dict[str, Any]


@dataclass(frozen=True)
class Bad:
    """A fault of a page: what is wrong, and where the editor must say so."""

    name: str
    rule: str
    field: str
    path: tuple[int | str, ...]
    says: str  # part of the sentence that its author reads
    content: Callable[["World"], Content]


def _picture(world: "World") -> Content:
    picture = {
        "image": world.picture,
        "description": "",
        "decorative": False,
        "caption": "",
        "source": "district",
        "people": "none",
        "release": False,
    }
    return {"lesson": [("prose", f"<p>We place {TYPED}.</p>"), ("picture", picture)]}


def _number(world: "World") -> Content:
    details = "<p>Hand it in with student ID 204981 on top.</p>"
    return {"assignments": [("assignment", {"title": "Practice page 12", "details": details})]}


MISSING = Bad(
    "a part is missing",
    "assignments-missing",
    "assignments",
    (),
    "Families help better when they know what is due.",
    lambda world: {"assignments": []},
)
UNSEEN = Bad(
    "a picture has no description",
    "img-alt-missing",
    "lesson",
    (1, "description"),
    "Describe what it shows, or select",
    _picture,
)
PRIVATE = Bad(
    "a student's number",
    "student-number",
    "assignments",
    (0, "details"),
    "Remove the number, and give it to the family in person.",
    _number,
)
FAULTS = (MISSING, UNSEEN, PRIVATE)


@dataclass
class World:
    """The district with someone of the communications office and a picture."""

    district: District
    office: User
    picture: DistrictImage

    @classmethod
    def around(cls, district: District, picture: DistrictImage) -> "World":
        return cls(district, make_account(Role.COMMUNICATIONS), picture)

    def read_again(self) -> "World":
        """The same world with every object as the database has it."""
        rows = {f.name: getattr(self.district, f.name) for f in fields(self.district)}
        again = {name: type(row)._base_manager.get(pk=row.pk) for name, row in rows.items()}
        return World(
            replace(self.district, **again),
            User.objects.get(pk=self.office.pk),
            DistrictImage.objects.get(pk=self.picture.pk),
        )

    def good(self, **content: Any) -> Content:
        lesson = [("prose", f"<p>We place {TYPED} on a number line.</p>")]
        values = {"title": TITLE, "lesson": lesson, **content}
        return update_content(self.district.curriculum, **values)

    def bad(self, fault: Bad) -> Content:
        return self.good(**fault.content(self))

    def draft(self, content: Content) -> UpdatePage:
        return make_draft(self.district.classroom, owner=self.district.teacher, **content)

    def older(self) -> UpdatePage:
        """A live update with nothing wrong with it."""
        return make_update(self.district.classroom, **self.good(title="Fractions, as it was"))

    def live(self, content: Content) -> UpdatePage:
        """A live update that went live before there were rules."""
        with before_the_rules():
            return make_update(self.district.classroom, **content)

    def submitted(self, content: Content) -> UpdatePage:
        """An update that its teacher submitted before there were rules."""
        page = self.draft(content)
        page.get_workflow().start(page, self.district.teacher)
        return page

    def changed(self, page: UpdatePage, content: Content, **dates: Any) -> Revision:
        """A new revision of the page with other content; what is live stays as it is."""
        draft = page.get_latest_revision_as_object()
        for name, value in {**content, **dates}.items():
            setattr(draft, name, value)
        revision: Revision = draft.save_revision(user=self.district.teacher, clean=False)
        return revision


@contextmanager
def before_the_rules() -> Iterator[None]:
    """Inside, every page may go live: as it was before the district tightened its rules."""
    with (
        mock.patch.object(publishing, "_checks", []),
        mock.patch.object(publishing, "content_findings", return_value=[]),
    ):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def tomorrow() -> dt.datetime:
    return timezone.now() + dt.timedelta(days=1)


@dataclass(frozen=True)
class State:
    """What readers see, who waits for whom, and what is planned."""

    live: frozenset[tuple[Any, ...]]
    pages: frozenset[int]
    waiting: frozenset[tuple[int, int]]
    scheduled: frozenset[tuple[int, dt.datetime]]


def state() -> State:
    rows = UpdatePage.objects.filter(live=True)
    return State(
        live=frozenset(
            (page.pk, page.title, page.live_revision_id, str(page.lesson), str(page.assignments))
            for page in rows
        ),
        pages=frozenset(Page.objects.values_list("pk", flat=True)),
        waiting=frozenset(
            TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values_list(
                "pk", "revision_id"
            )
        ),
        scheduled=frozenset(
            Revision.objects.filter(approved_go_live_at__isnull=False).values_list(
                "pk", "approved_go_live_at"
            )
        ),
    )


def live_with_the_title() -> int:
    return UpdatePage.objects.filter(live=True, title=TITLE).count()
