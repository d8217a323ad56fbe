"""The district without its schools: site, roles, school year, curriculum, plain pages, pictures."""

import datetime as dt
import json
from dataclasses import dataclass

from wagtail.models import Page

from classroom.models import ClassTemplateVersion
from district_cms.schools.models import DistrictSettings, HomePage, SchoolYear
from district_cms.web.clock import clock_set_to
from district_cms.web.queue.schedules import apply_schedules

from ..backdate import Past, backdate
from ..bulk.chance import Chance
from ..bulk.pages import REVIEWED, PageWriter
from ..class_templates import build_class_templates
from ..content_files import district, periods
from ..pages import Built, build_plain_pages, build_school_year, build_site, picture
from ..school_year import DemoYear


@dataclass
class Ground:
    """What the rest is built upon. `built` holds curriculum pages and pictures by their keys."""

    plan: DemoYear
    year: SchoolYear
    built: Built
    templates: dict[str, ClassTemplateVersion]  # by kind of school


def lay_ground(year: DemoYear, *, writer: PageWriter, schools: int, stems: list[str]) -> Ground:
    """Make it, through the services, before the first row that is written in bulk. `schools` is how
    many pages will follow below home, `stems` name the content files whose pictures are needed."""
    row, at = district()["district"], published_at(year)
    built = build_site(introduction=f"{schools} schools, one district, and a page for every class.")
    apply_schedules()
    chosen = DistrictSettings.load()
    chosen.phone, chosen.email = row["phone"], row["email"]
    chosen.save()
    with clock_set_to(at):
        build_plain_pages(built)
    plain = Page.objects.descendant_of(built.home).values_list("pk", flat=True)
    backdate(dict.fromkeys(plain, Past(at - REVIEWED, at, at)))
    built.home = HomePage.objects.get(pk=built.home.pk)
    writer.continue_below(built.home, schools)
    templates = build_class_templates(user=built.office, first_day=year.first_day)
    for stem in stems:
        for period in periods(stem):
            if shown := period.get("picture"):
                picture(built, shown["name"])
    return Ground(year, build_school_year(year), built, templates)


def published_at(year: DemoYear) -> dt.datetime:
    """When the pages of the year were published (UTC): three weeks before its first day."""
    day = year.first_day - dt.timedelta(weeks=3)
    return dt.datetime.combine(day, dt.time(16), dt.UTC)


def prose(markup: str, chance: Chance) -> str:
    """A stream with one block of text, as the database holds it."""
    return json.dumps([{"id": str(chance.uuid()), "type": "prose", "value": markup}])
