"""The review queue in the editor's menu."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from .review_views import may_review


class ReviewMenuItem(MenuItem):
    """Shown to whoever approves anything today."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_review(request.user)
