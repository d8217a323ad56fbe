"""What upper rooms read in the same query as a page that is served from its address.

A page's template shows rows of other tables: who teaches a class, who leads a school. Each of them
would be a query of its own; here they come with the page, as a text of JSON. A page that came
another way, such as a preview, reads them when they are asked for, by the same query.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.db.models import F, Func, QuerySet, StringAgg, TextField, Value
from django.db.models.functions import Cast, JSONObject
from wagtail.models import Page

from .compiled import Compiled, compiled

Reading = Callable[[Page], "QuerySet[Any] | None"]
"""The rows for a page of which only its key, place, depth and type are known, on this day; None
where it has none."""

_readings: dict[str, dict[str, Reading]] = {}


class _Object(JSONObject):
    """Skips Django's question whether SQLite has JSON: it takes the write lock, and remembers a
    database that someone else is writing to as one without."""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return Func.as_sql(self, compiler, connection, **context)


def register_reading(model_label: str, name: str, reading: Reading) -> None:
    """Let pages of one type be read together with what `as_text` makes of rows. `model_label` is
    the lower-case label. Registering the same one twice changes nothing."""
    _readings.setdefault(model_label, {})[name] = reading


def as_text(rows: "QuerySet[Any]", *names: str, **fields: Any) -> "QuerySet[Any]":
    """All rows in one text: these columns, and others by another name. Their order is lost: whoever
    reads them sorts."""
    objects = Cast(_Object(**{name: F(name) for name in names}, **fields), TextField())
    whole = rows.order_by().annotate(_whole=Value(1)).values("_whole")
    return whole.annotate(_text=StringAgg(objects, Value(","))).values_list("_text", flat=True)


def partly[P: Page](model: type[P], fields: Mapping[str, Any]) -> P:
    """The page of which these columns were read. All else Django asks for when it is wanted."""
    names = [each.attname for each in model._meta.concrete_fields if each.attname in fields]
    page: P = model.from_db(connection.alias, names, [fields[name] for name in names])
    return page


def annotations(page: Page) -> dict[str, Compiled]:
    """What is read with this page."""
    found = {name: compiled(page, name, reading) for name, reading in _of(page).items()}
    return {_key(name): text for name, text in found.items() if text is not None}


def read_along(page: Page, name: str) -> list[dict[str, Any]]:
    """The rows of one reading, each as the fields that its room named. One query where the page
    was not served from its address."""
    found: list[dict[str, Any]] = json.loads(f"[{text_along(page, name)}]")
    return found


def text_along(page: Page, name: str) -> str:
    """The same as the text that is read, equal only where it says the same; in no order."""
    key = _key(name)
    if key not in page.__dict__:
        text = _of(page)[name](page)
        page.__dict__[key] = text.first() if text is not None else None
    return page.__dict__[key] or ""


def _of(page: Page) -> dict[str, Reading]:
    model = page.specific_class
    return _readings.get(model._meta.label_lower, {}) if model is not None else {}


def _key(name: str) -> str:
    return f"read_along_{name}"
