"""Brings groups, permissions and the approval workflow in line with the role matrix."""

from typing import Any

from django.core.management.base import BaseCommand

from ...groups import apply_role_matrix


class Command(BaseCommand):
    help = "Write people/roles/matrix.py into the database. Safe to run at every deployment."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in apply_role_matrix().lines:
            self.stdout.write(line)
