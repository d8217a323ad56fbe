"""Activities of a school and their posts, live and through the gate."""

from typing import Any

from district_cms.activities.models import ActivityLeader, ActivityPage, PostPage
from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage


def make_activity(
    school: SchoolPage, *, leaders: tuple[Staff, ...] = (), **fields: Any
) -> ActivityPage:
    values = {"title": "Girls soccer", "slug": "girls-soccer", "kind": "athletics", **fields}
    activity = ActivityPage(live=False, **values)
    school.add_child(instance=activity)
    activity.save_revision(log_action=False).publish(log_action=False)
    for staff in leaders:
        ActivityLeader.objects.create(activity=activity, staff=staff)
    return ActivityPage.objects.get(pk=activity.pk)


def post_content(**fields: Any) -> dict[str, Any]:
    """Everything that a post needs to go live."""
    values: dict[str, Any] = {
        "title": "Home game on Friday",
        "body": [("prose", "<p>We play Cottonwood on our own field.</p>")],
    }
    return {**values, **fields}


def make_post(activity: ActivityPage, *, live: bool = True, **fields: Any) -> PostPage:
    post = PostPage(live=False, **post_content(**fields))
    activity.add_child(instance=post)
    revision = post.save_revision(clean=live)
    if live:
        revision.publish()
    return PostPage.objects.get(pk=post.pk)
