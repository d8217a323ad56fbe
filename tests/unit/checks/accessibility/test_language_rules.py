"""Languages: codes that exist, passages that are what they say they are."""

import pytest

from district_cms.checks.accessibility import check_html
from district_cms.checks.accessibility.language import (
    RULES,
    check_text_language,
    primary_language,
)
from district_cms.checks.accessibility.speech import could_be, language_of

OWN = {rule.id for rule in RULES}
ENGLISH = "Please bring the form that you have signed to the office of the school."
SPANISH = "Traiga por favor a la oficina de la escuela el formulario que usted ha firmado."


def rules(html: str, language: str = "en") -> list[str]:
    return [fault.rule for fault in check_html(html, language=language) if fault.rule in OWN]


@pytest.mark.parametrize(
    "tag, language",
    [
        ("en", "en"),
        ("es-MX", "es"),
        ("ES", "es"),
        ("es-419", "es"),
        ("zh-Hans-CN", "zh"),
        ("sr-Latn-RS", "sr"),
        ("en-US-GB", ""),
        ("zh-min-nan", "nan"),
        ("bla", "bla"),  # Blackfoot
        ("cro", "cro"),  # Crow
        ("hmn", "hmn"),  # Hmong
        ("prs", "prs"),  # Dari
        ("swc", "swc"),  # Swahili as Congo speaks it
        ("qaa", "qaa"),
        ("en_US", ""),
        ("spa", ""),
        ("spanish", ""),
        ("xx", ""),
        ("e", ""),
        ("es-", ""),
        ("-es", ""),
        ("es--MX", ""),
        (" es", ""),
        ("", ""),
        ("x-home", ""),
        ("i-klingon", "tlh"),
        ("und", "und"),
        ("ger", ""),
        ("es-123456789", ""),
    ],
)
def test_a_tag_begins_with_a_registered_language(tag: str, language: str) -> None:
    assert primary_language(tag) == language


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
def test_a_marked_passage_has_a_language_and_is_in_it(html: str, expected: list[str]) -> None:
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
    ],
)  # fmt: skip
def test_a_passage_in_another_language_is_asked_about(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


def test_on_a_spanish_page_the_english_passage_is_the_one_that_is_asked_about() -> None:
    html = f"<p>{SPANISH}</p><p>{ENGLISH}</p>"
    (fault,) = check_html(html, language="es")
    assert fault.rule == "lang-part-missing"
    assert dict(fault.params) == {"told": "es", "found": "en"}
    assert fault.selector == "p:nth-of-type(2)"


def test_a_page_that_is_in_another_language_throughout_is_told_at_its_first_passages() -> None:
    assert rules(f"<p>{SPANISH}</p>" * 50) == ["lang-part-missing"] * 10


@pytest.mark.parametrize(
    "text, language",
    [
        (ENGLISH, "en"),
        (SPANISH, "es"),
        ("Nous vous prions de venir à l'école avec les enfants pour la fête.", "fr"),
        ("Wir bitten die Eltern, mit den Kindern zu dem Fest der Schule zu kommen.", "de"),
        ("Pedimos que você não se esqueça de assinar o formulário com uma caneta.", "pt"),
        ("Gli studenti della classe sono invitati alla festa che si tiene nella scuola.", "it"),
        ("Wij vragen u om het formulier voor vrijdag aan de school te geven.", "nl"),
        ("Tanpri vini nan lekòl la ak pitit ou pou fèt la, paske nou ap tann ou.", "ht"),
        ("Pakidala po ang inyong anak sa paaralan para sa mga aralin.", "tl"),
        ("Math", ""),
        ("Ms. Rivera, Room 12, 406-555-0123", ""),
        ("", ""),
        ("12345 67890", ""),
    ],
)
def test_a_sentence_tells_its_language_and_a_word_does_not(text: str, language: str) -> None:
    assert language_of(text) == language


def test_what_two_languages_share_could_be_either() -> None:
    assert could_be("Paul put dire comment on tape", "en")
    assert could_be("Paul put dire comment on tape", "fr")


def test_of_a_language_that_is_not_known_here_only_english_is_told_apart() -> None:
    assert not could_be(ENGLISH, "chy")
    assert could_be(SPANISH, "gl")


@pytest.mark.parametrize(
    "text, language, expected",
    [
        (ENGLISH, "en", []),
        (SPANISH, "en", ["lang-part-missing"]),
        (SPANISH, "es", []),
        (ENGLISH, "es", ["lang-part-missing"]),
        ("", "en", []),
    ],
)
def test_a_plain_text_is_in_the_language_of_its_page(
    text: str, language: str, expected: list[str]
) -> None:
    assert [fault.rule for fault in check_text_language(text, language)] == expected
