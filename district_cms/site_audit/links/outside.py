"""Links to other sites, asked about only where the operator switched it on, and politely.

Only hosts that curriculum links may lead to (`CURRICULUM_LINK_HOSTS`); each address once a run, by
HEAD, one after the other with a pause; redirects are an answer and not followed.
"""

import time
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from .. import findings
from ..models import AuditedPage, AuditFinding, AuditRun, Engine
from .checks import GONE
from .fetching import ask
from .rules import Link, is_among

AT_ONCE = 20
"""Addresses of one batch."""
PAUSE = 1.0
"""Seconds between two requests."""
LONGEST = 40.0
"""Seconds after which a batch asks no further."""
PATIENCE = 4.0
"""Seconds for each step of one request."""

type Standing = list[tuple[AuditedPage, Link]]


def worth_asking(links: Iterable[Link], own_host: str) -> list[list[Any]]:
    """Those links that will be asked about, as the page's row keeps them."""
    if not settings.AUDIT_EXTERNAL_LINKS:
        return []
    return [
        [link.address, link.words, link.selector, link.in_content]
        for link in links
        if is_among(link, settings.CURRICULUM_LINK_HOSTS) and own_host not in link.address
    ]


def is_left(run: AuditRun) -> bool:
    """Whether there are addresses that nobody has asked about yet."""
    return bool(_open_links(run))


def do_some(run: AuditRun) -> None:
    """Ask about some of them, and write down the dead ones at every page that has them. The pages
    are read once for all of these."""
    begun = time.monotonic()
    standing = _open_links(run)
    for number, address in enumerate(sorted(standing)[:AT_ONCE]):
        if time.monotonic() - begun > LONGEST:
            return
        if number:
            time.sleep(PAUSE)
        answer = ask(address, method="HEAD", patience=PATIENCE)
        _note(run, address, answer.status, standing[address])


@transaction.atomic
def _note(run: AuditRun, address: str, status: int, standing: Standing) -> None:
    run.outside[address] = status
    run.save(update_fields=["outside"])
    rows = [row for page, link in standing for row in findings.of_links(page, [link])]
    # The page may not have been looked at again: what an earlier run found there is renewed.
    old = AuditFinding.objects.filter(page__in={page.pk for page, _link in standing})
    old.filter(engine=Engine.LINKS, excerpt__in={row.excerpt for row in rows}).delete()
    if status in GONE:
        # One that went while others were asked has no findings.
        pages = AuditedPage.objects.filter(pk__in={row.page_id for row in rows})
        there = set(pages.select_for_update().order_by("pk").values_list("pk", flat=True))
        AuditFinding.objects.bulk_create([row for row in rows if row.page_id in there])


def _open_links(run: AuditRun) -> dict[str, Standing]:
    """The addresses that nobody has asked about yet, each with where it stands. One query."""
    found: dict[str, Standing] = {}
    if Engine.LINKS not in run.active_engines or not settings.AUDIT_EXTERNAL_LINKS:
        return found
    for page in _pages(run):
        for link in page.outside:
            if link[0] not in run.outside:
                found.setdefault(link[0], []).append((page, Link(*link)))
    return found


def _pages(run: AuditRun) -> QuerySet[AuditedPage]:
    """The pages with links to ask about: of a whole run also those that it did not look at again,
    because links die without them."""
    pages = AuditedPage.objects.filter(kind=run.kind).exclude(outside=[])
    return pages.filter(run=run) if run.sample else pages
