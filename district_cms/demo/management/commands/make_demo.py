"""Prepares `make demo` in one process, because each command would start Django again."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate the database, and load the demo into an empty one."
    requires_system_checks = []  # the website and the worker run them when they start

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("load_demo", stdout=self.stdout)
