"""What all signatures of one day have in common: templates, schools, logos, statements."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from district_cms.brand.models import Organization, Statement
from district_cms.brand.selectors import LogoFile, logo_file, statements_of
from district_cms.schools.models import SchoolPage

from .models import TemplateVersion
from .policy import STANDARD, ApprovedText, Block, LogoImage, Place, allowed_blocks


@dataclass(frozen=True, slots=True)
class School:
    """The facts about a school that signatures show."""

    pk: int
    title: str
    street: str
    city: str
    phone: str
    organization_id: int | None

    @property
    def place(self) -> Place:
        return Place(self.title, self.street, self.city)


@dataclass(frozen=True, slots=True)
class ApprovedTemplate:
    """The blocks of a template, and the key of its version; None for the built-in template."""

    blocks: tuple[Block, ...] = STANDARD
    version_id: int | None = None


@dataclass(frozen=True, slots=True)
class SignatureCatalog:
    """What all signatures of one day have in common."""

    on: dt.date
    district_id: int | None
    district_name: str
    schools: Mapping[int, School]
    logos: Mapping[int, LogoFile]
    unfit: Mapping[int, LogoFile]
    """Logos that cannot be shown as high as their owners require. Both mappings are by
    organization."""
    statements: Sequence[Statement]
    texts: Mapping[str, ApprovedText]
    """The statements as printed, by key."""
    general: ApprovedTemplate
    by_school: Mapping[int, ApprovedTemplate]

    def template_for(self, schools: Sequence[School]) -> ApprovedTemplate:
        """Returns the template of the first school that has its own, else the general one."""
        return next(
            (self.by_school[each.pk] for each in schools if each.pk in self.by_school),
            self.general,
        )

    def statements_for(self, schools: Iterable[School]) -> list[Statement]:
        """Returns the statements of the district and these schools."""
        wanted = {self.district_id, *(each.organization_id for each in schools)}
        return [each for each in self.statements if each.organization_id in wanted]


def read_catalog(on: dt.date) -> SignatureCatalog:
    """Reads the catalog for a day. Seven queries. Signatures show only published schools."""
    rows = (
        SchoolPage.objects.live()
        .public()
        .order_by("title", "pk")
        .values_list("pk", "title", "street", "city", "phone", "organization_id")
    )
    schools = {row[0]: School(*row) for row in rows}
    organizations = list(Organization.objects.order_by("pk").values_list("pk", "kind", "name"))
    ids = [pk for pk, _kind, _name in organizations]
    district_id, district_name = next(
        ((pk, name) for pk, kind, name in organizations if kind == Organization.Kind.DISTRICT),
        (None, settings.DISTRICT_NAME),
    )
    logos = logo_file(ids, on)
    general, by_school = _templates()
    statements = statements_of(ids, on) if Block.STATEMENTS in allowed_blocks() else []
    return SignatureCatalog(
        on=on,
        district_id=district_id,
        district_name=district_name,
        schools=schools,
        logos={pk: logo for pk, logo in logos.items() if logo_image(logo).fits},
        unfit={pk: logo for pk, logo in logos.items() if not logo_image(logo).fits},
        statements=statements,
        texts={statement_key(each): _approved(each) for each in statements},
        general=general,
        by_school=by_school,
    )


def statement_key(statement: Statement) -> str:
    """Returns the key that a choice stores: the same for all wordings of a statement in one
    language."""
    return f"{statement.key}-{statement.language}"


def _approved(statement: Statement) -> ApprovedText:
    """Uses the statement's language, not the user's: a signature must not depend on who views
    it."""
    with translation.override(statement.language):
        heading = gettext("%(kind)s of %(owner)s") % {
            "kind": statement.get_kind_display(),
            "owner": statement.organization.name,
        }
    return ApprovedText(heading, statement.text, statement.language)


def logo_image(logo: LogoFile, *, here: bool = False) -> LogoImage:
    """Returns the image as mails get it; `here` omits the public host, for a preview on this
    one."""
    return LogoImage(
        url=logo.url if here else settings.WAGTAILADMIN_BASE_URL + logo.url,
        description=logo.description,
        width=logo.width,
        height=logo.height,
        smallest_height=logo.smallest_height,
        clear_space=logo.clear_space,
    )


def _templates() -> tuple[ApprovedTemplate, dict[int, ApprovedTemplate]]:
    """Returns the newest version of the general template, and those of schools."""
    newest: dict[int, TemplateVersion] = {}
    for version in TemplateVersion.objects.order_by("number"):
        newest[version.template_id] = version
    general = ApprovedTemplate(allowed_blocks())
    by_school: dict[int, ApprovedTemplate] = {}
    schools: dict[int, list[int]] = defaultdict(list)
    for version_id, school_id in TemplateVersion.schools.through.objects.values_list(
        "templateversion_id", "schoolpage_id"
    ):
        schools[version_id].append(school_id)
    for _template_id, version in sorted(newest.items()):  # the template added last wins
        pinned = ApprovedTemplate(allowed_blocks(version.in_order), version.pk)
        if version.for_all:
            general = pinned
        by_school |= dict.fromkeys(schools[version.pk], pinned)
    return general, by_school
