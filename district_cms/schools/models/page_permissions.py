"""What an account may do with a page. A list asks for each row."""

from typing import Any

from wagtail.models import Page, PagePermissionTester


class DistrictPagePermissions(PagePermissionTester):
    """Wagtail's permissions with fewer database queries."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        self._path = page.path

    def are_of(self, user: Any, page: Page) -> bool:
        """Returns True if they belong to this request's account and to this page, not to a copy of
        it or to its former place."""
        return self.user is user and self.page is page and self._path == page.path

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        # Only those who may unpublish may delete a live page. Wagtail would read the page and its
        # descendants to see whether one is live, twice for each row of a list.
        may_publish = self.user.is_superuser or "publish" in self.permissions
        if self.page.live and not may_publish:
            return False
        return bool(super().can_delete(ignore_bulk))
