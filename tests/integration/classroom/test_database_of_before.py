"""A database that was made before a column was known gets it with `migrate`."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from classroom.models import ClassroomTeacher

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite changes no table in a transaction"
    ),
]
ROOM, NAME = "classroom", "0002_told_on"


def columns() -> set[str]:
    with connection.cursor() as cursor:
        table = ClassroomTeacher._meta.db_table
        found = connection.introspection.get_table_description(cursor, table)
    return {column.name for column in found}


def migrate() -> None:
    """As `migrate` does it where the first migration is done and this one is not."""
    migrations = MigrationLoader(None)
    before, after = (migrations.project_state((ROOM, name)) for name in ("0001_initial", NAME))
    (step,) = migrations.disk_migrations[ROOM, NAME].operations
    with connection.schema_editor() as editor:
        step.database_forwards(ROOM, editor, before, after)


def test_a_database_that_knows_of_nobody_who_was_told_of_a_class_learns_it() -> None:
    with connection.schema_editor() as editor:
        editor.remove_field(ClassroomTeacher, ClassroomTeacher._meta.get_field("told_on"))
    assert "told_on" not in columns()
    migrate()
    assert "told_on" in columns()
    migrate()  # one of today has it
    assert not ClassroomTeacher.objects.filter(told_on=None).exists()
