"""Who sees how the classes of a school stand. The names of who is late are for the school's own
principals; the district's office sees numbers."""

from wagtail.models import Page

from district_cms.people.models import User
from district_cms.people.selectors import school_ids_led_by

from ..ledger.at_deadline.permissions import can_see_all_days


def can_see_names(user: User, school: Page) -> bool:
    """Whether the account is, or fills in for, a principal of the school today."""
    return bool(user.is_active and school.pk in school_ids_led_by(user))


def can_see_school(user: User, school: Page) -> bool:
    """Whether the account may open the screen at all; without the names only counts stand there."""
    return can_see_names(user, school) or can_see_all_days(user)
