"""The first page of the staff area says what the editor’s first screen does, to who has none."""

from typing import Any

from django.utils import timezone

from district_cms.people.models import User

from .authorizations import selectors as authorizations
from .selectors import on_home


def news_of(user: User) -> dict[str, Any]:
    """What `components/deviation_news.html` shows. No query for who has the editor."""
    if user.has_perm("wagtailadmin.access_admin"):
        return {}
    now = timezone.now()
    return {
        "explanations": on_home(user, now),
        "authorizations": authorizations.on_home(user, now),
    }
