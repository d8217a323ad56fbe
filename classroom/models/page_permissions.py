"""Who leads a school does not decide alone what families read of a class: an update is never
approved by its author. What the office publishes anywhere is another matter."""

from typing import Any

from wagtail.models import Page

from district_cms.people.selectors import leads_school_of
from district_cms.schools.models.page_permissions import DistrictPagePermissions


def _leads(user: Any, page: Page) -> bool:
    return bool(not user.is_superuser and user.is_active and leads_school_of(user, page))


class ClassPermissions(DistrictPagePermissions):
    def can_publish_subpage(self) -> bool:
        # What is added below a class is an update, and its author is whoever adds it.
        return bool(super().can_publish_subpage()) and not _leads(self.user, self.page)


class UpdatePermissions(DistrictPagePermissions):
    def can_publish(self) -> bool:
        """A principal puts up what a teacher of the school wrote; what they began themselves goes
        to another principal, or to whoever stands in."""
        is_own = self.page.owner_id is not None and self.page.owner_id == self.user.pk
        return bool(super().can_publish()) and not (is_own and _leads(self.user, self.page))
