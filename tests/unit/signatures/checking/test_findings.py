"""What a finding says, and how strongly: never more than its clause."""

import pytest

from district_cms.checks.rules import Dots
from district_cms.procedure.clauses import clause
from signatures.checking import RULES, Registry, Rule, Strength, check
from signatures.checking.findings import grouped
from signatures.checking.folder import RULES as OF_FILES

from .samples import RECORD, REGISTRY

SIGNATURE = "Elena Rivera\nGrade 3 Teacher\n406-555-0112\n"


@pytest.mark.parametrize("rule", [*RULES, *OF_FILES], ids=lambda rule: rule.code)
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
    codes = [rule.code for rule in (*RULES, *OF_FILES)]
    assert len(codes) == len(set(codes))


def test_what_is_personal_is_a_question_that_cites_the_rule_about_communication() -> None:
    found = check(
        SIGNATURE + "elena@gmail.com\nCell 406-555-0199\nfacebook.com/er", RECORD, REGISTRY
    )
    assert {(each.code, each.strength, each.clause.where) for each in found} == {
        ("personal-email", Strength.QUESTION, "Guidelines"),
        ("personal-phone", Strength.QUESTION, "Guidelines"),
        ("social-link", Strength.QUESTION, "Guidelines"),
    }


def test_what_binds_comes_first() -> None:
    found = check('<p background="x.png">Grade 3 Teacher, elena@gmail.com</p>', RECORD, REGISTRY)
    assert [each.code for each in found] == ["name-missing", "wallpaper", "personal-email"]


def test_an_excerpt_is_short_and_a_picture_in_it_is_not_quoted() -> None:
    data = "data:image/png;base64," + "A" * 5000
    (found,) = check(f"<p>{SIGNATURE}<img src='{data}' alt='x'></p>", RECORD, REGISTRY)
    assert found.excerpt == "data:image/png…"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("(she/her)", "text-unlisted"),
        ("Go Griz!", "text-unlisted"),
        ("This message may be confidential; delete it if it is not yours.", "text-unlisted"),
        ("“Reading is a window and a door.” – A. Teacher", "quote-unlisted"),
        ("Reading is a window\n– A. Teacher", "quote-unlisted"),
        ("Every child is a reader who waits for the right book", "text-unlisted"),
        ("Juniper Creek Elementary, 210 Juniper Lane", None),
        ("Larkspur, MT 59801", None),
        ("Member, National Reading Circle", None),
        ("Room 12", None),
        ("Phone and fax: 406-555-0112", None),
    ],
)
def test_text_on_no_list_is_asked_about_where_the_office_wants_it(
    line: str, code: str | None
) -> None:
    asking = Registry(
        places=REGISTRY.places,
        email_domains=REGISTRY.email_domains,
        texts=("Member, National Reading Circle",),
        asks_about_other_text=True,
    )
    signature = f"{SIGNATURE}{line}\n"
    assert check(signature, RECORD, REGISTRY) == ()
    codes = {found.code for found in check(signature, RECORD, asking)}
    assert code in codes if code else not codes


def test_without_a_record_any_name_and_any_title_will_do() -> None:
    assert check("Ana Ruiz\nSchool Counselor\nana.ruiz@larkspur.example", None, REGISTRY) == ()
    text = "School Counselor\nLarkspur Valley Public Schools\nana.ruiz@larkspur.example"
    assert [each.code for each in check(text, None, REGISTRY)] == ["name-missing"]
    found = check("go griz", None, REGISTRY)
    assert [each.code for each in found] == ["name-missing", "title-missing", "contact-missing"]


def test_without_a_record_a_disguised_name_is_seen() -> None:
    found = check("A\u200bna Ruiz\nCounselor\nana.ruiz@larkspur.example", None, REGISTRY)
    assert [each.code for each in found] == ["name-lookalike"]


def test_what_says_the_same_is_one_point_with_its_places() -> None:
    found = check(
        f'<body background="a.png"><p>{SIGNATURE}</p><table background="b.png">', RECORD, REGISTRY
    )
    (point,) = grouped(found)
    assert point.finding.code == "wallpaper"
    assert point.places == ('body background="a.png"', 'table background="b.png"')


def test_what_the_words_quote_is_not_told_again_as_a_place() -> None:
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
def test_an_account_is_asked_about_once(line: str, code: str) -> None:
    assert [each.code for each in check(SIGNATURE + line, RECORD, REGISTRY)] == [code]


def test_a_link_under_words_is_asked_about_once() -> None:
    link = '<a href="https://www.facebook.com/er">Find me on Facebook</a>'
    found = check(f"<p>{SIGNATURE}</p>{link}", RECORD, REGISTRY)
    assert [each.excerpt for each in found] == ["facebook.com/er"]
