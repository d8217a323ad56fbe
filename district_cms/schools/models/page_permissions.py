"""What an account may do with a page, asked for each line of a list."""

from wagtail.models import PagePermissionTester


class DistrictPagePermissions(PagePermissionTester):
    """Wagtail's answers, with fewer questions to the database."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        # What is live is deleted by those only who may take it off the site; Wagtail reads the page
        # and all below it to see that it is live, twice for each line of a list.
        may_publish = self.user.is_superuser or "publish" in self.permissions
        if self.page.live and not may_publish:
            return False
        return bool(super().can_delete(ignore_bulk))
