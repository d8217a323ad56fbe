"""How far the work at night is, in words."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district_cms.web.models import LongWork
from district_cms.web.times import moment_text

TITLES: Final[dict[str, str | Promise]] = {
    "audit-gate": gettext_lazy("Nightly check of live pages"),
    "audit-whole": gettext_lazy("Accessibility audit"),
    "ledger": gettext_lazy("Posting days of all classes"),
}
STEPS: Final[dict[str, str | Promise]] = {
    "listing": gettext_lazy("Finding out what changed: %(done)s of %(total)s"),
    "looking": gettext_lazy("Checking what changed: %(done)s of %(total)s"),
}


@dataclass(frozen=True, slots=True)
class Work:
    """One line of the screen. `done` and `total` are for a bar; both 0 once it is over."""

    title: str
    text: str
    begun: Any
    done: int = 0
    total: int = 0


def long_work() -> list[Work]:
    """All of it that ever ran here, by its name. One query."""
    return [_told(row) for row in LongWork.objects.all()]


def _told(row: LongWork) -> Work:
    title, numbers = str(TITLES.get(row.task, row.task)), {"done": row.done, "total": row.total}
    if row.over_at is not None:
        text = _("Done %(moment)s: %(number)s") % {
            "moment": moment_text(row.over_at),
            "number": row.done,
        }
        return Work(title, text, row.begun_at)
    words = STEPS.get(row.step, gettext_lazy("%(done)s of %(total)s"))
    text = _("%(how_far)s; last progress: %(moment)s") % {
        "how_far": str(words) % numbers,
        "moment": moment_text(row.at),
    }
    return Work(title, text, row.begun_at, row.done, row.total)
