"""What is passed over quickly would have told nothing: with and without it the same is found."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from district_cms.checks.privacy import PrivacyRules, apart, check_html, logins
from district_cms.checks.privacy.lines import Lines
from district_cms.checks.privacy.naming import by_shape, mentions, roles
from district_cms.checks.privacy.reading import Reading

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
    (Reading, "_may_be_asked", True),
    (mentions, "is_nobody", lambda _word: False),
    (by_shape, "_AN_INITIAL", ANYTHING),
    (roles, "_MEMBER_ENDS", ""),
    (logins, "_MAY_BE_MADE", ANYTHING),
], ids=lambda value: value if isinstance(value, str) else "")  # fmt: skip
def test_the_same_is_found_where_nothing_is_passed_over(
    where: object,
    name: str,
    never_passed_over: object,
    found: list[object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert any(found)
    monkeypatch.setattr(where, name, never_passed_over)
    assert findings() == found


@pytest.mark.parametrize("end", [
    "87%", "B+", "D", "per: 92 percent", "92 por ciento. ", "x-F", "Maria", "Maria L.", "(8) ", "",
])  # fmt: skip
def test_the_end_of_a_line_is_found_without_the_rest_of_it(end: str) -> None:
    def read_whole() -> Iterator[int]:
        start = 0
        for line in text.split("\n"):
            if apart._ENDS.search(line):
                yield start
            start += len(line) + 1

    text = f"What we did {end}\n{end}\nMaria Lopez and what she likes {end}"
    lines = Lines(text)
    assert list(lines.ending(apart._ENDS, apart._LONGEST_END)) == list(read_whole())
