"""Spanish beside the office's own texts: who sees which, and what is noticed."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from lxml import html
from lxml.html import HtmlElement
from wagtail.fields import RichTextField, StreamField
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from district_cms.demo.content_files import district as content
from district_cms.demo.content_files import rich
from district_cms.people.roles import Role
from district_cms.publishing.mechanism import PublishBlocked
from district_cms.schools.languages.behind import SPANISH_BEHIND
from district_cms.schools.languages.titles import title_read
from district_cms.schools.models import DistrictPage, SchoolPage, StandardPage
from district_cms.schools.models.translated import TranslatedPage
from district_cms.schools.richtext import PROSE_FEATURES
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District
from tests.factories.pages import (
    make_curriculum_page,
    make_school,
    make_standard_page,
    make_update,
    update_content,
)
from tests.factories.people import make_account
from tests.integration.conftest import Clock

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


def test_in_the_editor_the_box_is_in_spanish_and_not_the_words_around_it(
    enrollment: StandardPage,
) -> None:
    client = Client()
    client.force_login(make_account(Role.COMMUNICATIONS))
    form = html.fromstring(
        client.get(reverse("wagtailadmin_pages:edit", args=[enrollment.pk])).text
    )
    for name in ("title_es", "introduction_es"):
        (box,) = form.xpath(f"//*[@name='{name}']")
        assert box.get("lang") == "es"
        assert [each.tag for each in box.iterancestors() if each.get("lang")] == ["html"]


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


# ---------------------------------------------------------------- what families read
def test_each_reader_gets_the_text_in_their_language(enrollment: StandardPage) -> None:
    spanish, english = read(enrollment), read(enrollment, "en")
    assert spanish.findtext(".//h1") == "Inscripción"
    assert language_of(spanish, "Traiga dos documentos") == "es"
    assert "Bring two papers" not in spanish.text_content()
    assert english.findtext(".//h1") == "Enrollment"
    assert language_of(english, "Bring two papers") == "en"
    assert "Traiga" not in english.text_content()
    assert "El texto de esta página está en inglés." not in spanish.text_content()


def test_what_has_no_spanish_is_shown_in_english_and_marked(district: District) -> None:
    fields = {**SPANISH, "title_es": "", "body_es": []}
    page = read(make_standard_page(district.home, **ENGLISH, **fields))
    assert language_of(page, "Enrollment") == "en"
    assert language_of(page, "Bring two papers") == "en"
    assert language_of(page, "Así inscribe usted") == "es"
    assert "Una parte de esta página está en inglés." in page.text_content()


def test_a_page_without_any_spanish_says_that_its_text_is_in_english(district: District) -> None:
    page = read(make_standard_page(district.home, **ENGLISH))
    assert "El texto de esta página está en inglés." in page.text_content()


def test_empty_paragraphs_that_the_editor_leaves_behind_are_no_spanish(district: District) -> None:
    blank = '<p data-block-key="abcde"></p>'
    school = make_school(
        district.home,
        introduction="<p>A school beside a creek.</p>",
        introduction_es=blank,
        body_es=[("prose", blank)],
    )
    assert language_of(read(school), "A school beside a creek.") == "en"
    assert school.spanish == TranslatedPage.Spanish.NONE


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


def test_the_head_is_in_the_language_of_the_address(enrollment: StandardPage) -> None:
    StandardPage.objects.update(seo_title="Sign up", search_description="How to sign up.")
    spanish, english = read(enrollment), read(enrollment, "en")
    assert spanish.findtext(".//title").startswith("Inscripción – ")
    said = spanish.xpath("//meta[@name='description' or @property='og:description']/@content")
    assert said == [SPANISH["introduction_es"]] * 2
    assert spanish.xpath("//meta[@property='og:title']/@content")[0].startswith("Inscripción")
    assert english.findtext(".//title").startswith("Sign up – ")
    assert english.xpath("//meta[@name='description']/@content") == ["How to sign up."]


def test_pages_are_called_in_the_reader_s_language_wherever_they_are_named(
    enrollment: StandardPage,
) -> None:
    below = make_standard_page(enrollment, title="Papers", slug="papers")
    spanish, english = read(below), read(below, "en")
    crumbs = "//nav[@class='breadcrumb']//a/text()"
    assert spanish.xpath(crumbs) == ["Inicio", "Inscripción"]
    assert english.xpath(crumbs) == ["Home", "Enrollment"]
    (link,) = spanish.xpath("//footer//a[text()='Inscripción']")
    assert link.get("lang") == "es"
    with translation.override("es"):
        assert title_read(below) == "Papers"


def public_addresses(district: District) -> list[str]:
    """A page of each kind that is read by everyone, and the screens that name schools."""
    news = make_activity(district.school, title="Aviso", slug="aviso")
    post = make_post(news, events=[("event", {"title": "Feria", "date": dt.date(2026, 12, 3)})])
    update = make_update(district.classroom, **update_content(district.curriculum))
    plain = make_standard_page(district.school, title="Autobuses", slug="autobuses")
    pages = [district.home, district.school, district.teacher_page, district.classroom]
    return [
        *(page.url for page in [*pages, update, news, post, plain]),
        reverse("calendars:district"),
        reverse("calendars:school", args=[district.school.slug]),
        reverse("calendars:schools"),
        *(f"/search/?q={words}" for words in ("math", "rivera", "autobuses", "aviso", "calendar")),
        f"/search/?q={district.principal_staff.family_name}",
    ]


def test_a_school_has_one_name_for_readers_of_spanish_wherever_the_site_names_it(
    district: District, clock: Clock
) -> None:
    clock("2026-11-24 09:00")
    names = {"Escuela Arroyo": district.school, "Secundaria Alondra": district.other_school}
    addresses = public_addresses(district)
    for title, school in names.items():
        school.title_es = title
        school.save_revision().publish()
    left_out = "//script"
    marked = "//*[contains(text(), 'Escuela Arroyo')]/ancestor-or-self::*[@lang][1]/@lang"
    for address in addresses:
        asked = f"{address}{'&' if '?' in address else '?'}lang=es"
        page = html.fromstring(Client().get(asked).text)
        for each in page.xpath(left_out):
            each.drop_tree()
        # Not what is drawn in the picture of a link.
        told = page.xpath("//meta[@name='description' or @property='og:title']/@content")
        said = [page.text_content(), *told]
        assert "Escuela Arroyo" in said[0], address
        for school in names.values():
            assert not [words for words in said if school.title in words], (address, said)
        assert set(page.xpath(marked)) == {"es"}, address


def test_search_engines_hear_one_name_of_a_school_in_each_language(
    district: District, clock: Clock
) -> None:
    clock("2026-11-24 09:00")
    district.school.title_es = "Escuela Arroyo"
    district.school.save_revision().publish()
    names = {"en": "Juniper Creek Elementary", "es": "Escuela Arroyo"}
    for language, name in names.items():
        for page in (district.school, district.classroom):
            read = Client().get(f"{page.url}?lang={language}").text
            data = html.fromstring(read).xpath("//script[@type='application/ld+json']/text()")[0]
            things = json.loads(data)["@graph"]
            school = next(each.get("provider", each) for each in things)
            assert (school["@type"], school["name"]) == ("School", name)


# ---------------------------------------------------------------- the search
@pytest.mark.parametrize("words", ["inscripcion", "inscribe usted", "traiga dos documentos"])
def test_spanish_words_find_the_page(words: str, enrollment: StandardPage) -> None:
    found = html.fromstring(Client().get("/search/", {"q": words, "lang": "es"}).text)
    (link,) = found.xpath("//h3[contains(@class, 'search-result__title')]/a")
    assert link.text == "Inscripción"
    assert link.getparent().get("lang") == "es"
    found = html.fromstring(Client().get("/search/", {"q": words, "lang": "en"}).text)
    assert found.xpath("//h3[contains(@class, 'search-result__title')]/a/text()") == ["Enrollment"]


def test_a_suggestion_in_spanish_finds_what_it_names(district: District) -> None:
    district.school.title_es = "Escuela Arroyo"
    district.school.save_revision().publish()
    make_standard_page(district.school, title="Buses", slug="buses", title_es="Autobuses")
    asked = {"q": "autobu", "lang": "es"}
    (label,) = Client().get(reverse("search_suggestions"), asked).json()["suggestions"]
    assert label == "Autobuses, Escuela Arroyo"
    page = html.fromstring(Client().get("/search/", {"q": label, "lang": "es"}).text)
    assert page.xpath("//h3[contains(@class, 'search-result__title')]/a/text()") == ["Autobuses"]
    offered = Client().get(reverse("search_suggestions"), {"lang": "es"}).json()["suggestions"]
    assert "Escuela Arroyo" in offered
    (choice,) = page.xpath("//option[@value=$slug]/text()", slug=district.school.slug)
    assert choice.strip() == "Escuela Arroyo"


# ---------------------------------------------------------------- kept pages
def test_a_new_spanish_title_is_read_at_once_also_where_the_page_is_named(
    enrollment: StandardPage,
) -> None:
    below = make_standard_page(enrollment, title="Papers", slug="papers")
    assert "Inscripción" in read(below).text_content()
    enrollment.title_es = "Inscribirse"
    enrollment.save_revision().publish()
    assert read(enrollment).findtext(".//h1") == "Inscribirse"
    assert "Inscribirse" in read(below).text_content()


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


def test_english_in_a_spanish_field_is_asked_about_and_spanish_is_not(
    enrollment: StandardPage,
) -> None:
    assert rules_of(enrollment) == set()
    enrollment.introduction_es = "This is how you sign up your child in our schools."
    enrollment.body_es = BODY
    assert rules_of(enrollment) == {
        ("lang-field-unmarked", "introduction_es"),
        ("lang-part-missing", "body_es"),
    }


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
        return {rule for rule, said_of in rules_of(page) if said_of == name}

    assert "grade-beside-name" in rules("Su hija Mia Torres sacó un 95 en el examen.")
    assert rules(ENGLISH["introduction"]) & {"lang-field-unmarked", "lang-part-missing"}
    assert rules(SPANISH["introduction_es"]) == set()


def test_headings_of_the_two_languages_are_read_apart(enrollment: StandardPage) -> None:
    enrollment.body = [("prose", "<h2>Papers</h2><h3>Where to get them</h3><p>At the office.</p>")]
    enrollment.body_es = [("prose", "<h3>Los documentos</h3><p>Pídalos en la oficina.</p>")]
    skipped = {field for rule, field in rules_of(enrollment) if rule.startswith("heading")}
    assert skipped == {"body_es"}
    enrollment.body_es = [("prose", "<h2>Los documentos</h2><p>Pídalos en la oficina.</p>")]
    assert not any(rule.startswith("heading") for rule, _field in rules_of(enrollment))


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


# ---------------------------------------------------------------- behind
def test_english_that_changes_leaves_the_spanish_behind(enrollment: StandardPage) -> None:
    assert enrollment.spanish == TranslatedPage.Spanish.WHOLE
    enrollment.introduction = "Sign up on the web from now on."
    assert (SPANISH_BEHIND, "introduction_es") in rules_of(enrollment)
    enrollment.save_revision().publish()
    enrollment.refresh_from_db()
    assert enrollment.spanish == TranslatedPage.Spanish.BEHIND
    assert "Así inscribe usted" in read(enrollment).text_content(), "never hidden"
    enrollment.introduction_es = "Desde ahora usted se inscribe en la red."
    assert rules_of(enrollment) == set()
    enrollment.save_revision().publish()
    enrollment.refresh_from_db()
    assert enrollment.spanish == TranslatedPage.Spanish.WHOLE


def test_each_change_of_the_english_is_asked_about_anew(enrollment: StandardPage) -> None:
    def marks() -> list[str]:
        found = enrollment.publish_findings()
        return [one.fingerprint for one in found if one.rule == SPANISH_BEHIND]

    enrollment.introduction = "Sign up on the web from now on."
    first = marks()
    enrollment.introduction = "Sign up by telephone from now on."
    assert len(first) == len(marks()) == 1
    assert first != marks()


def test_a_page_that_comes_back_from_the_editor_unchanged_is_not_behind(
    enrollment: StandardPage,
) -> None:
    """The editor gives paragraphs and blocks names of its own."""
    named = BODY[0][1].replace("<h2>", '<h2 data-block-key="aaaaa">')
    enrollment.body = [("prose", named.replace("<p>", '<p data-block-key="bbbbb">'))]
    enrollment.full_clean()
    again = enrollment.save_revision().as_object()
    assert list(enrollment.behind()) == list(again.behind()) == []


def test_a_draft_leaves_what_families_read_as_it_stands(enrollment: StandardPage) -> None:
    draft = StandardPage.objects.get(pk=enrollment.pk)
    draft.introduction = "Sign up on the web from now on."
    draft.save_revision()
    enrollment.refresh_from_db()
    assert enrollment.spanish == TranslatedPage.Spanish.WHOLE
    assert enrollment.get_latest_revision_as_object().spanish == TranslatedPage.Spanish.BEHIND


# ---------------------------------------------------------------- the office
@pytest.fixture
def office(district: District, client: Client) -> Client:
    client.force_login(make_account(Role.COMMUNICATIONS))
    return client


def edit_url(page: StandardPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_the_office_writes_spanish_beside_the_english(
    enrollment: StandardPage, office: Client
) -> None:
    page = html.fromstring(office.get(edit_url(enrollment)).text)
    (box,) = page.xpath("//*[@id='id_title_es']/ancestor-or-self::*[@lang][1]")
    assert box.get("lang") == "es"
    assert not page.xpath("//input[@name='says_the_same']")
    office.post(edit_url(enrollment), sent(enrollment, title_es="Inscribirse"))
    enrollment.refresh_from_db()
    assert enrollment.get_latest_revision_as_object().title_es == "Inscribirse"
    assert enrollment.title_es == "Inscripción"


def test_the_editor_says_what_is_behind_until_someone_says_that_it_is_right(
    enrollment: StandardPage, office: Client
) -> None:
    changed = {"introduction": "This is how you sign up your child with us."}
    office.post(edit_url(enrollment), sent(enrollment, **changed))
    shown = html.fromstring(office.get(edit_url(enrollment)).text)
    assert shown.xpath("//input[@name='says_the_same']")
    assert "Introduction in Spanish" in shown.text_content()
    blocked = office.post(
        edit_url(enrollment), sent(enrollment, **changed, **{"action-publish": "1"})
    )
    assert blocked.status_code == 200
    assert "The text was changed after this Spanish text was written." in blocked.text
    ticked = sent(enrollment, **changed, says_the_same="on", **{"action-publish": "1"})
    assert office.post(edit_url(enrollment), ticked).status_code == 302
    enrollment.refresh_from_db()
    assert enrollment.spanish == TranslatedPage.Spanish.WHOLE
    assert enrollment.introduction == changed["introduction"]


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
    assert "The text was changed after this Spanish text was written." in asked.text
    page = enrollment.get_latest_revision_as_object()
    office.post(edit_url(enrollment), {**ticked, "action-publish": ""})
    page = StandardPage.objects.get(pk=enrollment.pk).get_latest_revision_as_object()
    assert [name for name, _mark in page.behind()] == ["body_es"]


def test_office_hours_that_are_only_in_spanish_are_shown_to_who_reads_it(
    district: District,
) -> None:
    district.school.office_hours, district.school.office_hours_es = "", "De 8 a. m. a 3 p. m."
    district.school.save_revision().publish()
    assert "De 8 a. m. a 3 p. m." in read(district.school).text_content()
    assert "De 8 a. m." not in read(district.school, "en").text_content()


def test_a_preview_shows_the_spanish(enrollment: StandardPage, office: Client) -> None:
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[enrollment.pk])
    assert office.post(address, sent(enrollment)).json()["is_valid"]
    assert "Traiga dos documentos" in office.get(address, {"mode": "es"}).text
    assert "Bring two papers" in office.get(address, {"mode": ""}).text


def test_the_report_lists_first_what_is_behind(enrollment: StandardPage, office: Client) -> None:
    make_standard_page(enrollment.get_parent(), title="Only English", slug="only-english")
    enrollment.introduction = "Sign up on the web from now on."
    enrollment.save_revision().publish()
    shown = html.fromstring(office.get(reverse("pages_in_spanish")).text)
    rows = [" ".join(row.text_content().split()) for row in shown.xpath("//main//tbody/tr")]
    assert rows[0].startswith("Enrollment")
    assert "The Spanish may be out of date" in rows[0]
    assert any("Only English" in row and "Not in Spanish" in row for row in rows[1:])
    narrowed = office.get(reverse("pages_in_spanish"), {"spanish": "behind"}).text
    assert "Enrollment" in narrowed
    assert "Only English" not in narrowed


def test_the_report_is_the_office_s(district: District, client: Client) -> None:
    client.force_login(district.teacher)
    assert client.get(reverse("pages_in_spanish")).status_code in {302, 403}


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
