"""Looks up the school year that a command is given."""

from django.core.management.base import CommandError

from ..models import SchoolYear


def school_year(name: str) -> SchoolYear:
    """Returns the school year with this name, like "2026-27". Raises `CommandError` with the known
    names."""
    year = SchoolYear.objects.filter(name=name).first()
    if year is None:
        known = ", ".join(SchoolYear.objects.values_list("name", flat=True)) or "none"
        raise CommandError(f"There is no school year {name}. There are: {known}.")
    return year
