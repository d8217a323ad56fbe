"""Figures in words, as a person would say them aloud."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.rules.small_numbers import FEWEST, is_few

from .rules import Month, Tally


def percent_text(percent: int | None) -> str:
    """ "90%", or a dash where nothing is counted."""
    return "–" if percent is None else _("%(percent)d%%") % {"percent": percent}


def ahead_text(median: float | None) -> str:
    """ "2 days before", "on the posting day", "1.5 days after"; a dash where nothing was posted."""
    if median is None:
        return "–"
    if median == 0:
        return _("on the posting day")
    days = abs(median)
    plural = 1 if days == 1 else 2
    number = str(days).removesuffix(".0")
    if median > 0:
        return ngettext("%(number)s day before", "%(number)s days before", plural) % {
            "number": number
        }
    return ngettext("%(number)s day after", "%(number)s days after", plural) % {"number": number}


def in_time_text(tally: Tally) -> str:
    """ "56 of 61 in time (92%)"."""
    if not tally.asked:
        return _("Nothing to count")
    return _("%(part)d of %(whole)d in time (%(percent)s)") % {
        "part": tally.in_time,
        "whole": tally.asked,
        "percent": percent_text(tally.percent),
    }


def month_text(month: Month) -> str:
    """ "56 of 61 classes (92%)"."""
    text = ngettext(
        "%(part)d of %(whole)d class (%(percent)s)",
        "%(part)d of %(whole)d classes (%(percent)s)",
        month.asked,
    )
    return text % {
        "part": month.met,
        "whole": month.asked,
        "percent": percent_text(month.percent),
    }


def families_text(number: int) -> str:
    """How many families follow. Of one or two a school could say who they are."""
    return _("fewer than %(number)d") % {"number": FEWEST} if is_few(number) else str(number)


def difference_text(points: int | None) -> str:
    """ "up 3 points": a school beside its own past."""
    if points is None:
        return _("nothing to compare with yet")
    if points == 0:
        return _("the same")
    text = (
        ngettext("up %(number)d point", "up %(number)d points", points)
        if points > 0
        else ngettext("down %(number)d point", "down %(number)d points", -points)
    )
    return text % {"number": abs(points)}
