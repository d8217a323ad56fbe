"""The school year that a command is about."""

from django.core.management.base import CommandError

from ..models import SchoolYear


def school_year(name: str) -> SchoolYear:
    """The school year of this name, like "2026-27". Raises `CommandError`, which names those that
    there are."""
    year = SchoolYear.objects.filter(name=name).first()
    if year is None:
        known = ", ".join(SchoolYear.objects.values_list("name", flat=True)) or "none"
        raise CommandError(f"There is no school year {name}. There are: {known}.")
    return year
