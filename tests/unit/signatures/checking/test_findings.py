"""The text and strength of a finding: never stronger than its clause."""

import pytest

from district_cms.checks.rules import Dots
from district_cms.procedure.clauses import clause
from signatures.checking import RULES, Rule, Strength, check
from signatures.checking.findings import grouped

from .samples import RECORD, REGISTRY

SIGNATURE = "Elena Rivera\nGrade 3 Teacher\n406-555-0112\n"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_is_no_stronger_than_its_clause(rule: Rule) -> None:
    named = clause(rule.clause_id)
    if rule.strength is Strength.BINDS:
        assert named.strength.binds
    if rule.strength is Strength.ADVISES:
        assert named.strength.binds or named.strength.advises
    if rule.strength is Strength.RELATED:
        assert named.where != "Email signatures"
    assert rule.message % Dots()
    assert rule.remedy % Dots()


def test_no_two_rules_share_a_code() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))


def test_personal_contacts_are_questions_that_cite_the_communication_rule() -> None:
    found = check(
        SIGNATURE + "elena@gmail.com\nCell 406-555-0199\nfacebook.com/er", RECORD, REGISTRY
    )
    assert {(each.code, each.strength, each.clause.where) for each in found} == {
        ("personal-email", Strength.QUESTION, "Guidelines"),
        ("personal-phone", Strength.QUESTION, "Guidelines"),
        ("social-link", Strength.QUESTION, "Guidelines"),
    }


def test_mandatory_findings_come_first() -> None:
    found = check('<p background="x.png">Grade 3 Teacher, elena@gmail.com</p>', RECORD, REGISTRY)
    assert [each.code for each in found] == ["name-missing", "wallpaper", "personal-email"]


def test_an_excerpt_is_short_and_never_quotes_an_embedded_picture() -> None:
    data = "data:image/png;base64," + "A" * 5000
    (found,) = check(f"<p>{SIGNATURE}<img src='{data}' alt='x'></p>", RECORD, REGISTRY)
    assert found.excerpt == "data:image/png…"


def test_without_a_record_any_name_and_any_title_will_do() -> None:
    assert check("Ana Ruiz\nSchool Counselor\nana.ruiz@larkspur.example", None, REGISTRY) == ()
    text = "School Counselor\nLarkspur Valley Public Schools\nana.ruiz@larkspur.example"
    assert [each.code for each in check(text, None, REGISTRY)] == ["name-missing"]
    found = check("go griz", None, REGISTRY)
    assert [each.code for each in found] == ["name-missing", "title-missing", "contact-missing"]


def test_findings_with_the_same_text_are_one_point_with_its_places() -> None:
    found = check(
        f'<body background="a.png"><p>{SIGNATURE}</p><table background="b.png">', RECORD, REGISTRY
    )
    (point,) = grouped(found)
    assert point.finding.code == "wallpaper"
    assert point.places == ('body background="a.png"', 'table background="b.png"')


def test_an_excerpt_in_the_text_is_not_repeated_as_a_place() -> None:
    (point,) = grouped(check(SIGNATURE + "elena@gmail.com", RECORD, REGISTRY))
    assert point.places == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Find me on Facebook", "social-link"),
        ("Find me on WhatsApp", "invites-messages"),
        ("Message me on Facebook", "invites-messages"),
        ("Find me on Facebook: facebook.com/er", "social-link"),
    ],
)
def test_an_account_causes_one_question(line: str, code: str) -> None:
    assert [each.code for each in check(SIGNATURE + line, RECORD, REGISTRY)] == [code]


def test_a_link_with_text_causes_one_question() -> None:
    link = '<a href="https://www.facebook.com/er">Find me on Facebook</a>'
    found = check(f"<p>{SIGNATURE}</p>{link}", RECORD, REGISTRY)
    assert [each.excerpt for each in found] == ["facebook.com/er"]
