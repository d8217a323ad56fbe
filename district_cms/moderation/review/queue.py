"""The review queue: waiting pages, oldest first by their first submission. Reads only.

Sending back and submitting again keeps the same `WorkflowState`, and so its day; see ADR 0003.
"""

import datetime as dt
import json
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import Truncator
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, Revision, TaskState
from wagtail.rich_text import get_text_for_indexing

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
"""The annotation `came_back` of task states: True if the review was sent back before."""


def first_submitted(state: Any) -> dt.datetime:
    """Returns the time (aware) of the first submission."""
    moment: dt.datetime = state.workflow_state.created_at
    return moment


def submitted_again(state: Any) -> dt.datetime | None:
    """Returns the time of the last submission of an annotated state; None if it was never sent
    back."""
    return state.started_at if state.came_back else None


HOUR = KeyTextTransform("go_live_at", "revision__content")
"""The annotation `hour` of task states: the go-live time as text, without the other content."""


def hour_of(state: Any, now: dt.datetime | None = None) -> dt.datetime | None:
    """Returns when the revision of an annotated state goes live (aware); None for at once."""
    text = state.hour or ""
    moment = parse_datetime(text) if text else None
    return moment if moment is not None and moment > (now or timezone.now()) else None


def hour_of_page(page: Page) -> dt.datetime | None:
    """Does the same for the waiting revision of a page."""
    state = page.current_workflow_task_state
    states = TaskState.objects.filter(pk=state.pk) if state is not None else None
    return hour_of(states.annotate(hour=HOUR).get()) if states is not None else None


def planned_hour(page: Page) -> dt.datetime | None:
    """Returns when the approved revision goes live; None if nothing is scheduled. One query."""
    # `page.scheduled_revision` would be stale: the editor cached it before the approval.
    planned = page.revisions.filter(approved_go_live_at__isnull=False)
    moment: dt.datetime | None = planned.values_list("approved_go_live_at", flat=True).first()
    return moment


MOST_WORDS: Final = 24
THUMBNAIL: Final = "fill-160x120"
# Fields of every page that belong to the content.
COMMON_FIELDS = ("title", "seo_title", "search_description", "go_live_at", "expire_at")
# Each form gives paragraphs new keys.
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def words_by_revision(wanted: Iterable[tuple[int, Any]]) -> dict[int, str]:
    """Returns {revision: all its content as one comparable text} for pairs of a revision and its
    page."""
    pages = dict(wanted)
    if not pages:
        return {}
    rows = Revision.objects.filter(pk__in=pages).values_list("pk", "content")
    return {pk: _words(content, pages[pk]) for pk, content in rows}


def _words(content: dict[str, Any], page: Any) -> str:
    words: dict[str, Any] = {name: content.get(name) for name in COMMON_FIELDS}
    for each in page._meta.concrete_fields:
        if each.model is Page or each.primary_key or not each.editable:
            continue
        value = content.get(each.name)
        if isinstance(each, StreamField) and isinstance(value, str):
            value = json.loads(value or "[]")
        words[each.name] = _without_ids(value)
    # Separates new pages from changed ones: a changed page is compared with its live version.
    words["is new"] = page.live_revision_id is None
    return json.dumps(words, sort_keys=True, default=str)


def _without_ids(value: Any) -> Any:
    """Returns blocks without their ids, which differ between pages, and without empty fields."""
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
    """One thing to review: a page, or an identical update of several classes.

    `records` are the findings and confirmations at each submission.
    """

    states: list[TaskState] = field(default_factory=list)
    pages: list[Any] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    records: list[RevisionFindings] = field(default_factory=list)
    # The number of school days after which it was passed on to this account, else 0.
    passed_after: int = 0
    # The beginning of its text, and small pictures; see `add_glimpses`.
    words: str = ""
    pictures: list[Any] = field(default_factory=list)

    @property
    def key(self) -> int:
        """Returns the key of the entry in addresses and forms."""
        return self.states[0].pk

    @property
    def first(self) -> Any:
        return self.pages[0]

    @property
    def since(self) -> dt.datetime:
        """Returns the first submission; sending back does not change it."""
        return min(first_submitted(state) for state in self.states)

    @property
    def again(self) -> dt.datetime | None:
        """Returns when it was submitted again after it was sent back; None if never."""
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
        """Returns the latest time at which an approval makes it live; None for at once."""
        hours = [hour for state in self.states if (hour := hour_of(state)) is not None]
        return max(hours, default=None)

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Returns the findings at the submission, each once."""
        findings = {f["fingerprint"]: f for record in self.records for f in record.findings}
        return list(findings.values())

    @property
    def is_clean(self) -> bool:
        """Returns True if today's rules found nothing in these pages, and none changed since."""
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
        """Returns the entry with only these steps; None if it has none of them."""
        places = [at for at, state in enumerate(self.states) if state.pk in states]
        if not places:
            return None
        revisions = {self.states[at].revision_id for at in places}
        return Waiting(
            states=[self.states[at] for at in places],
            pages=[self.pages[at] for at in places],
            places=[self.places[at] for at in places],
            records=[record for record in self.records if record.revision_id in revisions],
            passed_after=self.passed_after,
        )

    @property
    def compare(self) -> tuple[int, int, int] | None:
        """Returns (page, live revision, waiting revision) for Wagtail's comparison screen."""
        page = self.first
        if page.live_revision_id is None:
            return None
        return page.pk, page.live_revision_id, self.states[0].revision_id


def review_queue(user: User) -> list[Waiting]:
    """Returns what `user` may approve or send back; identical updates posted together are one
    entry."""
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
        # Without passed-on steps, this makes no query for schools.
        entry.passed_after = after if after and not leads_school_of(user, page) else 0
        entry.places.append(parents.get(page.path[: -Page.steplen], ""))
        if state.revision_id in records:
            entry.records.append(records[state.revision_id])
    return list(grouped.values())


def add_glimpses(entries: Iterable[Waiting]) -> None:
    """Adds their first words and pictures, as submitted. At most two queries if the small pictures
    were rendered before, as for every later visit."""
    by_revision = {entry.states[0].revision_id: entry for entry in entries}
    if not by_revision:
        return
    wanted: dict[int, list[Waiting]] = {}
    for pk, content in Revision.objects.filter(pk__in=by_revision).values_list("pk", "content"):
        entry = by_revision[pk]
        values = list(_block_values(content, entry.first))
        entry.words = Truncator(_first_text(values)).words(MOST_WORDS)
        for value in values:
            if isinstance(value, dict) and isinstance(value.get("image"), int):
                wanted.setdefault(value["image"], []).append(entry)
    for image_id, rendition in _thumbnails(wanted).items():
        for entry in wanted[image_id]:
            entry.pictures.append(rendition)


def _block_values(content: dict[str, Any], page: Any) -> Iterator[Any]:
    """Yields the stored values of the page's blocks, in its own order."""
    for each in page._meta.concrete_fields:
        value = content.get(each.name)
        if isinstance(each, StreamField) and isinstance(value, str):
            yield from (block.get("value") for block in json.loads(value or "[]"))
        elif isinstance(each, RichTextField):
            yield value


def _first_text(values: Iterable[Any]) -> str:
    """Returns the first text that is more than one word, without its markup."""
    texts = (get_text_for_indexing(value).strip() for value in values if isinstance(value, str))
    return next((text for text in texts if " " in text), "")


def _thumbnails(ids: Iterable[int]) -> dict[int, Any]:
    """Returns {image: its small rendition}."""
    if not ids:
        return {}
    image_model = get_image_model()
    rows = image_model.get_rendition_model().objects.filter(image__in=ids, filter_spec=THUMBNAIL)
    thumbnails = {row.image_id: row for row in rows}
    if missing := set(ids) - thumbnails.keys():
        images = image_model.objects.filter(pk__in=missing)
        thumbnails |= {image.pk: image.get_rendition(THUMBNAIL) for image in images}
    return thumbnails


def _batches(states: list[TaskState], pages: dict[str, Any]) -> dict[int, tuple[UUID, str]]:
    """Returns {step: (its batch, its content)}: only identical updates of one batch share an
    entry."""
    in_batches = {
        state: (page, page.batch_id)
        for state in states
        if (page := pages.get(state.workflow_state.object_id)) is not None
        and getattr(page, "batch_id", None)
    }
    words = words_by_revision(
        (state.revision_id, page) for state, (page, _batch) in in_batches.items()
    )
    return {
        state.pk: (batch, words.get(state.revision_id, str(state.pk)))
        for state, (_page, batch) in in_batches.items()
    }


def _passed_after(states: list[TaskState], user: User) -> dict[int, int]:
    """Returns {step passed on to this account: after how many school days}."""
    ours = passed_to(user) & {state.pk for state in states}
    rows = PassedOn.objects.filter(task_state_id__in=ours)
    return dict(rows.values_list("task_state_id", "school_days")) if ours else {}


def _records_of(states: list[TaskState]) -> dict[Any, RevisionFindings]:
    """Returns {revision: the findings at its last submission}. One query."""
    rows = RevisionFindings.objects.filter(
        revision_id__in=[state.revision_id for state in states],
        outcome=RevisionFindings.Outcome.SUBMITTED,
    )
    return {row.revision_id: row for row in rows.order_by("at", "pk")}


def pages_of(states: list[TaskState]) -> dict[str, Any]:
    """Returns the page of each state, by its id as text."""
    ids = [int(state.workflow_state.object_id) for state in states]
    return {str(page.pk): page for page in Page.objects.filter(pk__in=ids).specific()}


def _parent_titles(pages: Iterable[Any]) -> dict[str, str]:
    """Returns {path: "Math 3, Juniper Creek Elementary"} of the parent pages."""
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
