"""`manage.py examine_documents`: can the uploaded files be read aloud?"""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from district_cms.checks.accessibility.documents import LinkedFile, check_document
from district_cms.checks.documents.isolated import PATIENT

from ...examinations.services import examine_document, waiting
from ...models import DistrictDocument


class Command(BaseCommand):
    help = "Examines uploaded documents that have not been examined yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="examine every document again")

    def handle(self, *args: Any, **options: Any) -> None:
        documents = DistrictDocument.objects.order_by("pk") if options["all"] else waiting()
        states: Counter[str] = Counter()
        faults: Counter[str] = Counter()
        for pk in list(documents.values_list("pk", flat=True)):
            document = DistrictDocument.objects.filter(pk=pk).first()
            if document is None:
                continue
            found = examine_document(document=document, seconds=PATIENT).found
            states[found.state] += 1
            faults.update(fault.rule for fault in check_document(LinkedFile("", found)))
        self.stdout.write(f"{states.total()} documents examined")
        for name, count in (*states.most_common(), *faults.most_common()):
            self.stdout.write(f"  {name}: {count}")
