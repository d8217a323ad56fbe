"""An update of the demo on its way through the workflow, by the services that people use."""

from functools import partial

from classroom.models import UpdatePage
from classroom.services.updates import add_draft
from district_cms.moderation.services.approval import approve, send_back, submit_for_approval
from district_cms.people.models import User
from district_cms.publishing.models import Confirmation, subject_of
from district_cms.publishing.services import confirm_findings
from district_cms.web.clock import clock_set_to

from ..backdate import Past
from ..bulk.plan import End, Plan
from ..bulk.walks import COMMENT
from ..pages import Built
from .content import content_of
from .stories import ClassStory, ToPost


def walk(story: ClassStory, post: ToPost, built: Built) -> tuple[int, Past]:
    """Write, submit and answer one update, as far as its plan says. Returns its page's primary key
    and when it all was: Wagtail's own rows about it are dated by the present."""
    plan, teacher = post.plan, story.teacher
    content = content_of(
        post.text, start=plan.day, built=built, on=partial(story.day_after, plan.day)
    )
    # Without the slug, its address would name the day on which the demo was loaded.
    content |= {"period_end": plan.last_day, "slug": plan.day.isoformat()}
    update = add_draft(
        classroom=story.page, user=teacher, title=post.text["theme"], content=content
    )
    if plan.end != End.DRAFT:
        with clock_set_to(plan.submitted_at):
            _answer_questions(update, plan, teacher)
            submit_for_approval(page=update, user=teacher)
        _review(update, plan, story.principal)
    return update.pk, Past(plan.begun_at, plan.submitted_at, plan.approved_at)


def _answer_questions(update: UpdatePage, plan: Plan, teacher: User) -> None:
    """As the editor's form asks before it submits: nothing is approved with a question open."""
    page = update.get_latest_revision_as_object()
    if confirm_findings(subject=page, findings=page.publish_findings(), user=teacher):
        Confirmation.objects.filter(subject=subject_of(page)).update(at=plan.submitted_at)


def _review(update: UpdatePage, plan: Plan, principal: User) -> None:
    page = UpdatePage.objects.get(pk=update.pk)
    with clock_set_to(plan.approved_at):
        if plan.end == End.LIVE:
            approve(page=page, user=principal)
        elif plan.end == End.RETURNED:
            send_back(page=page, user=principal, comment=COMMENT)
