"""Who sees figures: the communications office and administrators all of them, principals those of
the own school. There are no names in them."""

from wagtail.models import Page

from classroom.permissions import can_see_all_days
from district_cms.people.models import User
from district_cms.people.selectors import school_ids_led_by


def can_see_figures(user: User, school: Page) -> bool:
    return can_see_all_days(user) or bool(user.is_active and school.pk in school_ids_led_by(user))


def can_see_any(user: User) -> bool:
    return can_see_all_days(user) or bool(user.is_active and school_ids_led_by(user))
