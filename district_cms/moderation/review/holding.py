"""What waits for someone's approval, for whoever sees them off."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from district_cms.people.models import Staff
from district_cms.people.selectors import reviewers_of, schools_led_by

from .selectors import review_queue


def holdings(staff: Staff) -> Iterator[str]:
    """The queue's queries, and one for each school where they approve, of which there are few."""
    user = staff.user
    if user is None or not user.is_active:
        return
    schools = schools_led_by(user)
    if not schools:
        return
    waiting = len(review_queue(user))
    if waiting:
        yield _("waiting for their approval: %(number)d") % {"number": waiting}
    for school in schools:
        if [each.pk for each in reviewers_of(school.pk)] == [user.pk]:
            yield _("%(school)s: nobody else approves there") % {"school": school.title}
