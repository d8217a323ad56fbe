"""The same as the file for machines, for people: a page of its own, to read, keep and print."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_datetime, parse_time
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district_cms.web.times import date_text, time_text

from ...models import Rhythm
from ..preferences.lines import label_recorded
from . import words

type Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph, and the words that it quotes."""

    says: str
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of what is kept; `key` is its name in the file for machines. `none` is what is said
    where nothing is kept."""

    key: str
    title: str
    items: list[Item]
    none: str = ""


def page_of(data: Data) -> str:
    """The whole page as HTML, in the language that is active, of what `download.data_of` found."""
    context = {
        "language": get_language(),
        "district": settings.DISTRICT_NAME,
        "made": _moment(data["made"]),
        "sections": sections(data),
    }
    return render_to_string("notifications/own_data_file.html", context)


def file_name() -> str:
    return _("my-data.html")


def sections(data: Data) -> list[Section]:
    """All of it, in the order of the file for machines."""
    pages = {each["page"]: each["what"] for each in data["subscriptions"]}
    none = _("Nothing.")
    return [
        Section("person", _("About you"), _person(data["person"])),
        Section("addresses", _("Your addresses"), _each(data, "addresses", _address), none),
        Section(
            "subscriptions",
            _("What you follow, or followed before"),
            _each(data, "subscriptions", _followed),
            none,
        ),
        Section(
            "consent",
            _("What you agreed to, and what you canceled"),
            _each(data, "consent", _consent),
            none,
        ),
        Section(
            "messages", _("Messages that we wrote to you"), _each(data, "messages", _message), none
        ),
        Section(
            "updates_sent", _("Updates in those messages"), _each(data, "updates_sent", _sent), none
        ),
        Section(
            "addresses_that_get_no_messages",
            _("Your addresses that we do not write to"),
            _each(data, "addresses_that_get_no_messages", _suppressed),
            none,
        ),
        Section(
            "open_requests",
            _("Requests that are not confirmed yet"),
            [_request(each, pages) for each in data["open_requests"]],
            none,
        ),
        Section(
            "list_of_high_school_students",
            _("The list of high-school students"),
            _each(data, "list_of_high_school_students", _listed),
            _("You are not on it."),
        ),
        Section(
            "digests_not_sent",
            _("Days on which we sent you no updates, and why"),
            _each(data, "digests_not_sent", _skipped),
            none,
        ),
    ]


def _each(data: Data, key: str, say: Callable[[Data], Item]) -> list[Item]:
    return [say(each) for each in data[key]]


def _person(person: Data) -> list[Item]:
    said = [
        _("We have known you since %(day)s.") % {"day": _day(person["since"])},
        str(words.LANGUAGES[person["language"]]),
        _("How often you want updates: %(rhythm)s.") % {"rhythm": Rhythm(person["rhythm"]).label},
    ]
    if person["paused_from"]:
        said.append(
            _("You paused the updates from %(start)s until %(end)s.")
            % {
                "start": _day(person["paused_from"]),
                "end": _day(person["paused_until"]),
            }
        )
    if person["no_texts_from"]:
        said.append(
            _("You want no texts from %(start)s until %(end)s, in the time zone of your number.")
            % {"start": _time(person["no_texts_from"]), "end": _time(person["no_texts_until"])}
        )
    if person["links_made_before_this_are_over"]:
        said.append(
            _("Links to your pages from before %(day)s no longer work.")
            % {"day": _day(person["links_made_before_this_are_over"])}
        )
    said.append(_("In our records your name is a random code: %(id)s.") % {"id": person["id"]})
    return [Item(each) for each in said]


def _address(known: Data) -> Item:
    said = {"address": known["address"], "day": _day(known["verified"])}
    if known["channel"] == "text":
        return Item(
            _("%(address)s, a phone number. You confirmed on %(day)s that it is yours.") % said
        )
    return Item(
        _("%(address)s, an email address. You confirmed on %(day)s that it is yours.") % said
    )


def _followed(line: Data) -> Item:
    said = {
        "what": line["what"],
        "how": words.CHANNELS[line["channel"]],
        "start": _day(line["from"]),
    }
    if line["until"]:
        text = _("%(what)s, %(how)s, from %(start)s until %(end)s.") % {
            **said,
            "end": _day(line["until"]),
        }
    else:
        text = _("%(what)s, %(how)s, since %(start)s.") % said
    if line["nickname"]:
        text += " " + _("You wrote that it is for %(name)s.") % {"name": line["nickname"]}
    return Item(text)


def _consent(record: Data) -> Item:
    said = {
        "moment": _moment(record["when"]),
        "what": label_recorded(record["scope"], record["title"], record["school"]),
        "how": words.CHANNELS[record["channel"]],
    }
    given = record["act"] == "given"
    text = (
        _("On %(moment)s you agreed to get this %(how)s: %(what)s.")
        if given
        else _("On %(moment)s you stopped getting this %(how)s: %(what)s.")
    ) % said
    text += f" {words.WHERE[record['where']]} {words.PROVED[record['how_proved']]}"
    if record["what_you_read"]:
        text += " " + _("You read there:")
    return Item(text, record["what_you_read"])


def _message(message: Data) -> Item:
    said = {
        "moment": _moment(message["written"]),
        "how": words.CHANNELS[message["channel"]],
        "address": message["to"],
        "kind": words.MESSAGES[message["kind"]],
    }
    text = _("%(moment)s, %(how)s to %(address)s: %(kind)s.") % said
    if message["subject"]:
        text += " " + _("Its subject: “%(subject)s”.") % {"subject": message["subject"]}
    text += f" {words.CAME_OF_IT[message['status']]}"
    return Item(text)


def _sent(update: Data) -> Item:
    how = words.CHANNELS[update["channel"]]
    what = update["what"] or _("an update that is no longer there")
    return Item(f"{_moment(update['when'])}, {how}: {what}")


def _suppressed(one: Data) -> Item:
    said = {
        "address": one["address"],
        "start": _day(one["since"]),
        "why": words.WHY_NONE[one["why"]],
    }
    if one["until"]:
        text = _("%(address)s, from %(start)s until %(end)s: %(why)s.")
        return Item(text % {**said, "end": _day(one["until"])})
    return Item(_("%(address)s, since %(start)s: %(why)s.") % said)


def _request(request: Data, pages: Mapping[str, str]) -> Item:
    said = {
        "moment": _moment(request["asked"]),
        "address": request["to"],
        "end": _day(request["kept_until"]),
        "what": pages.get(request.get("page", ""), ""),
    }
    if said["what"]:
        text = _(
            "On %(moment)s someone typed %(address)s to get updates of %(what)s. We keep that "
            "until %(end)s."
        )
    else:
        text = _("On %(moment)s someone typed %(address)s. We keep that until %(end)s.")
    return Item(text % said)


def _listed(row: Data) -> Item:
    until = dt.date.fromisoformat(row["until"])
    return Item(
        _("%(address)s: %(school)s, grade %(grade)s, until %(day)s.")
        % {**row, "day": date_text(until)}
    )


def _skipped(one: Data) -> Item:
    how, why = words.CHANNELS[one["channel"]], words.NOT_SENT[one["reason"]]
    return Item(f"{_moment(one['window'])}, {how}: {why}.")


def _day(text: str) -> str:
    """With its year, because a file is read years later."""
    return date_text(_local(text).date())


def _moment(text: str) -> str:
    """The same with the time. Stands at no end of a sentence, where “p. m.” would end it twice."""
    local = _local(text)
    return f"{date_text(local.date())}, {time_text(local.time())}"


def _local(text: str) -> dt.datetime:
    moment = parse_datetime(text)
    assert moment is not None
    return timezone.localtime(moment)


def _time(text: str) -> str:
    time = parse_time(text)
    assert time is not None
    return time_text(time)
