"""Times as people say them, and the marks of Spanish."""

import datetime as dt

import pytest
from django.utils import translation

from district_cms.web.times import time_text
from scripts import catalog
from scripts.messages import ROOT


@pytest.mark.parametrize(
    ("time", "text"),
    [(dt.time(7, 45), "7:45\u00a0a.\u00a0m."), (dt.time(16), "4:00\u00a0p.\u00a0m.")],
)
def test_a_spanish_time_is_never_broken_over_two_lines(time: dt.time, text: str) -> None:
    with translation.override("es"):
        assert time_text(time) == text


def test_spanish_has_one_kind_of_quotation_marks() -> None:
    text = (ROOT / "locale/es/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    found = [
        translated
        for entry in catalog.read(text).entries
        for translated in entry.translations
        if set("«»") & set(translated)
    ]
    assert not found
