"""Brings the queue's schedules in line with the settings."""

from typing import Any

from django.core.management.base import BaseCommand

from ...queue.schedules import apply_schedules


class Command(BaseCommand):
    help = "Write settings.SCHEDULES into the queue's table. Safe to run at every deployment."

    def handle(self, *args: Any, **options: Any) -> None:
        applied = apply_schedules()
        self.stdout.write(
            f"Schedules: {len(applied.created)} created, {len(applied.changed)} changed, "
            f"{len(applied.removed)} removed."
        )
