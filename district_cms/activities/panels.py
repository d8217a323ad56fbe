"""The panel of activities on the home screen of leaders, principals and the office."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Max, Q
from django.db.models.functions import Left, Length
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from classroom.states import FACTS, standing_in, with_facts
from district_cms.web.times import day_text

from .models import ActivityPage, PostPage
from .permissions import can_write_for_district
from .selectors import at_schools_of, led_by

MOST_UNPUBLISHED: Final = 5
"""Posts of one activity with unpublished changes; the page explorer lists older ones."""


class YourActivitiesPanel(Component):
    """Below the classes. Empty for people without an activity, a school or district news."""

    name = "your_activities"
    template_name = "activities/admin/your_activities.html"
    order = 12

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        schools, below = at_schools_of(user)
        pages = {page.pk: page for page in [*led_by(user), *below]}
        newest = _newest_days(list(pages.values()))
        unpublished = _unpublished(list(pages.values()))
        return {
            "rows": [
                {
                    "activity": page,
                    "kind": page.kind_label,
                    "newest": newest.get(page.path, ""),
                    "unpublished": unpublished.get(page.path, [])[:MOST_UNPUBLISHED],
                    "post_url": reverse(
                        "wagtailadmin_pages:add", args=["activities", "postpage", page.pk]
                    ),
                }
                for page in pages.values()
            ],
            "schools": [
                {
                    "title": school.title,
                    "url": reverse(
                        "wagtailadmin_pages:add", args=["activities", "activitypage", school.pk]
                    ),
                }
                for school in schools
            ],
            "for_district": can_write_for_district(user),
        }


def _unpublished(pages: list[ActivityPage]) -> dict[str, list[dict[str, Any]]]:
    """Returns {path of an activity: its drafts and posts with unpublished changes}, newest
    first."""
    by_activity: dict[str, list[dict[str, Any]]] = defaultdict(list)
    if pages:
        posts = PostPage.objects.filter(Q(live=False) | Q(has_unpublished_changes=True))
        posts = posts.annotate(activity=Left("path", Length("path") - PostPage.steplen))
        rows = with_facts(posts.filter(activity__in=[page.path for page in pages]))
        for row in rows.order_by("-path").values("pk", "draft_title", "activity", *FACTS):
            words = standing_in(row).words
            by_activity[row["activity"]].append(
                {"pk": row["pk"], "title": row["draft_title"], "words": words}
            )
    return by_activity


def _newest_days(pages: list[ActivityPage]) -> dict[str, str]:
    """Returns {path of an activity: day of its newest post}. One query, none without activities."""
    if not pages:
        return {}
    posts = PostPage.objects.live().annotate(
        activity=Left("path", Length("path") - PostPage.steplen)
    )
    rows = posts.filter(activity__in=[page.path for page in pages])
    newest = rows.order_by().values_list("activity").annotate(Max("first_published_at"))
    return {path: day_text(timezone.localdate(at)) for path, at in newest if at}
