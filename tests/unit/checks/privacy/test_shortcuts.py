"""Shortcuts skip only texts without findings: with and without them, the findings are the same."""

import re
from datetime import date

import pytest

from district_cms.checks.privacy import check_html
from district_cms.checks.privacy.attribution import Passage
from district_cms.checks.privacy.naming import mentions, roles, unlisted
from district_cms.checks.privacy.student_numbers import PrivacyRules

from .corpora import examples

RULES = PrivacyRules(today=date(2026, 11, 24))
EACH = 30
TEXTS = [example.html for name in ("never", "ordinary") for example in examples(name)[::EACH]]
ANYTHING = re.compile(r"[^\n]")


def findings() -> list[object]:
    return [check_html(html, rules=RULES) for html in TEXTS]


@pytest.fixture(scope="module")
def found() -> list[object]:
    return findings()


@pytest.mark.parametrize(("where", "name", "never_passed_over"), [
    (Passage, "_may_need_question", True),
    (mentions, "is_nobody", lambda _word: False),
    (unlisted, "_AN_INITIAL", ANYTHING),
    (roles, "_MEMBER_ENDS", ""),
], ids=lambda value: value if isinstance(value, str) else "")  # fmt: skip
def test_shortcuts_do_not_change_the_findings(
    where: object,
    name: str,
    never_passed_over: object,
    found: list[object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert any(found)
    monkeypatch.setattr(where, name, never_passed_over)
    assert findings() == found
