"""The demo's logos and statements, and the look of its website, through the office's services."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from district_cms.brand.models import Logo, Organization, Statement, WebsiteLook
from district_cms.brand.services import add_statement, keep_logo
from district_cms.schools.models import SchoolPage
from district_cms.web.accounts import Account

from .content_files import FOLDER, district


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
