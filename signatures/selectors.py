"""What a signature is made from."""

import phonenumbers
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext

from district_cms.brand.models import Logo, Organization, Statement
from district_cms.brand.uses import Affected, Use
from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage
from district_cms.schools.phones import REGION

from .policy import LogoImage, Record


def record_of(staff: Staff, school: SchoolPage | None) -> Record:
    """The staff record as a signature says it, for one of the person's schools or the district."""
    return Record(
        name=staff.full_name.strip(),
        title=staff.title,
        organization=settings.DISTRICT_NAME,
        email=staff.email,
        phone=staff.phone,
        phone_link=phone_link(staff.phone),
        school=school.title if school else "",
        street=school.street if school else "",
        city=school.city if school else "",
    )


def logos_of(school: SchoolPage | None) -> tuple[LogoImage, ...]:
    """The district's logo and the school's, where they are registered and active."""
    logos = [_first(Logo.objects.active().of_district())]
    if school is not None and school.organization_id is not None:
        logos.append(_first(Logo.objects.active().of(school.organization_id)))
    return tuple(
        LogoImage(
            url=settings.WAGTAILADMIN_BASE_URL + logo.file.url,
            description=logo.description,
            width=logo.width,
            height=logo.height,
        )
        for logo in logos
        if logo is not None
    )


def signatures_with(item: Logo | Statement) -> Use:
    """Which employees have this logo in their signature. No signature says a statement yet."""
    staff = Staff.objects.active()
    owner = item.organization
    if owner.kind == Organization.Kind.SCHOOL:
        staff = staff.filter(schools__organization=owner).distinct()
    shown = isinstance(item, Logo) and _first(Logo.objects.active().of(owner.pk)) == item
    if owner.kind == Organization.Kind.PROFESSIONAL or not shown:
        staff = staff.none()

    def names(start: int, number: int) -> list[Affected]:
        ordered = staff.order_by("family_name", "given_name", "pk")
        return [
            Affected(name=each.full_name, detail=each.title)
            for each in ordered[start : start + number]
        ]

    return Use(where=gettext("Email signatures"), number=staff.count(), names=names)


def _first(logos: QuerySet[Logo]) -> Logo | None:
    """Of several logos of one owner a signature shows the one that was registered first."""
    return logos.order_by("pk").first()


def phone_link(phone: str) -> str:
    """ "tel:+1-406-555-0112" (RFC 3966), or "" for what is no number."""
    try:
        number = phonenumbers.parse(phone, REGION)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.RFC3966)
