"""Checks `STUDENT_EMAIL_DOMAINS`: with a wrong one, students could sign up like parents."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.core import checks

_DOMAIN: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")

LEAST_KEY: Final = 32


def check_domains(app_configs: Any, **kwargs: Any) -> Iterator[checks.CheckMessage]:
    """Yields an error for each invalid domain."""
    for domain in settings.STUDENT_EMAIL_DOMAINS:
        if not _DOMAIN.fullmatch(domain):
            yield checks.Error(
                f"STUDENT_EMAIL_DOMAINS has {domain!r}, which is not a valid email domain.",
                hint="Write the part after the @, such as students.example.org, without a dot at "
                "the end.",
                id="students.E001",
            )


def check_list_key(app_configs: Any, **kwargs: Any) -> Iterator[checks.CheckMessage]:
    """Yields an error for a key that is missing where students have addresses, or guessable."""
    key, needed = settings.STUDENT_LIST_KEY, settings.STUDENT_EMAIL_DOMAINS
    if (needed and not key) or (key and (len(key) < LEAST_KEY or key == settings.SECRET_KEY)):
        yield checks.Error(
            f"STUDENT_LIST_KEY is missing, shorter than {LEAST_KEY} characters, or the SECRET_KEY.",
            hint="Set it to 64 random characters, import the lists of students again, and keep a "
            "copy with the key of the backups.",
            id="students.E003",
        )


def check_domains_are_set(app_configs: Any, **kwargs: Any) -> Iterator[checks.CheckMessage]:
    """Yields an error for each example domain, such as the default setting."""
    for domain in settings.STUDENT_EMAIL_DOMAINS:
        if domain.endswith(".example"):
            yield checks.Error(
                f"STUDENT_EMAIL_DOMAINS has {domain}, which is only an example: students’ "
                "addresses would count as parents’.",
                hint="Name all domains of the addresses that the district gives its students; "
                "leave it empty if it gives them none.",
                id="students.E002",
            )
