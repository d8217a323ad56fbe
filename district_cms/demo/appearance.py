"""What the communications office made: logos, statements, class page templates."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from classroom.models import ClassTemplate, ClassTemplateVersion
from classroom.models.template import GUIDED_PARTS
from classroom.starting.services import approve_template
from district_cms.brand.models import Logo, Organization, Statement, WebsiteLook
from district_cms.brand.services import add_statement, keep_logo
from district_cms.schools.models import SchoolPage
from district_cms.web.accounts import Account

from .content_files import FOLDER, district, rich


def build_brand(schools: Mapping[str, SchoolPage], *, user: Account, first_day: dt.date) -> None:
    """All of it, valid from the first day of the school year."""
    content = district()
    owners: dict[str, Any] = {key: page.organization for key, page in schools.items()}
    owners["district"] = Organization.objects.get(kind=Organization.Kind.DISTRICT)
    for row in content["professional_organizations"]:
        owners[row["key"]] = Organization.objects.create(name=row["name"])
    for row in content["logos"]:
        picture = (FOLDER / "logos" / row["file"]).read_bytes()
        logo = Logo(
            name=row["name"],
            description=row["description"],
            organization=owners[row["owner"]],
            file=ContentFile(picture, name="logo.png"),
        )
        logo.picture_from = first_day
        logo.full_clean(exclude=["sha256"])
        keep_logo(logo=logo, user=user, today=first_day)
    for row in content["statements"]:
        statement = Statement(
            **{key: row[key] for key in ("kind", "language", "text", "owner")},
            organization=owners[row["of"]],
            valid_from=first_day,
        )
        statement.full_clean()
        add_statement(statement=statement, user=user)
    look = WebsiteLook.load()
    look.color_hue, look.color_chroma = content["look"]["hue"], Decimal(content["look"]["strength"])
    look.full_clean()
    look.save()


PLAIN = ("name", *(f"guidance_{part}" for part in GUIDED_PARTS))


def build_class_templates(
    *, user: Account, first_day: dt.date, schools: Iterable[SchoolPage] = ()
) -> dict[str, ClassTemplateVersion]:
    """The first version of each, approved a week before the school year: {kind of school: version}.

    Each is for the `schools` of its kinds; for all where there are none yet.
    """
    schools = list(schools)
    approved = dt.datetime.combine(first_day - dt.timedelta(weeks=1), dt.time(16), dt.UTC)
    versions: dict[str, ClassTemplateVersion] = {}
    for row in district()["class_templates"]:
        template = _template(row)
        template.for_all = not schools
        template.full_clean()
        template.save()
        template.schools.set(school for school in schools if school.kind in row["kinds"])
        version = approve_template(template=template, user=user, now=approved)
        versions |= dict.fromkeys(row["kinds"], version)
    return versions


def approve_next_versions(*, user: Account) -> None:
    """The versions that wait for the classes to take them."""
    for row in district()["class_templates"]:
        if changed := row.get("next"):
            template = ClassTemplate.objects.get(name=row["name"])
            for name, words in changed.items():
                setattr(template, name, rich(words))
            template.full_clean()
            template.save()
            approve_template(template=template, user=user)


def _template(row: dict[str, Any]) -> ClassTemplate:
    return ClassTemplate(
        **{name: row[name] for name in PLAIN},
        introduction=rich(row["introduction"]),
        good_to_know=rich(row["good_to_know"]),
        good_to_know_locked=True,
        logo=Logo.objects.of_district().active().first(),
    )
