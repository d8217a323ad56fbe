"""Builds the demo's site, schools, staff and looks, through the services that people use."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_DNS, UUID, uuid5

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from wagtail.rich_text import RichText

from classroom.models import ClassroomPage, ClassTemplate, ClassTemplateVersion
from classroom.models.template import GUIDED_PARTS
from classroom.starting.services import approve_template
from district_cms.activities.models import ActivityPage
from district_cms.brand.models import Logo, Organization, Statement, WebsiteLook
from district_cms.brand.services import add_statement, keep_logo
from district_cms.media.models import DistrictDocument, DistrictImage
from district_cms.media.places import shared_collection
from district_cms.people.groups import apply_role_matrix
from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from district_cms.people.services import create_staff_member
from district_cms.schools.models import (
    CurriculumIndexPage,
    CurriculumPage,
    DistrictSettings,
    HomePage,
    NoSchoolDay,
    SchoolPage,
    SchoolYear,
    StandardPage,
    Term,
)
from district_cms.schools.services.site import create_site, public_address, publish_new_page
from district_cms.web.accounts import Account

from .content_files import FOLDER, district, pictures, rich
from .school_year import NAMES_IN_SPANISH, DemoYear

# Public: the demo runs on one machine and has no real data.
DEMO_PASSWORD = "larkspur-valley"  # noqa: S105


Say = Callable[[str], None]
"""Takes one line of progress for the user."""


@dataclass
class Built:
    """The created objects, by the keys of the content files."""

    office: User
    home: HomePage
    school_year: SchoolYear | None = None
    schools: dict[str, SchoolPage] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    curriculum: dict[str, CurriculumPage] = field(default_factory=dict)
    classrooms: dict[str, ClassroomPage] = field(default_factory=dict)
    activities: dict[str, ActivityPage] = field(default_factory=dict)
    pictures: dict[str, DistrictImage] = field(default_factory=dict)

    def account(self, key: str) -> User:
        """Returns the account of a staff member; everyone in the demo has one."""
        user = self.staff[key].user
        assert user is not None
        return user


def build_district(year: DemoYear, say: Say) -> Built:
    """Creates home page, schools, staff, curriculum and school year."""
    content = district()
    say("Building schools and staff …")
    built = build_site(
        introduction=content["district"]["introduction"],
        introduction_es=content["district"]["introduction_es"],
    )
    for row in content["schools"]:
        built.schools[row["key"]] = _school(built.home, row, built.office)
    _staff(content["staff"], built)
    build_plain_pages(built)
    _district_settings(content["district"])
    build_brand(built.schools, user=built.office, first_day=year.first_day)
    built.school_year = build_school_year(year)
    return built


def build_site(**introduction: str) -> Built:
    """Creates the home page with this introduction, the roles, and the account that publishes."""
    # The address where it is served; otherwise links in its mails would not work.
    hostname, port = public_address()
    home = create_site(name=district()["district"]["name"], hostname=hostname, port=port)
    apply_role_matrix()
    founder = get_user_model()._default_manager.create_user(
        "web.team@larkspur.example", None, first_name="Web", last_name="Team", is_superuser=True
    )
    for name, words in introduction.items():
        setattr(home, name, rich(words))
    home.save_revision(user=founder).publish(user=founder)
    return Built(office=founder, home=home)


def build_plain_pages(built: Built) -> None:
    """Creates the district's plain pages and its curriculum."""
    for row in district()["standard_pages"]:
        page = StandardPage(
            title=row["title"],
            slug=row["slug"],
            translation_key=_key(row["slug"]),
            introduction=row["introduction"],
            body=_prose(row["paragraphs"]),
            title_es=row.get("title_es", ""),
            introduction_es=row.get("introduction_es", ""),
            body_es=_prose(row.get("paragraphs_es", [])),
            show_in_menus=True,
        )
        publish_new_page(parent=built.home, page=page, user=built.office)
    _curriculum(built)


def _key(slug: str) -> UUID:
    """Returns the same key each time, so that the district at size is reproducible."""
    return uuid5(NAMESPACE_DNS, f"{slug}.larkspur.example")


def picture(built: Built, name: str) -> DistrictImage:
    """Returns a picture of the content files; uploads it at its first use."""
    if name not in built.pictures:
        file = FOLDER / "pictures" / f"{name}.webp"
        image = DistrictImage(
            **pictures()[name],
            collection=shared_collection(),
            file=ContentFile(file.read_bytes(), name=file.name),
        )
        image.full_clean(exclude=["file_hash"])
        image.save()
        built.pictures[name] = image
    return built.pictures[name]


def _district_settings(row: dict[str, Any]) -> None:
    chosen = DistrictSettings.load()
    chosen.street, chosen.city = row["street"], row["city"]
    chosen.phone, chosen.email = row["phone"], row["email"]
    chosen.retention_schedule = row["retention_schedule"]
    chosen.required_notices = [
        ("notice", {**notice, "text": RichText(rich(notice["text"]))}) for notice in row["notices"]
    ]
    chosen.quick_links = [
        ("link", {"kind": kind, "address": address}) for kind, address in row["links"].items()
    ]
    chosen.full_clean()
    chosen.save()


def _school(home: Any, row: dict[str, Any], user: User) -> SchoolPage:
    page = SchoolPage(
        **{k: row[k] for k in ("title", "slug", "kind", "street", "city", "phone", "email")},
        office_hours=row["office_hours"],
        introduction=rich(row["introduction"]),
        body=[*_prose(row["body"]), *_documents(row.get("documents", []))],
        office_hours_es=row.get("office_hours_es", ""),
        introduction_es=rich(row.get("introduction_es", "")),
        body_es=[*_prose(row.get("body_es", [])), *_documents(row.get("documents_es", []))],
    )
    publish_new_page(parent=home, page=page, user=user)
    return page


def _prose(paragraphs: list[str]) -> list[tuple[str, str]]:
    return [("prose", rich(paragraphs))] if paragraphs else []


def _documents(rows: list[dict[str, str]]) -> list[tuple[str, dict[str, Any]]]:
    return [("document", {"document": _document(**row), "text": ""}) for row in rows]


def _document(title: str, file: str) -> DistrictDocument:
    content = ContentFile((FOLDER / "documents" / file).read_bytes(), name=file)
    document = DistrictDocument(title=title, file=content, collection=shared_collection())
    document.full_clean(exclude=["file_hash"])
    document.save()
    return document


def _staff(rows: list[dict[str, Any]], built: Built) -> None:
    for row in rows:
        built.staff[row["key"]] = create_staff_member(
            email=row["email"],
            given_name=row["given_name"],
            family_name=row["family_name"],
            title=row["title"],
            phone=row["phone"],
            schools=[built.schools[key] for key in row["schools"]],
            roles=[
                (Role(r["role"]), built.schools[r["school"]] if r.get("school") else None)
                for r in row["roles"]
            ],
        )
    # One password for all, hashed once: hashing is deliberately slow.
    password = make_password(DEMO_PASSWORD)
    for row in rows:
        staff = built.staff[row["key"]]
        account = built.account(row["key"])
        account.password = password
        account.save(update_fields=["password"])
        if row["supervisor"]:
            staff.supervisor = built.staff[row["supervisor"]]
            staff.full_clean()
            staff.save()


def _curriculum(built: Built) -> None:
    section = CurriculumIndexPage(
        title="Curriculum",
        slug="curriculum",
        translation_key=_key("curriculum"),
        introduction="What students learn, subject by subject and grade by grade.",
        title_es="Plan de estudios",
        introduction_es="Lo que aprenden los estudiantes, materia por materia y grado por grado.",
    )
    publish_new_page(parent=built.home, page=section, user=built.office)
    for row in district()["curriculum"]:
        page = CurriculumPage(
            **{k: row[k] for k in ("title", "slug", "subject", "grade_levels", "summary")},
            translation_key=_key(row["slug"]),
            body=[("prose", rich(row["body"]))],
        )
        publish_new_page(parent=section, page=page, user=built.office)
        built.curriculum[row["key"]] = page


def build_school_year(year: DemoYear) -> SchoolYear:
    school_year = SchoolYear(name=year.name, first_day=year.first_day, last_day=year.last_day)
    school_year.full_clean()
    school_year.save()
    rows: list[Any] = [
        Term(school_year=school_year, name=name, first_day=first, last_day=last)
        for name, first, last in year.terms
    ]
    rows += [
        NoSchoolDay(school_year=school_year, day=d, name=n, name_es=NAMES_IN_SPANISH.get(n, ""))
        for d, n in year.no_school
    ]
    for row in rows:
        row.full_clean()
        row.save()
    school_year.save()  # notifies calendar programs of its days
    return school_year


def build_brand(schools: Mapping[str, SchoolPage], *, user: Account, first_day: dt.date) -> None:
    """Creates the brand, valid from the first day of the school year."""
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
    """Creates the first version of each template, approved a week before the school year. Returns
    {kind of school: version}.

    Each is for the `schools` of its kinds; for all schools if `schools` is empty.
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
    """Approves the next versions, which the classes can take."""
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
