"""Who was told of an assignment. The column stood in the first migration for some hours: a database
of before has that one behind it, and one of those hours has the column."""

from typing import Any

from django.db import migrations, models


class AddWhereMissing(migrations.AddField):
    """Asks the database itself what it has."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            found = connection.introspection.get_table_description(cursor, table)
        if self.name not in {column.name for column in found}:
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):

    dependencies = [
        ('classroom', '0001_initial'),
    ]

    operations = [
        AddWhereMissing(
            model_name='classroomteacher',
            name='told_on',
            field=models.DateField(editable=False, null=True),
        ),
    ]
