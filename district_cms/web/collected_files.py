"""Whether the files of the pages' look were collected: without them production shows no page."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import CheckMessage, Error


def check_files_are_collected(app_configs: Any, **kwargs: Any) -> Iterator[CheckMessage]:
    """An error where pages name each file by its content and no list of these names is there."""
    if getattr(staticfiles_storage, "hashed_files", None) == {}:
        yield Error(
            f"{settings.STATIC_ROOT} has no collected files: every page would answer 500.",
            hint="Run python manage.py collectstatic --noinput, then restart the web program.",
            id="web.E002",
        )
