"""The review queue: what waits for whom, oldest first by its first submission. Reads only.

Sending back and submitting again keeps the same `WorkflowState`, and so its day; see ADR 0003.
"""

import datetime as dt
import json
import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.fields import StreamField
from wagtail.models import Page, Revision, TaskState

from district_cms.checks.accessibility import RULESET_VERSION
from district_cms.people.models import User
from district_cms.people.selectors import leads_school_of
from district_cms.publishing.models import RevisionFindings
from district_cms.schools.frame import school_path

from ..models import PassedOn
from ..models.approval import passed_to, waiting_for

CAME_BACK = Exists(
    TaskState.objects.filter(
        workflow_state=OuterRef("workflow_state"), status=TaskState.STATUS_REJECTED
    )
)
"""As an annotation `came_back` of task states: whether it was sent back before."""


def first_submitted(state: Any) -> dt.datetime:
    """The moment (aware) of the first submission."""
    moment: dt.datetime = state.workflow_state.created_at
    return moment


def submitted_again(state: Any) -> dt.datetime | None:
    """The moment of the last submission of an annotated state; None for what never came back."""
    return state.started_at if state.came_back else None


HOUR = KeyTextTransform("go_live_at", "revision__content")
"""As an annotation `hour` of task states: the moment, as text, without the rest of the content."""


def hour_of(state: Any, now: dt.datetime | None = None) -> dt.datetime | None:
    """When the revision of an annotated state goes live (aware); None: once approved."""
    text = state.hour or ""
    moment = parse_datetime(text) if text else None
    return moment if moment is not None and moment > (now or timezone.now()) else None


def hour_of_page(page: Page) -> dt.datetime | None:
    """The same of what waits of a page."""
    state = page.current_workflow_task_state
    found = TaskState.objects.filter(pk=state.pk) if state is not None else None
    return hour_of(found.annotate(hour=HOUR).get()) if found is not None else None


def planned_hour(page: Page) -> dt.datetime | None:
    """The moment at which what was approved goes live; None where nothing is planned. One query."""
    # Not `page.scheduled_revision`: the editor's own page has asked before it was approved.
    planned = page.revisions.filter(approved_go_live_at__isnull=False)
    moment: dt.datetime | None = planned.values_list("approved_go_live_at", flat=True).first()
    return moment


# What is said in fields that every page has.
SAID = ("title", "seo_title", "search_description", "go_live_at", "expire_at")
# Paragraphs get new ones with every form.
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def words_by_revision(wanted: Iterable[tuple[int, Any]]) -> dict[int, str]:
    """{revision: all its content as one comparable text} for pairs of a revision and its page."""
    pages = dict(wanted)
    if not pages:
        return {}
    rows = Revision.objects.filter(pk__in=pages).values_list("pk", "content")
    return {pk: _words(content, pages[pk]) for pk, content in rows}


def _words(content: dict[str, Any], page: Any) -> str:
    said: dict[str, Any] = {name: content.get(name) for name in SAID}
    for each in page._meta.concrete_fields:
        if each.model is Page or each.primary_key or not each.editable:
            continue
        value = content.get(each.name)
        if isinstance(each, StreamField) and isinstance(value, str):
            value = json.loads(value or "[]")
        said[each.name] = _without_ids(value)
    # What was live before is compared with what waits: new pages are read apart from changed ones.
    said["is new"] = page.live_revision_id is None
    return json.dumps(said, sort_keys=True, default=str)


def _without_ids(value: Any) -> Any:
    """Blocks without their ids, which differ between pages, and without empty fields."""
    if isinstance(value, list):
        return [_without_ids(each) for each in value]
    if isinstance(value, dict):
        is_block = {"type", "value"} <= value.keys()
        return {
            key: _without_ids(each)
            for key, each in value.items()
            if not (is_block and key == "id") and each not in ("", None)
        }
    return _BLOCK_KEY.sub("", value) if isinstance(value, str) else value


@dataclass(slots=True)
class Waiting:
    """One thing to review: a page, or the same update, word for word, of several classes.

    `records` are what the checks found at each submission, and what the author confirmed.
    """

    states: list[TaskState] = field(default_factory=list)
    pages: list[Any] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    records: list[RevisionFindings] = field(default_factory=list)
    # Of what is only here because it waited too long: how many school days. 0 for all else.
    passed_after: int = 0

    @property
    def key(self) -> int:
        """By which screens name the entry."""
        return self.states[0].pk

    @property
    def first(self) -> Any:
        return self.pages[0]

    @property
    def since(self) -> dt.datetime:
        """When it was first submitted; sending it back does not change that."""
        return min(first_submitted(state) for state in self.states)

    @property
    def again(self) -> dt.datetime | None:
        """When it was submitted again after it had been sent back; None where it never was."""
        moments = [moment for state in self.states if (moment := submitted_again(state))]
        return max(moments, default=None)

    @property
    def is_again_today(self) -> bool:
        return self.again is not None and timezone.localdate(self.again) == timezone.localdate()

    @property
    def author(self) -> str:
        user = self.states[0].workflow_state.requested_by
        return user.get_full_name() if user else ""

    @property
    def hour(self) -> dt.datetime | None:
        """The latest hour at which an approval makes it live; None: at once."""
        hours = [hour for state in self.states if (hour := hour_of(state)) is not None]
        return max(hours, default=None)

    @property
    def findings(self) -> list[dict[str, Any]]:
        """What the checks found at the submission, each once."""
        found = {f["fingerprint"]: f for record in self.records for f in record.findings}
        return list(found.values())

    @property
    def is_clean(self) -> bool:
        """Whether today's checks found nothing in these pages, and none changed since."""
        unchanged = all(
            page.latest_revision_id == state.revision_id
            for page, state in zip(self.pages, self.states, strict=True)
        )
        return (
            unchanged
            and len(self.records) == len(self.pages)
            and not any(r.findings or r.ruleset != RULESET_VERSION for r in self.records)
        )

    def only(self, states: Container[int]) -> "Waiting | None":
        """The same with these steps alone; None where it has none of them."""
        kept = [at for at, state in enumerate(self.states) if state.pk in states]
        if not kept:
            return None
        of_kept = {self.states[at].revision_id for at in kept}
        return Waiting(
            states=[self.states[at] for at in kept],
            pages=[self.pages[at] for at in kept],
            places=[self.places[at] for at in kept],
            records=[record for record in self.records if record.revision_id in of_kept],
            passed_after=self.passed_after,
        )

    @property
    def compare(self) -> tuple[int, int, int] | None:
        """(page, live revision, revision that waits), for Wagtail's comparison screen."""
        page = self.first
        if page.live_revision_id is None:
            return None
        return page.pk, page.live_revision_id, self.states[0].revision_id


def review_queue(user: User) -> list[Waiting]:
    """What `user` may approve or send back; identical updates posted together are one entry."""
    states = list(
        waiting_for(user)
        .select_related("workflow_state__requested_by")
        .annotate(hour=HOUR, came_back=CAME_BACK)
        .order_by("workflow_state__created_at", "pk")
    )
    pages = pages_of(states)
    parents = _parent_titles(pages.values())
    records = _records_of(states)
    batches, passed = _batches(states, pages), _passed_after(states, user)
    grouped: dict[Any, Waiting] = {}
    for state in states:
        page = pages.get(state.workflow_state.object_id)
        if page is None:
            continue
        entry = grouped.setdefault(batches.get(state.pk, state.pk), Waiting())
        entry.states.append(state)
        entry.pages.append(page)
        after = passed.get(state.pk, 0)
        # Where nothing was passed on, nobody asks which schools are whose.
        entry.passed_after = after if after and not leads_school_of(user, page) else 0
        entry.places.append(parents.get(page.path[: -Page.steplen], ""))
        if state.revision_id in records:
            entry.records.append(records[state.revision_id])
    return list(grouped.values())


def _batches(states: list[TaskState], pages: dict[str, Any]) -> dict[int, tuple[UUID, str]]:
    """{step: (its batch, its content)}: only identical updates of one batch share an entry."""
    found = {
        state: (page, page.batch_id)
        for state in states
        if (page := pages.get(state.workflow_state.object_id)) is not None
        and getattr(page, "batch_id", None)
    }
    words = words_by_revision((state.revision_id, page) for state, (page, _batch) in found.items())
    return {
        state.pk: (batch, words.get(state.revision_id, str(state.pk)))
        for state, (_page, batch) in found.items()
    }


def _passed_after(states: list[TaskState], user: User) -> dict[int, int]:
    """{step that was passed on to this account: after how many school days}."""
    ours = passed_to(user) & {state.pk for state in states}
    rows = PassedOn.objects.filter(task_state_id__in=ours)
    return dict(rows.values_list("task_state_id", "school_days")) if ours else {}


def _records_of(states: list[TaskState]) -> dict[Any, RevisionFindings]:
    """{revision: what the checks found when it was submitted the last time}. One query."""
    rows = RevisionFindings.objects.filter(
        revision_id__in=[state.revision_id for state in states],
        outcome=RevisionFindings.Outcome.SUBMITTED,
    )
    return {row.revision_id: row for row in rows.order_by("at", "pk")}


def pages_of(states: list[TaskState]) -> dict[str, Any]:
    """The page of each state, by its id as text."""
    ids = [int(state.workflow_state.object_id) for state in states]
    return {str(page.pk): page for page in Page.objects.filter(pk__in=ids).specific()}


def _parent_titles(pages: Iterable[Any]) -> dict[str, str]:
    """{path: "Math 3, Juniper Creek Elementary"} of the pages above."""
    above = {page.path[: -Page.steplen] for page in pages}
    schools = {school_path(path) for path in above}
    titles = dict(Page.objects.filter(path__in=above | schools).values_list("path", "title"))
    return {
        path: ", ".join(
            dict.fromkeys(
                title for title in (titles.get(path), titles.get(school_path(path))) if title
            )
        )
        for path in above
    }
