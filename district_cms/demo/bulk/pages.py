"""Writes live pages in bulk like `publish_new_page`, published by one person."""

import datetime as dt
import json
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Locale, Page, PageLogEntry, ReferenceIndex, Revision

from district_cms.checks.accessibility import RULESET_VERSION
from district_cms.checks.findings import Finding
from district_cms.publishing.models import RevisionFindings

from ..school_year import Chance
from .tables import Tables

REVIEWED = dt.timedelta(minutes=10)
"""The time between the creation of a page and its publication."""


class ContentRefused(ValueError):
    """The gate refuses the content that the builder wanted to write."""


def check_content(page: Any) -> tuple[Finding, ...]:
    """Checks a page and returns the gate's advice. Raises `ContentRefused` if the page may not go
    live."""
    findings = tuple(page.publish_findings())
    if blocking := [str(finding.message) for finding in findings if finding.blocks]:
        raise ContentRefused(f"{page.title}: {' '.join(blocking)}")
    return findings


def check_without_advice(page: Any) -> None:
    """Checks a page whose evidence is written without findings. Raises `ContentRefused` also for
    advice."""
    if advice := [str(finding.message) for finding in check_content(page)]:
        raise ContentRefused(f"{page.title}: {' '.join(advice)}")


class PageWriter:
    """Places pages under their parents and writes all rows of a page."""

    def __init__(self, tables: Tables, chance: Chance) -> None:
        self._tables = tables
        self._chance = chance
        self._locale = Locale.get_default()
        self._page_type = ContentType.objects.get_for_model(Page)
        self._laid_out: dict[int, int] = {}
        # Not in the search index yet.
        self.not_indexed: list[Any] = []

    def add(self, page: Any, *, parent: Any, user: Any, at: dt.datetime, children: int = 0) -> Any:
        """Writes a page that was never saved. `at` is when it was published; `children` is the
        number of pages that will be added below it. Returns the page as stored."""
        page_type = ContentType.objects.get_for_model(type(page))
        begun = at - REVIEWED
        page.pk = page.id = page.page_ptr_id = self._tables.of(Page).next_pk()
        page.translation_key = self._chance.uuid()
        page.locale, page.content_type, page.owner = self._locale, page_type, user
        page.depth = parent.depth + 1
        page.path = self.next_path(parent)
        page.draft_title, page.live = page.title, False
        page.set_url_path(parent)
        content = json.dumps(page.serializable_data(), cls=DjangoJSONEncoder)
        revision_id = self._tables.add(
            Revision,
            content_type_id=page_type.pk,
            base_content_type_id=self._page_type.pk,
            object_id=str(page.pk),
            created_at=begun,
            user_id=user.pk,
            object_str=str(page),
            content=content,
        )
        page.live, page.numchild = True, children
        page.latest_revision_id = page.live_revision_id = revision_id
        page.latest_revision_created_at = begun
        page.first_published_at = page.last_published_at = at
        for model in (Page, type(page)):
            self._tables.add_object(page, model)
        self._log(page, user, begun, at)
        self._references(page)
        self.not_indexed.append(page)
        return page

    def continue_below(self, parent: Any, number: int) -> None:
        """Prepares `number` more pages after those that services have placed below `parent`."""
        self._laid_out[parent.pk] = parent.numchild
        parent.numchild += number
        Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)

    def next_path(self, parent: Any) -> str:
        """Returns the path of the next page below `parent`, which is not in the database yet."""
        step = self._laid_out[parent.pk] = self._laid_out.get(parent.pk, 0) + 1
        return str(Page._get_path(parent.path, parent.depth + 1, step))

    def number_below(self, parent: Any) -> int:
        """Returns the number of pages placed directly below `parent`."""
        return self._laid_out.get(parent.pk, 0)

    def _log(self, page: Any, user: Any, begun: dt.datetime, at: dt.datetime) -> None:
        # Like Wagtail: one line when the page is added, one with its first revision.
        for action, revision_id, when in (
            ("wagtail.create", None, begun),
            ("wagtail.create", page.latest_revision_id, begun),
            ("wagtail.publish", page.latest_revision_id, at),
        ):
            self._tables.add(
                PageLogEntry,
                page_id=page.pk,
                content_type_id=page.content_type_id,
                label=page.title,
                action=action,
                timestamp=when,
                user_id=user.pk,
                revision_id=revision_id,
                content_changed=True,
            )
        self._tables.add(
            RevisionFindings,
            page_uuid=page.translation_key,
            title=page.title,
            revision_id=page.latest_revision_id,
            ruleset=RULESET_VERSION,
            outcome=RevisionFindings.Outcome.LIVE.value,
            at=at,
        )

    def _references(self, page: Any) -> None:
        for reference in sorted(set(ReferenceIndex._extract_references_from_object(page))):
            add_reference(
                self._tables, reference, page_id=page.pk, content_type_id=page.content_type_id
            )


def add_reference(
    tables: Tables, reference: tuple[int, str, str, str], *, page_id: int, content_type_id: int
) -> None:
    """Adds one row of Wagtail's reference index; `reference` is the tuple that Wagtail extracts."""
    target, key, model_path, content_path = reference
    tables.add(
        ReferenceIndex,
        content_type_id=content_type_id,
        base_content_type_id=ContentType.objects.get_for_model(Page).pk,
        object_id=str(page_id),
        to_content_type_id=target,
        to_object_id=key,
        model_path=model_path,
        content_path=content_path,
        content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
    )
