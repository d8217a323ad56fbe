"""A check that breaks off lets nothing through: it becomes a finding that blocks.

What is logged names the check, the place in the code, and page or object by its id; never a word
of it, which the error's own message may hold.
"""

import hashlib
import logging
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from district_cms.checks.findings import CHECK_FAILED, Finding

logger = logging.getLogger("district")


def run_check(check: Callable[[Any], Iterable[Finding]], subject: Any) -> Iterator[Finding]:
    """The findings of one check about a page or an object, and one that blocks where it breaks
    off."""
    try:
        yield from check(subject)
    except Exception as error:  # noqa: BLE001 - whatever broke, nothing may pass unchecked
        yield check_failed(check, error, subject=subject)


def check_failed(
    check: Callable[..., Any] | str,
    error: Exception,
    *,
    subject: Any,
    field: str | None = None,
    path: tuple[str | int, ...] = (),
    mark: str = "",
) -> Finding:
    """Log that `check` broke off with `error`, and return the finding that says so.

    `field`, `path` and `mark` name the content that it was reading, if it is known.
    """
    is_page = isinstance(subject, Page)
    name = check if isinstance(check, str) else f"{check.__module__}.{check.__qualname__}"
    steps = traceback.extract_tb(error.__traceback__)
    place = " < ".join(f"{step.filename}:{step.lineno}" for step in reversed(steps))
    logger.error(
        "check %s broke off on %s %s: %s at %s",
        name,
        "page" if is_page else subject._meta.label,
        subject.pk,
        type(error).__name__,
        place,
    )
    return Finding(
        rule=CHECK_FAILED,
        message=(
            _("This page could not be checked.")
            if is_page and not field
            else _("This part could not be checked.")
        ),
        why=_(
            "One of the site's checks failed. Your text is not at fault, but nothing goes live "
            "unchecked."
        ),
        fix=(
            _(
                "Tell the web team. If it cannot wait, a district administrator can make an "
                "exception."
            )
            if is_page
            else _("Tell the web team.")
        ),
        field=field,
        path=path,
        # Which check it was, without its words: an exception for one is none for another.
        excerpt=name.rsplit(".", 1)[-1],
        # Of a whole page it is only known where the check broke: elsewhere is something else.
        mark=mark or hashlib.blake2b(place.encode(), digest_size=16).hexdigest(),
    )
