"""Lists as files: what a person typed is text in a spreadsheet, and never a formula, nor a sign
that no Excel file may hold."""

import csv
import re
from collections.abc import Iterable, Sequence
from typing import Final

from django.http import HttpResponse
from wagtail.admin.views.mixins import SpreadsheetExportMixin

# What a spreadsheet takes for the beginning of a formula; a number or a telephone number is none.
_FORMULA: Final = re.compile(r"[=+\-@\t\r](?![\d\s().-]*\Z)")
# What XML has no way to write. Word's soft line break, in titles that were pasted, is one of them.
_NOT_IN_EXCEL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def harmless(value: str) -> str:
    """The value, with an apostrophe before what a spreadsheet would calculate (OWASP's advice)."""
    return f"'{value}" if _FORMULA.match(value) else value


def csv_file(name: str, lines: Iterable[Sequence[str]]) -> HttpResponse:
    """An answer that is saved under `name`, and calculates nothing."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows([harmless(cell) for cell in line] for line in lines)
    return response


def holdable(value: str) -> str:
    """The value with a space for each sign that an Excel file cannot hold: the whole file would be
    an error for one of them."""
    return _NOT_IN_EXCEL.sub(" ", value)


def guard_spreadsheets() -> None:
    """Let every list of the editor write such CSV, and Excel files that can be written. That a text
    is no formula there Wagtail sees to by itself."""
    known = SpreadsheetExportMixin.custom_value_preprocess
    SpreadsheetExportMixin.custom_value_preprocess = {
        **known,
        str: {
            SpreadsheetExportMixin.FORMAT_CSV: harmless,
            SpreadsheetExportMixin.FORMAT_XLSX: holdable,
        },
    }
