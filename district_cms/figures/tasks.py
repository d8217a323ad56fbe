"""What the queue calls."""

from django.utils import timezone

from district_cms.schools.models import SchoolPage, SchoolYear

from . import keeping


def count_again(year_id: int, school: str) -> str:
    """Counts the figures of a school, by the UUID of its page, or of the district: ""."""
    year = SchoolYear.objects.filter(pk=year_id).first()
    page = SchoolPage.objects.filter(translation_key=school).first() if school else None
    if year is None or (school and page is None):  # deleted meanwhile
        return "no such school year or school"
    return f"{len(keeping.count_again(year=year, school=page).lines)} lines"


def nightly() -> str:
    """Before anyone is up: the figures of the running school year."""
    return f"{keeping.count_for_the_day(timezone.localdate())} to count"
