"""`manage.py check_accessibility [FILE | --server]`."""

from typing import override

from district_cms.checks import accessibility
from district_cms.checks.findings import Fault
from district_cms.publishing.management.checking import CheckCommand


class Command(CheckCommand):
    for_what = "for accessibility"

    @override
    def check_html(self, html: str) -> list[Fault]:
        return accessibility.check_html(html)
