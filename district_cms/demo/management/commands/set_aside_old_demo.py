"""Make room for a demo of today where one of an earlier version stands."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS, connection

from district_cms.web.refused.old_database import is_old


class Command(BaseCommand):
    help = "Rename the demo's SQLite file where an earlier version of the software made it."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "sqlite" or not is_old(DEFAULT_DB_ALIAS):
            return
        file = Path(connection.settings_dict["NAME"])
        connection.close()
        aside = file.with_name(f"{file.stem}.old{file.suffix}")
        for ending in ("", "-wal", "-shm"):
            part = file.with_name(file.name + ending)
            if part.exists():
                part.replace(aside.with_name(aside.name + ending))
        self.stdout.write(
            f"{file.name} was made by an earlier version: it is now {aside.name}, "
            "and the demo is made again."
        )
