"""Which live pages would not go live today.

Rules tighten, and SQL or a restored backup asks nobody. Such pages stay live, because nobody is
locked out of fixing them; here they are found. Reads only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.models import get_page_models

from district_cms.checks.findings import Finding
from district_cms.publishing.mechanism import PublishGateMixin

_AT_ONCE = 100
"""Pages in memory at a time: a page with its streams is some tens of kilobytes."""


@dataclass(frozen=True, slots=True)
class FailingPage:
    """A live page and what would stop it today. `address` is its full one, or its path in the
    tree where no site shows it."""

    pk: int
    title: str
    address: str
    findings: tuple[Finding, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the rules, each once, in the order of the page."""
        return tuple(dict.fromkeys(finding.rule for finding in self.findings))


def failing_live_pages() -> Iterator[FailingPage]:
    """Ask the gate about every live page, one type after the other, in the order of their ids.

    A few queries a page, and never more than `_AT_ONCE` pages in memory.
    """
    for pages in _live_pages_by_type():
        for page in pages.order_by("pk").iterator(chunk_size=_AT_ONCE):
            blocking = tuple(page.blocking_findings())
            if blocking:
                address = page.get_full_url() or page.url_path
                yield FailingPage(page.pk, page.title, address, blocking)


def count_live_pages() -> int:
    """How many live pages there are behind the gate. One query a page type."""
    return sum(pages.count() for pages in _live_pages_by_type())


def _live_pages_by_type() -> Iterator[Any]:
    for model in get_page_models():
        if issubclass(model, PublishGateMixin):
            # Of exactly this type: a page of a type that extends it is found with its own.
            yield model.objects.exact_type(model).live()
