"""A database that was made before assignments knew who was told of them gets the column.

The first migration has it as well, for every new database, and a database of before counts that one
as done: it found nothing to migrate, and each list of assignments ended in an error.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def add_where_missing(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Ask the database itself what it has."""
    model = apps.get_model("classroom", "ClassroomTeacher")
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, model._meta.db_table)
    if "told_on" not in {column.name for column in found}:
        schema_editor.add_field(model, model._meta.get_field("told_on"))


class Migration(migrations.Migration):
    dependencies = [("classroom", "0001_initial")]

    operations = [migrations.RunPython(add_where_missing, migrations.RunPython.noop, elidable=True)]
