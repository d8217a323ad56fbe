"""Wagtail's inputs for days and times, which keep the typed text and show what it means.

Wagtail's picker would overwrite typed text on leaving the field ("12/4" becomes a day in 2012).
Here it only offers days. The server explains the text, so that there is only one parser
(`typed_dates.js` calls `views`).
"""

import datetime as dt
from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from district_cms.web.typed_dates import Echo, echo_of

SCRIPT: Final = "js/typed_dates.js"
# The picker's formats, in the notation of PHP's `date()`.
PICKED_DAY: Final = "n/j/Y"
PICKED_TIME: Final = "g:i a"


def typed(widget: Any, wanted: type[Any]) -> Any:
    """Returns `widget`, or ours with its attributes in place of one of Wagtail's."""
    if isinstance(widget, wanted) or widget.is_hidden:
        return widget
    ours = wanted()
    ours.attrs |= widget.attrs
    for name in ("js_overlay_parent_selector", "is_required"):
        if hasattr(widget, name):
            setattr(ours, name, getattr(widget, name))
    return ours


class TypedInput:
    """Common base of the inputs. `kind` is "day", "recorded-day", "time" or "moment"."""

    kind: str
    asks_about_past = True
    picker: dict[str, str]

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, (dt.date, dt.time)):
            return as_typed(value)
        return str(value) if value else None

    def get_config(self) -> dict[str, Any]:
        config: dict[str, Any] = super().get_config()  # type: ignore[misc]  # mixed into Wagtail's
        return {**config, **self.picker, "validateOnBlur": False, "typed": self.typed_options()}

    def typed_options(self) -> dict[str, str]:
        return {"kind": self.kind, "url": reverse("schools_typed_date")}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        widget = context["widget"]
        identity = widget["attrs"].get("id", "")
        described = [widget["attrs"].get("aria-describedby", ""), f"{identity}-echo"]
        options = {f"data-typed-{key}": value for key, value in self.typed_options().items()}
        widget["attrs"] |= {**options, "aria-describedby": " ".join(filter(None, described))}
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        html = super().render(name, value, attrs, renderer)  # type: ignore[misc]
        echo = self.echo(value)
        return html + format_html(
            '<p class="typed-echo" id="{}-echo" data-is="{}" aria-live="polite">{}</p>',
            (attrs or {}).get("id", ""),
            echo.state if echo else "",
            echo.text if echo else "",
        )

    def echo(self, value: Any) -> Echo | None:
        if not isinstance(value, (dt.date, dt.time)):
            return None  # refused text: the field's error explains it
        return echo_of(value, today=timezone.localdate(), asks=self.asks_about_past)

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[SCRIPT])  # type: ignore[misc]


def as_typed(value: dt.date | dt.time) -> str:
    """Returns "12/4/2026", "1:00 pm" or "12/4/2026 1:00 pm", as people in the United States type
    it."""
    if isinstance(value, dt.time):
        return _clock(value)
    day = f"{value.month}/{value.day}/{value.year}"
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local.month}/{local.day}/{local.year} {_clock(local.time())}"
    return day


def _clock(time: dt.time) -> str:
    return f"{time.hour % 12 or 12}:{time.minute:02} {'am' if time.hour < 12 else 'pm'}"


class TypedDateInput(TypedInput, AdminDateInput):
    kind = "day"
    picker = {"format": PICKED_DAY}


class RecordedDayInput(TypedDateInput):
    """For a day that is usually past: does not warn about that."""

    kind = "recorded-day"
    asks_about_past = False


class TypedTimeInput(TypedInput, AdminTimeInput):
    kind = "time"
    picker = {"format": PICKED_TIME, "formatTime": PICKED_TIME}


class TypedDateTimeInput(TypedInput, AdminDateTimeInput):
    kind = "moment"
    picker = {"format": f"{PICKED_DAY} {PICKED_TIME}", "formatTime": PICKED_TIME}


class TypedInputAdapter(WidgetAdapter):
    """Creates the input in blocks, where the editor's script renders it."""

    def __init__(self, wagtail_name: str) -> None:
        self.js_constructor = f"district.{wagtail_name}"

    def js_args(self, widget: Any) -> list[Any]:
        return [widget.get_config()]


register(TypedInputAdapter("AdminDateInput"), TypedDateInput)
register(TypedInputAdapter("AdminTimeInput"), TypedTimeInput)
register(TypedInputAdapter("AdminDateTimeInput"), TypedDateTimeInput)
