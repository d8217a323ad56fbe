"""What the queue calls."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_q.tasks import async_task

from district_cms.web.queue.isolation import Item, isolated

from .assignments import mails
from .home.feedback import forget as forget_feedback
from .ledger.counting import count_days
from .ledger.history import plans_taken_back, reconcile_postings
from .ledger.refresh import posting_days, refresh_current_year
from .reminders import services as reminders
from .services.postings import note_end_of_schedule

STEP = "nightly"


def refresh_ledger(after: int = 0) -> str:
    """Bring the ledger of the current school year up to now. What is left when a task's time is
    over is a task of its own, which goes on behind the class `after`."""
    done = refresh_current_year(after=after)
    classes = ngettext("%(number)d class", "%(number)d classes", done.classes)
    days = ngettext("%(number)d posting day changed", "%(number)d posting days changed", done.slots)
    said = f"{classes % {'number': done.classes}}, {days % {'number': done.slots}}"
    if not done.left:
        today = timezone.localdate()
        count_days(today=today, days=posting_days(today))
        return said
    async_task("classroom.tasks.refresh_ledger", done.last)
    left = ngettext("%(number)d class is left", "%(number)d classes are left", done.left)
    return f"{said}; {left % {'number': done.left}}"


def nightly() -> str:
    """Reconcile postings with the pages' own history, then refresh the ledger.

    A step that fails is written down, and the next ones are done all the same.
    """
    fixed, ledger = 0, "not refreshed"
    with isolated(Item(STEP, "reconcile", _("Comparing posting days with the pages’ history"))):
        fixed += reconcile_postings()
    with isolated(Item(STEP, "plans", _("Plans that were taken back"))):
        fixed += note_end_of_schedule(page_uuids=plans_taken_back())
    with isolated(Item(STEP, "ledger", _("Posting days of all classes")), in_pieces=True):
        ledger = refresh_ledger()
    with isolated(Item(STEP, "feedback", _("Deleting old notes on feedback"))):
        forget_feedback(today=timezone.localdate())
    postings = ngettext("%(number)d posting fixed", "%(number)d postings fixed", fixed)
    return f"{postings % {'number': fixed}}; {ledger}"


def tell_of_classes(given: list[int] | None = None) -> str:
    """Write to whoever has a class from now on that someone else had."""
    told = mails.tell_of_classes(given=given or ())
    said = ngettext("%(number)d person told", "%(number)d people told", told)
    return said % {"number": told}


def send_reminders() -> str:
    """Write to teachers before and after a posting day, and to principals after it."""
    sent = reminders.send_reminders()
    first = ngettext("%(number)d reminder", "%(number)d reminders", sent.reminders)
    second = ngettext("%(number)d summary", "%(number)d summaries", sent.summaries)
    return f"{first % {'number': sent.reminders}}, {second % {'number': sent.summaries}}"
