"""Tasks of the queue."""

import time
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_q.tasks import async_task

from district_cms.people.models import User
from district_cms.schools.models import SchoolYear
from district_cms.web.queue.isolation import Item, isolated

from .assignments import mails
from .home.feedback import forget as forget_feedback
from .ledger.counting import count_days
from .ledger.history import plans_taken_back, reconcile_postings
from .ledger.refresh import LONGEST_RUN, posting_days, refresh_current_year
from .reminders import services as reminders
from .rosters.drop_folder import take_deliveries
from .rosters.pages import make_pages
from .rosters.services import clean_up
from .services.postings import note_end_of_schedule
from .turnover.services import close

STEP = "nightly"


def refresh_ledger(after: int = 0) -> str:
    """Updates the ledger of the current school year. If its time runs out, it queues another task
    that continues behind the class with the key `after`."""
    done = refresh_current_year(after=after)
    classes = ngettext("%(number)d class", "%(number)d classes", done.classes)
    days = ngettext("%(number)d posting day changed", "%(number)d posting days changed", done.slots)
    summary = f"{classes % {'number': done.classes}}, {days % {'number': done.slots}}"
    if not done.left:
        today = timezone.localdate()
        count_days(today=today, days=posting_days(today))
        return summary
    async_task("classroom.tasks.refresh_ledger", done.last)
    left = ngettext("%(number)d class is left", "%(number)d classes are left", done.left)
    return f"{summary}; {left % {'number': done.left}}"


def nightly() -> str:
    """Reconciles postings with the pages' own history, then refreshes the ledger.

    A step that fails is logged, and the next steps run all the same."""
    fixed, ledger = 0, "not refreshed"
    with isolated(Item(STEP, "reconcile", _("Comparing posting days with the pages’ history"))):
        fixed += reconcile_postings()
    with isolated(Item(STEP, "plans", _("Schedules that were canceled"))):
        fixed += note_end_of_schedule(page_uuids=plans_taken_back())
    with isolated(Item(STEP, "ledger", _("Posting days of all classes")), in_pieces=True):
        ledger = refresh_ledger()
    with isolated(Item(STEP, "feedback", _("Deleting old notes on feedback"))):
        forget_feedback(today=timezone.localdate())
    if year := SchoolYear.objects.exclude(closed_at=None).first():
        # Its closing may have been killed half way.
        async_task("classroom.tasks.close_year", year.pk)
    postings = ngettext("%(number)d posting fixed", "%(number)d postings fixed", fixed)
    return f"{postings % {'number': fixed}}; {ledger}"


def tell_of_classes(given: list[int] | None = None) -> str:
    """Mails people who have taken over a class from someone else."""
    notified = mails.tell_of_classes(given=given or ())
    words = ngettext("%(number)d person notified", "%(number)d people notified", notified)
    return words % {"number": notified}


def send_reminders() -> str:
    """Mails teachers before and after a posting day, and principals after it."""
    sent = reminders.send_reminders()
    first = ngettext("%(number)d reminder", "%(number)d reminders", sent.reminders)
    second = ngettext("%(number)d summary", "%(number)d summaries", sent.summaries)
    return f"{first % {'number': sent.reminders}}, {second % {'number': sent.summaries}}"


def make_roster_pages(school_id: int, after: int = 0) -> str:
    """Make or change the pages of a school's sections."""
    return f"{make_pages(school_id=school_id, after=after)} class pages"


def take_rosters() -> str:
    """Take what the student information system left in the drop folder, if the district has one."""
    if not settings.ROSTER_DROP_FOLDER:
        return "no drop folder"
    return f"{take_deliveries(Path(settings.ROSTER_DROP_FOLDER), now=timezone.now())} rosters"


def clean_up_rosters() -> str:
    """Delete what was staged a day ago; go on with pages that broke off."""
    return f"{clean_up(now=timezone.now())} deliveries not applied"


def close_year(year_id: int, user_id: int | None = None) -> str:
    """Close a school year, or go on closing it, as far as the time of a task goes."""
    ends, year = time.monotonic() + LONGEST_RUN, SchoolYear.objects.get(pk=year_id)
    with isolated(Item("close_year", str(year_id), year.name), in_pieces=True):
        for _piece in close(year=year, actor=User.objects.filter(pk=user_id or 0).first()):
            if time.monotonic() > ends:
                async_task("classroom.tasks.close_year", year_id, user_id)
                return "goes on"
    return "done"
