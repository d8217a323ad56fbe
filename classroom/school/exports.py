"""The figures of a school as CSV: counts for everyone who may see it, names with a reason."""

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from district_cms.web.tables.spreadsheets import csv_file
from district_cms.web.times import date_text

from ..models import PostingSlot
from .selectors import STANDINGS, Glance

LABELS = dict(PostingSlot.STANDINGS)


def counts_file(school: Page, glance: Glance) -> HttpResponse:
    """One line a posting day: how many classes stand how."""
    heading = [_("Posting day"), *(str(LABELS[key]) for key in STANDINGS)]
    lines = [
        [date_text(day), *(str(found.get(key, 0)) for key in STANDINGS)]
        for day, found in glance.counts()
    ]
    return csv_file(f"{slugify(school.title)}-counts.csv", [heading, *lines])


def names_file(school: Page, glance: Glance) -> HttpResponse:
    """One line a class, with its teachers."""
    heading = [_("Class"), _("Teacher"), *map(date_text, glance.days)]
    lines = [
        [row.name, row.teacher_names, *(str(LABELS.get(cell, "")) for cell in row.cells)]
        for row in glance.rows
    ]
    return csv_file(f"{slugify(school.title)}-classes.csv", [heading, *lines])
