"""Sentences that teachers write every week raise no alarm: a false one costs their trust."""

from datetime import date
from pathlib import Path

from district_cms.checks.privacy import check_html, check_text
from district_cms.checks.privacy.student_numbers import PrivacyRules

RULES = PrivacyRules(today=date(2026, 11, 24))

# The weights are learned from the file; these are not in it.
NOT_LEARNED = (
    "Download the family handbook (PDF)",
    "C. S. Lewis wrote about Narnia.",
    "The Johnson & Johnson grant paid for it.",
    "Quiz on Rubus parviflorus and Phaseolus vulgaris",
    "Today we found Populus trichocarpa, Picea engelmannii and Salix exigua.",
)
SENTENCES = [
    *(Path(__file__).parent / "school_prose.txt").read_text("utf-8").splitlines(),
    *NOT_LEARNED,
]


def test_ordinary_school_prose_raises_no_alarm() -> None:
    alarms = {sentence: check_text(sentence, rules=RULES) for sentence in SENTENCES}
    assert {sentence: faults for sentence, faults in alarms.items() if faults} == {}


def test_a_page_of_school_prose_raises_no_alarm() -> None:
    html = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    assert check_html(html, rules=RULES) == []


def test_the_file_has_many_sentences() -> None:
    assert len(set(SENTENCES)) == len(SENTENCES) > 40
