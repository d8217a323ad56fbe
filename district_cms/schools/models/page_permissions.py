"""What an account may do with a page, asked for each line of a list."""

from typing import Any

from wagtail.models import Page, PagePermissionTester


class DistrictPagePermissions(PagePermissionTester):
    """Wagtail's answers, with fewer questions to the database."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        self._path = page.path

    def are_of(self, user: Any, page: Page) -> bool:
        """Whether they are of this account, as the request has it, and of this page, not of a copy
        of it or of where it stood before."""
        return self.user is user and self.page is page and self._path == page.path

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        # What is live is deleted by those only who may take it off the site; Wagtail reads the page
        # and all below it to see that it is live, twice for each line of a list.
        may_publish = self.user.is_superuser or "publish" in self.permissions
        if self.page.live and not may_publish:
            return False
        return bool(super().can_delete(ignore_bulk))
