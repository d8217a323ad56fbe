"""The switches of email and texts: whose they are."""

from typing import Any

from wagtail.models import Page

from classroom.addresses import class_name
from classroom.models import ClassroomPage
from classroom.selectors import own_classrooms
from district_cms.activities.models import ActivityPage
from district_cms.activities.selectors import led_by
from district_cms.people.models import User

_SWITCHED: tuple[Any, ...] = (ClassroomPage, ActivityPage)


def is_switched(page: Page) -> bool:
    """Whether a page is of a type that has switches."""
    return page.specific_class in _SWITCHED


def name_of(page: Any) -> str:
    return class_name(page) if isinstance(page, ClassroomPage) else str(page.title)


def switched_page(pk: int) -> Any:
    """A class or an activity by its id; None for any other page. Two queries at most."""
    pages = (model.objects.filter(pk=pk).first() for model in _SWITCHED)
    return next((page for page in pages if page is not None), None)


def to_switch(user: User) -> list[Any]:
    """The classes of an account, and the activities that it leads, whose mail it may turn on and
    off on its home screen. Two queries."""
    mine = own_classrooms(user).select_related("mail_offer")
    classes = mine.none() if user.teaches is False else mine
    return [*classes, *(page for page in led_by(user) if page.live)]


def may_switch(user: User, page: Page) -> bool:
    """Whoever may edit the page decides whether it offers mail."""
    return bool(page.permissions_for_user(user).can_edit())


def read_with_pages(relation: str) -> None:
    """Let pages that have switches be served together with a row of ours."""
    for model in _SWITCHED:
        if relation not in model.select_when_served:
            model.select_when_served = (*model.select_when_served, relation)
