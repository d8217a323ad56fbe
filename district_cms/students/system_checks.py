"""What is asked of `STUDENT_EMAIL_DOMAINS`: by a wrong one, students sign up like parents."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.core import checks

_DOMAIN: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def check_domains(app_configs: Any, **kwargs: Any) -> Iterator[checks.CheckMessage]:
    """An error for each that no address can be of."""
    for domain in settings.STUDENT_EMAIL_DOMAINS:
        if not _DOMAIN.fullmatch(domain):
            yield checks.Error(
                f"STUDENT_EMAIL_DOMAINS has {domain!r}, which is no domain of any address.",
                hint="Write what stands after the @: students.example.org, without a dot at the "
                "end.",
                id="students.E001",
            )


def check_domains_are_set(app_configs: Any, **kwargs: Any) -> Iterator[checks.CheckMessage]:
    """An error for each that is nobody's, such as the one that is there before it is set."""
    for domain in settings.STUDENT_EMAIL_DOMAINS:
        if domain.endswith(".example"):
            yield checks.Error(
                f"STUDENT_EMAIL_DOMAINS has {domain}, which is nobody’s: students’ addresses would "
                "be taken for parents’.",
                hint="Name all domains of the addresses that the district gives its students; "
                "leave it empty where it gives them none.",
                id="students.E002",
            )
