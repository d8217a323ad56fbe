"""Lists as CSV files: what a person typed is text in a spreadsheet, and never a formula."""

import re
from typing import Final

from wagtail.admin.views.mixins import SpreadsheetExportMixin

# What a spreadsheet takes for the beginning of a formula; a number or a telephone number is none.
_FORMULA: Final = re.compile(r"[=+\-@\t\r](?![\d\s().-]*\Z)")


def harmless(value: str) -> str:
    """The value, with an apostrophe before what a spreadsheet would calculate (OWASP's advice)."""
    return f"'{value}" if _FORMULA.match(value) else value


def guard_spreadsheets() -> None:
    """Let every list of the editor write such CSV. In an Excel file Wagtail writes texts as texts
    by itself."""
    known = SpreadsheetExportMixin.custom_value_preprocess
    SpreadsheetExportMixin.custom_value_preprocess = {
        **known,
        str: {SpreadsheetExportMixin.FORMAT_CSV: harmless},
    }
