"""What a signature is made from."""

import phonenumbers
from django.conf import settings

from district_cms.people.models import Staff
from district_cms.schools.models import Logo, SchoolPage
from district_cms.schools.phones import REGION

from .policy import LogoImage, Record


def record_of(staff: Staff, school: SchoolPage | None) -> Record:
    """The staff record as a signature says it, for one of the person's schools or the district."""
    return Record(
        name=staff.full_name.strip(),
        title=staff.title,
        organisation=settings.DISTRICT_NAME,
        email=staff.email,
        phone=staff.phone,
        phone_link=phone_link(staff.phone),
        school=school.title if school else "",
        street=school.street if school else "",
        city=school.city if school else "",
    )


def logos_of(school: SchoolPage | None) -> tuple[LogoImage, ...]:
    """The district's logo and the school's, where they are registered and active."""
    logos = [Logo.objects.active().of_district().order_by("pk").first()]
    if school is not None:
        logos.append(Logo.objects.active().of_school(school.pk).order_by("pk").first())
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


def phone_link(phone: str) -> str:
    """ "tel:+1-406-555-0112" (RFC 3966), or "" for what is no number."""
    try:
        number = phonenumbers.parse(phone, REGION)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.RFC3966)
