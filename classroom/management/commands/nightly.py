"""Runs the nightly tasks of the ledger by hand."""

from typing import Any

from django.core.management.base import BaseCommand

from classroom.tasks import nightly


class Command(BaseCommand):
    help = "Reconcile postings with the pages' history and bring the posting ledger up to now."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(nightly())
