"""The totals of a snapshot in sentences, for families and staff."""

import datetime as dt
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.web.times import date_text

from .totals import FEW


def sentences(year: dict[str, Any]) -> list[str]:
    """Returns the totals of one school year of a snapshot, in the current language."""
    days = year["days"]
    if not year["all"]:
        return [_("No posting day was over yet.")]
    if days is None:
        return [_("There were too few posting days to give their numbers.")]
    phrases = [
        phrase
        for name, text in (
            ("met", _met(days["met"])),
            ("soon", _soon(days["soon"])),
            ("closed", _closed(days["closed"])),
            ("rest", _rest(days["rest"])),
        )
        if days[name] or (name == "met" and days[name] == 0)
        for phrase in [text % {"number": _number(days[name], year["smallest"])}]
    ]
    whole = ngettext(
        "Of %(number)s posting day, %(parts)s.",
        "Of %(number)s posting days, %(parts)s.",
        year["all"],
    )
    text = [whole % {"number": _number(year["all"], 0), "parts": "; ".join(phrases)}]
    if None in days.values():
        text.append(
            _("One number is left out, because with it everyone could work out a small one.")
        )
    return text


def _met(number: Any) -> str:
    return ngettext("%(number)s was met", "%(number)s were met", _plural(number))


def _soon(number: Any) -> str:
    return ngettext(
        "%(number)s more within two school days",
        "%(number)s more within two school days",
        _plural(number),
    )


def _closed(number: Any) -> str:
    return ngettext(
        "%(number)s was a school closing", "%(number)s were school closings", _plural(number)
    )


def _rest(number: Any) -> str:
    return ngettext(
        "%(number)s had no update by then", "%(number)s had no update by then", _plural(number)
    )


def _plural(number: Any) -> int:
    return number if isinstance(number, int) else 2


def _number(number: Any, smallest: int) -> str:
    if number == FEW:
        return _("fewer than %(number)d") % {"number": smallest}
    return str(number_format(number, use_l10n=True, force_grouping=True))


def span_text(year: dict[str, Any]) -> str:
    """Returns the name of the school year, and its last counted day unless it is over."""
    if year["is_over"]:
        return _("School year %(name)s") % year
    until = date_text(dt.date.fromisoformat(year["until"]))
    return _("School year %(name)s, until %(until)s") % {"name": year["name"], "until": until}
