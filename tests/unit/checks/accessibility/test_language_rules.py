"""Languages: codes that exist, and passages in the language of their mark."""

import pytest

from district_cms.checks.accessibility import check_html
from district_cms.checks.accessibility.language import RULES, check_text_language
from district_cms.checks.describing import describe

OWN = {rule.id for rule in RULES}
ENGLISH = "Please bring the form that you have signed to the office of the school."
SPANISH = "Traiga por favor a la oficina de la escuela el formulario que usted ha firmado."


def rules(html: str, language: str = "en") -> list[str]:
    return [fault.rule for fault in check_html(html, language=language) if fault.rule in OWN]


@pytest.mark.parametrize(
    "html, expected",
    [
        (f'<p lang="es">{SPANISH}</p>', []),
        (f'<p lang="es-MX">{SPANISH}</p>', []),
        (f'<p>He said: <span lang="fr">au revoir</span>. {ENGLISH}</p>', []),
        (f'<p lang="spanish">{SPANISH}</p>', ["lang-part-invalid"]),
        ('<p>Say <span lang="spa">hola</span>.</p>', ["lang-part-invalid"]),
        ('<p lang=" ">Hello</p>', ["lang-part-invalid"]),
        ('<p lang="">Hello</p>', []),
        ('<p lang="xx"></p>', []),
        ('<p lang="xx"> <br> </p>', []),
        ('<p lang="xx" hidden>Hello</p>', []),
        ('<p lang="xx"><span hidden>Hello</span></p>', []),
        ('<p lang="xx"><b lang="en">Hello</b></p>', []),
        ('<p lang="xx"><img src="a.png" alt="A leaf"></p>', ["lang-part-invalid"]),
        ('<p lang="xx"><img src="a.png" alt=""></p>', []),
        (f'<p lang="es">{ENGLISH}</p>', ["lang-part-wrong"]),
        (f'<p lang="en">{SPANISH}</p>', ["lang-part-wrong"]),
        (f'<p lang="fr"><b>{ENGLISH}</b></p>', ["lang-part-wrong"]),
        (f'<div lang="es"><p>{SPANISH}</p><p lang="en">{ENGLISH}</p></div>', []),
        (f'<div lang="es"><p>{SPANISH}</p><p>{ENGLISH}</p></div>', ["lang-part-missing"]),
        ('<p lang="es">Lunes: Math and Art</p>', []),
    ],
)
def test_a_marked_passage_is_in_the_language_of_its_mark(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        (f"<p>{ENGLISH}</p>", []),
        (f"<p>{SPANISH}</p>", ["lang-part-missing"]),
        (f"<ul><li>{ENGLISH}</li><li>{SPANISH}</li></ul>", ["lang-part-missing"]),
        (f"<p>{ENGLISH}</p><p><b>{SPANISH}</b></p>", ["lang-part-missing"]),
        ("<p>Добро пожаловать в нашу школу.</p>", ["lang-part-missing"]),
        ("<p>歡迎來到我們的學校</p>", ["lang-part-missing"]),
        ("<p>مرحبا بكم في مدرستنا</p>", ["lang-part-missing"]),
        ("<p>Chào mừng quý phụ huynh đến với trường của chúng tôi và các em.</p>",
         ["lang-part-missing"]),
        (f"<p hidden>{SPANISH}</p>", []),
        (f'<p aria-hidden="true">{SPANISH}</p>', []),
        ("<p>¡Feliz cumpleaños!</p>", []),
        ("<p>Los Angeles and Las Vegas are cities; La Brea is a street.</p>", []),
        ("<p>We read “Como agua para chocolate” in April.</p>", []),
        ("<p>el perro: the dog; la casa: the house; los libros: the books</p>", []),
        ("<p>Say each one in Spanish: son las tres, son las siete y media.</p>", []),
        ("<p>The word 学校 means school.</p>", []),
        ("<p>El Niño brought the rain to California in the winter of that year.</p>", []),
        ("<ul><li><em>Como agua para chocolate</em></li><li><i>La casa de papel roja</i></li></ul>",
         []),
        (f"<p>{ENGLISH} {SPANISH}</p>", ["lang-part-missing"]),
        (f"<p>{ENGLISH * 20} {SPANISH}</p>", ["lang-part-missing"]),
        (f"<p><em>{SPANISH}</em></p>", ["lang-part-missing"]),
        (f'<p>{ENGLISH} <span lang="es">{SPANISH}</span></p>', []),
        (f'<p><span lang="es">{SPANISH} {ENGLISH}</span></p>', ["lang-part-missing"]),
        (f'<p><span lang="es">{SPANISH}</span> {SPANISH}</p>', ["lang-part-missing"]),
    ],
)  # fmt: skip
def test_a_passage_in_another_language_is_asked_about(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


def test_on_a_spanish_page_an_english_passage_is_asked_about() -> None:
    html = f"<p>{SPANISH}</p><p>{ENGLISH}</p>"
    (fault,) = check_html(html, language="es")
    assert fault.rule == "lang-part-missing"
    assert dict(fault.params) == {"declared": "es", "detected": "en", "passage": ENGLISH}
    assert fault.selector == "p:nth-of-type(2)"


def test_a_page_in_another_language_is_reported_at_its_first_passages() -> None:
    assert rules(f"<p>{SPANISH}</p>" * 50) == ["lang-part-missing"] * 10


@pytest.mark.parametrize(
    "text, language, expected",
    [
        (ENGLISH, "en", []),
        (SPANISH, "en", ["lang-field-unmarked"]),
        (SPANISH, "es", []),
        (ENGLISH, "es", ["lang-field-unmarked"]),
        (f"{ENGLISH} {SPANISH}", "en", ["lang-field-unmarked"]),
        ("", "en", []),
    ],
)
def test_a_plain_text_is_in_the_language_of_its_page(
    text: str, language: str, expected: list[str]
) -> None:
    assert [fault.rule for fault in check_text_language(text, language)] == expected


def quoted(html: str) -> list[str]:
    return [dict(fault.params)["passage"] for fault in check_html(html) if fault.rule in OWN]


def test_the_question_is_about_the_passage_alone() -> None:
    more = "No habrá clases el lunes por el día festivo."
    html = f"<p>{ENGLISH} {SPANISH} {more} {ENGLISH}</p><p>¡Hola! {more}</p>"
    assert quoted(html) == [f"{SPANISH} {more}", f"¡Hola! {more}"]


VIETNAMESE = "Xin quý phụ huynh trả sách thư viện trước thứ Sáu."


def test_a_wrong_mark_is_refused_with_both_languages() -> None:
    (fault,) = check_html(f'<p><span lang="es">{VIETNAMESE}</span></p>')
    assert fault.rule == "lang-part-wrong"
    assert describe(fault).message == (
        f"“{VIETNAMESE}” is marked as Spanish, but looks like Vietnamese."
    )


def test_the_question_names_the_language_and_says_where_it_is_chosen() -> None:
    (fault,) = check_html(f"<p>{SPANISH}</p>")
    finding = describe(fault)
    assert str(finding.message).startswith("This passage looks like Spanish")
    assert "choose Spanish under “Language” below this text" in str(finding.fix)
    assert (finding.language, finding.passage) == ("es", SPANISH)


@pytest.mark.parametrize(
    "rule, where",
    [
        ("lang-block-unmarked", "choose it under “Language of the block”"),
        ("lang-page-unmarked", "choose it under “Language of this page”"),
        ("lang-field-unmarked", "Write this field in English"),
    ],
)
def test_the_question_about_a_plain_text_says_where_to_choose_its_language(
    rule: str, where: str
) -> None:
    (fault,) = check_text_language(SPANISH, rule=rule)
    assert fault.rule == rule
    assert where in str(describe(fault).fix)
    assert "Spanish" in str(describe(fault).message)


def test_a_few_repeated_words_are_no_passage() -> None:
    html = '<p><a href="/s/"><img src="h.jpg" alt="Order spirit wear"></a> '
    html += '<a href="/s/">Order spirit wear</a></p>'
    assert [fault.rule for fault in check_html(html)] == []
