"""Prints what each role may do."""

from typing import Any

from django.core.management.base import BaseCommand

from ...roles.matrix import table


class Command(BaseCommand):
    help = "Print people/roles/matrix.py as a table."

    def handle(self, *args: Any, **options: Any) -> None:
        heading, *rows = table()
        for row in rows:
            self.stdout.write(f"\n{row[0]}")
            for name, value in zip(heading[1:], row[1:], strict=True):
                self.stdout.write(f"  {name}: {value}")
