"""`manage.py check_privacy [FILE | --server]`."""

from typing import override

from django.utils import timezone

from district_cms.checks import privacy
from district_cms.checks.findings import Fault
from district_cms.publishing.management.checking import CheckCommand


class Command(CheckCommand):
    """Uses the usual patterns of student numbers; a district's own patterns are in its database."""

    for_what = "for private facts about students"

    @override
    def check_html(self, html: str) -> list[Fault]:
        return privacy.check_html(html, rules=privacy.PrivacyRules(today=timezone.localdate()))
