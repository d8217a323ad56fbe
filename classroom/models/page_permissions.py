"""Nobody decides alone what families read of a class: an update is never approved by its author."""

from typing import Any

from district_cms.schools.models.page_permissions import DistrictPagePermissions


class ClassPermissions(DistrictPagePermissions):
    def can_publish_subpage(self) -> bool:
        # What is added below a class is an update, and its author is whoever adds it.
        return bool(self.user.is_superuser and super().can_publish_subpage())


class UpdatePermissions(DistrictPagePermissions):
    def can_publish(self) -> bool:
        """A principal puts up what a teacher of the school wrote; what they wrote themselves goes
        to another principal, or to whoever stands in."""
        is_own = self.page.owner_id is not None and self.page.owner_id == self.user.pk
        may: Any = super().can_publish()
        return bool(may and (self.user.is_superuser or not is_own))
