"""Recipients whose digests are joined from parts, as nuntius wants to be given them."""

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models
from nuntius.models import BaseSegment, BaseSubscriber


@cache
def parts() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(Path(sys.argv[1]).read_text("utf-8"))["parts"]
    return found


class Person(BaseSubscriber):
    language = models.CharField(max_length=10)
    parts = models.JSONField()
    links = models.JSONField()

    def get_subscriber_data(self) -> dict[str, Any]:
        own = [parts()[name] for name in self.parts]
        return {
            "parts_html": "\n".join(part["html"] for part in own),
            "parts_text": "\n".join(part["text"] for part in own),
            **self.links,
        }


class Readers(BaseSegment, models.Model):
    language = models.CharField(max_length=10)

    def __str__(self) -> str:
        return self.language

    def get_display_name(self) -> str:
        return self.language

    def get_subscribers_queryset(self) -> Any:
        return Person.objects.filter(language=self.language)

    def get_subscribers_count(self) -> int:
        return int(self.get_subscribers_queryset().count())
