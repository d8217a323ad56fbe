"""The district without its schools: site, roles, school year, curriculum, plain pages, office."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model

from classroom.models import ClassTemplateVersion
from district_cms.people.groups import apply_role_matrix
from district_cms.schools.models import (
    CurriculumIndexPage,
    CurriculumPage,
    DistrictSettings,
    HomePage,
    NoSchoolDay,
    SchoolYear,
    StandardPage,
    Term,
)
from district_cms.schools.services.site import create_site, public_address
from district_cms.web.queue.schedules import apply_schedules

from ..bulk.chance import Chance
from ..bulk.pages import PageWriter, check_without_advice
from ..class_templates import build_class_templates
from ..content_files import district, periods, rich
from ..pages import Built, picture
from ..school_year import DemoYear


@dataclass
class Ground:
    """What the rest is built upon. `built` holds curriculum pages and pictures by their keys."""

    home: HomePage
    plan: DemoYear
    year: SchoolYear
    founder: Any
    built: Built
    templates: dict[str, ClassTemplateVersion]  # by kind of school


def lay_ground(
    year: DemoYear, *, writer: PageWriter, chance: Chance, schools: int, stems: list[str]
) -> Ground:
    """Make it, partly through the services. `schools` is how many pages will follow below home,
    `stems` name the content files whose pictures are needed."""
    content = district()
    hostname, port = public_address()
    home = create_site(name=content["district"]["name"], hostname=hostname, port=port)
    apply_role_matrix()
    apply_schedules()
    founder = get_user_model()._default_manager.create_user(
        "web.team@larkspur.example", None, first_name="Web", last_name="Team", is_superuser=True
    )
    chosen = DistrictSettings.load()
    chosen.phone, chosen.email = content["district"]["phone"], content["district"]["email"]
    chosen.save()
    home.introduction = f"<p>{schools} schools, one district, and a page for every class.</p>"
    home.save_revision(user=founder).publish(user=founder)
    plain = content["standard_pages"]
    HomePage.objects.filter(pk=home.pk).update(numchild=len(plain) + 1 + schools)
    home = HomePage.objects.get(pk=home.pk)
    # Before the first row of ours: services write these, and the pictures.
    templates = build_class_templates(user=founder, first_day=year.first_day)
    ground = Ground(
        home, year, _school_year(year), founder, Built(office=founder, home=home), templates
    )
    for stem in stems:
        _upload_pictures(ground.built, stem)
    at = published_at(year)
    for row in plain:
        page = StandardPage(
            title=row["title"],
            slug=row["slug"],
            introduction=row["introduction"],
            body=prose(rich(row["paragraphs"]), chance),
            show_in_menus=True,
        )
        check_without_advice(page)
        writer.add(page, parent=home, user=founder, at=at)
    _curriculum(ground, content["curriculum"], writer, chance, at)
    return ground


def published_at(year: DemoYear) -> dt.datetime:
    """When the pages of the year were published (UTC): three weeks before its first day."""
    day = year.first_day - dt.timedelta(weeks=3)
    return dt.datetime.combine(day, dt.time(16), dt.UTC)


def prose(markup: str, chance: Chance) -> str:
    """A stream with one block of text, as the database holds it."""
    return json.dumps([{"id": str(chance.uuid()), "type": "prose", "value": markup}])


def _upload_pictures(built: Built, stem: str) -> None:
    for period in periods(stem):
        if shown := period.get("picture"):
            picture(built, shown["name"])


def _school_year(year: DemoYear) -> SchoolYear:
    school_year = SchoolYear.objects.create(
        name=year.name, first_day=year.first_day, last_day=year.last_day
    )
    Term.objects.bulk_create(
        Term(school_year=school_year, name=name, first_day=first, last_day=last)
        for name, first, last in year.terms
    )
    NoSchoolDay.objects.bulk_create(
        NoSchoolDay(school_year=school_year, day=day, name=name) for day, name in year.no_school
    )
    school_year.save()  # calendar programs are told of its days
    return school_year


def _curriculum(
    ground: Ground,
    rows: list[dict[str, Any]],
    writer: PageWriter,
    chance: Chance,
    at: dt.datetime,
) -> None:
    section = writer.add(
        CurriculumIndexPage(
            title="Curriculum",
            slug="curriculum",
            introduction="What students learn, subject by subject and grade by grade.",
        ),
        parent=ground.home,
        user=ground.founder,
        at=at,
        children=len(rows),
    )
    for row in rows:
        page = CurriculumPage(
            **{k: row[k] for k in ("title", "slug", "subject", "grade_levels", "summary")},
            body=prose(rich(row["body"]), chance),
        )
        check_without_advice(page)
        ground.built.curriculum[row["key"]] = writer.add(
            page, parent=section, user=ground.founder, at=at
        )
