"""Spanish beside the office's own texts: who sees which, and what is noticed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from lxml.html import HtmlElement
from wagtail.fields import RichTextField, StreamField
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from district_cms.demo.content_files import district as content
from district_cms.demo.content_files import rich
from district_cms.people.roles import Role
from district_cms.publishing.gate import PublishBlocked
from district_cms.schools.models import DistrictPage, SchoolPage, StandardPage
from district_cms.schools.models.translated import TranslatedPage
from district_cms.schools.richtext import PROSE_FEATURES
from tests.factories.district import District
from tests.factories.pages import (
    make_curriculum_page,
    make_school,
    make_standard_page,
)
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db

BODY = [("prose", "<h2>How to sign up</h2><p>Bring two papers to the office of the school.</p>")]
CUERPO = [
    ("prose", "<h2>Cómo inscribirse</h2><p>Traiga dos documentos a la oficina de la escuela.</p>")
]
SPANISH: dict[str, Any] = {
    "title_es": "Inscripción",
    "introduction_es": "Así inscribe usted a su hijo o a su hija en nuestras escuelas.",
    "body_es": CUERPO,
}
ENGLISH: dict[str, Any] = {
    "title": "Enrollment",
    "slug": "enrollment",
    "introduction": "This is how you sign up your child in our schools.",
    "body": BODY,
}


def language_of(page: HtmlElement, words: str) -> str:
    (found,) = page.xpath("//main//*[contains(text(), $words)]/ancestor-or-self::*[@lang][1]/@lang",
                          words=words)  # fmt: skip
    return str(found)


def read(page: Any, language: str = "es") -> HtmlElement:
    response = Client().get(page.url, {"lang": language})
    assert response.status_code == 200
    return html.fromstring(response.text)


@pytest.fixture
def enrollment(district: District) -> StandardPage:
    return make_standard_page(district.home, show_in_menus=True, **ENGLISH, **SPANISH)


def sent(page: StandardPage, **changed: Any) -> dict[str, str]:
    """The editor's form of a page, with what was typed."""
    values = {name: getattr(page, name) for name in ("title", "slug", "introduction", "title_es")}
    values |= {
        "introduction_es": page.introduction_es,
        "language": "",
        "comments": inline_formset([]),
    }
    for name in ("body", "body_es"):
        text = getattr(page, name)[0].value.source
        values[name] = streamfield([("prose", rich_text(text, features=PROSE_FEATURES))])
    return {**nested_form_data({**values, **changed})}


def test_a_page_that_is_in_spanish_itself_shows_its_own_text(district: District) -> None:
    page = make_standard_page(
        district.home,
        title="Inscripción",
        slug="inscripcion",
        language="es",
        introduction="Así inscribe usted a su hijo en nuestras escuelas.",
        title_es="Otra cosa",
    )
    assert read(page).findtext(".//h1") == "Inscripción"
    assert page.spanish == TranslatedPage.Spanish.WHOLE


def test_home_school_and_curriculum_are_read_in_spanish(district: District) -> None:
    home = district.home
    home.title_es = "Escuelas Públicas de Larkspur Valley"
    home.introduction_es = "<p>Aquí encuentra usted las páginas de cada clase.</p>"
    home.body_es = CUERPO
    home.save_revision().publish()
    school = make_school(
        home,
        title="Aspen Elementary",
        slug="aspen",
        title_es="Escuela Primaria Aspen",
        office_hours="Monday to Friday, 8 am to 4 pm",
        office_hours_es="De lunes a viernes, de 8 a. m. a 4 p. m.",
        introduction_es="<p>Una escuela pequeña junto al arroyo.</p>",
        body_es=CUERPO,
    )
    curriculum = make_curriculum_page(
        home,
        title_es="Matemáticas de tercer grado",
        summary_es="Números hasta mil.",
        body_es=CUERPO,
    )
    front = read(home)
    assert language_of(front, "Escuelas Públicas de Larkspur Valley") == "es"
    assert language_of(front, "Aquí encuentra usted") == "es"
    assert "Escuela Primaria Aspen" in front.text_content()
    page = read(school)
    assert language_of(page, "De lunes a viernes") == "es"
    assert language_of(page, "Una escuela pequeña") == "es"
    assert language_of(read(curriculum), "Números hasta mil.") == "es"
    section = read(curriculum.get_parent())
    assert language_of(section, "Matemáticas de tercer grado") == "es"
    assert language_of(section, "Números hasta mil.") == "es"
    assert "Matemáticas de tercer grado" not in read(curriculum.get_parent(), "en").text_content()


# ---------------------------------------------------------------- the gate
def rules_of(page: Any) -> set[tuple[str, str | None]]:
    return {(found.rule, found.field) for found in page.publish_findings()}


def test_the_spanish_passes_the_same_gate(enrollment: StandardPage) -> None:
    enrollment.introduction_es = "Su hija Mia Torres sacó un 95 en el examen de matemáticas."
    enrollment.body_es = [("prose", '<p>Haga clic <a href="https://a.example">aquí</a>.</p>')]
    fields = {field for rule, field in rules_of(enrollment)}
    assert {"introduction_es", "body_es"} <= fields
    with pytest.raises(PublishBlocked):
        enrollment.save_revision().publish()


@pytest.mark.parametrize("model, name", [
    (model, f"{name}_es") for model in TranslatedPage.__subclasses__() for name in model.own_texts
])  # fmt: skip
def test_of_every_type_each_text_in_spanish_is_read(
    model: type[TranslatedPage], name: str, district: District
) -> None:
    page, field = model(title="Enrollment"), model._meta.get_field(name)

    def rules(text: str) -> set[str]:
        value: Any = f"<p>{text}</p>"
        if isinstance(field, StreamField):
            value = field.stream_block.to_python([{"type": "prose", "value": value}])
        setattr(page, name, value if isinstance(field, StreamField | RichTextField) else text)
        return {rule for rule, words_of in rules_of(page) if words_of == name}

    assert "grade-beside-name" in rules("Su hija Mia Torres sacó un 95 en el examen.")
    assert rules(ENGLISH["introduction"]) & {"lang-field-unmarked", "lang-part-missing"}
    assert rules(SPANISH["introduction_es"]) == set()


@pytest.mark.parametrize("row", content()["standard_pages"], ids=lambda row: row["slug"])
def test_the_demo_s_spanish_passes_without_a_question(row: Any, district: District) -> None:
    fields = {name: row[name] for name in ("title", "slug", "introduction")}
    spanish = {name: row.get(name, "") for name in ("title_es", "introduction_es")}
    page = StandardPage(**fields, **spanish, body=[("prose", rich(row["paragraphs"]))])
    page.body_es = [("prose", rich(row.get("paragraphs_es", [])))]
    assert rules_of(page) == set()


@pytest.mark.parametrize("row", content()["schools"], ids=lambda row: row["key"])
def test_the_demo_s_schools_pass_in_spanish_too(row: Any, district: District) -> None:
    spanish = {"office_hours_es": row.get("office_hours_es", "")}
    spanish["introduction_es"] = rich(row.get("introduction_es", ""))
    page = SchoolPage(title=row["title"], slug=row["slug"], **spanish)
    page.body_es = [("prose", rich(row.get("body_es", [])))]
    assert rules_of(page) == set()


# ---------------------------------------------------------------- the office
@pytest.fixture
def office(district: District, client: Client) -> Client:
    client.force_login(make_account(Role.COMMUNICATIONS))
    return client


def edit_url(page: StandardPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_the_tick_is_for_what_stands_beside_it_and_not_for_what_is_changed_with_it(
    enrollment: StandardPage, office: Client
) -> None:
    changed: dict[str, Any] = {"introduction": "This is how you sign up your child with us."}
    office.post(edit_url(enrollment), sent(enrollment, **changed))
    prose = rich_text("<p>Bring three papers, and your child.</p>", features=PROSE_FEATURES)
    changed["body"] = streamfield([("prose", prose)])
    ticked = sent(enrollment, **changed, says_the_same="on", **{"action-publish": "1"})
    asked = office.post(edit_url(enrollment), ticked)
    assert asked.status_code == 200
    assert "The original text was changed after this Spanish text was written." in asked.text
    page = enrollment.get_latest_revision_as_object()
    office.post(edit_url(enrollment), {**ticked, "action-publish": ""})
    page = StandardPage.objects.get(pk=enrollment.pk).get_latest_revision_as_object()
    assert [name for name, _mark in page.behind()] == ["body_es"]


def test_a_preview_shows_the_spanish(enrollment: StandardPage, office: Client) -> None:
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[enrollment.pk])
    assert office.post(address, sent(enrollment)).json()["is_valid"]
    assert "Traiga dos documentos" in office.get(address, {"mode": "es"}).text
    assert "Bring two papers" in office.get(address, {"mode": ""}).text


def test_every_type_of_the_district_s_own_pages_has_spanish() -> None:
    with_spanish = {model.__name__ for model in TranslatedPage.__subclasses__()}
    assert with_spanish == {
        "HomePage",
        "SchoolPage",
        "StandardPage",
        "CurriculumIndexPage",
        "CurriculumPage",
    }
    for model in TranslatedPage.__subclasses__():
        fields = {field.name for field in model._meta.concrete_fields}
        assert {f"{name}_es" for name in model.own_texts} <= fields
        assert issubclass(model, DistrictPage)
