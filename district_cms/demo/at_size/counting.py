"""How many rows the district has."""

from django.apps import apps


def rows_by_table() -> list[tuple[str, int]]:
    """(model, rows) of every table that is not empty, the largest first."""
    counted = ((m._meta.label, m._base_manager.count()) for m in apps.get_models())
    return sorted(((label, rows) for label, rows in counted if rows), key=lambda row: -row[1])
