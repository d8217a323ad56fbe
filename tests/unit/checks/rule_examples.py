"""An example of each rule, for tests of its sentences."""

from district_cms.checks.findings import Fault

PARAMS = {
    **dict.fromkeys(
        [
            "part-missing",
            *(f"{part}-missing" for part in ("lesson", "assignments", "curriculum", "events")),
        ],
        {"part": "Assignments"},
    ),
    "contrast-inline": {"ratio": "2.3", "needed": "4.5"},
    "contrast-unsure": {"ratio": "1.2", "needed": "4.5"},
    "label-mismatch": {"label": "Lunch"},
    "lang-part-missing": {"declared": "en", "detected": "es"},
    "lang-block-unmarked": {"declared": "en", "detected": "es"},
    "lang-page-unmarked": {"declared": "en", "detected": "es"},
    "lang-field-unmarked": {"declared": "en", "detected": "es"},
    "lang-part-wrong": {"declared": "en", "detected": "es"},
    "page-lang-mismatch": {"other": "es"},
    "page-lang-wrong": {"declared": "en", "detected": "es"},
    "page-refreshes": {"seconds": "30"},
    "spacing-pinned": {"property": "line-height"},
    "captions-broken": {"line": "7"},
    "doc-alt-missing": {"count": "1", "pictures": "2"},
    "doc-fields-unnamed": {"count": "1", "fields": "2"},
    "doc-table-headers": {"count": "1", "tables": "2"},
    "img-alt-same": {"count": "3"},
    "doc-image-pages": {"count": "1", "pages": "2"},
    "doc-sheet-names": {"sheets": "Sheet1"},
    "doc-slide-titles": {"slides": "1, 4"},
    "img-alt-long": {"length": "199"},
    "heading-skip": {"level": "4", "previous": "2", "wanted": "3"},
    "table-empty-header": {"row": "1", "column": "2"},
    "table-blank-row": {"row": "3"},
    "blank-lines": {"count": "2"},
    "table-header-unused": {"row": "1", "column": "2"},
    "same-days": {"others": "“Fractions” (live)"},
    "table-bad-headers-ref": {"row": "1", "column": "2"},
}


def example(rule: str) -> Fault:
    return Fault(rule, "Maria & <b>", params=tuple(PARAMS.get(rule, {}).items()))
