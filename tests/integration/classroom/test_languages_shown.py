"""Text for families has its language: on the page, in lists, in feeds, in messages."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from lxml import etree
from lxml import html as lxml_html
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from classroom.models import UpdatePage
from classroom.presentation.cards import line
from tests.factories.district import District
from tests.factories.pages import make_update, update_content

pytestmark = pytest.mark.django_db

SPANISH = "Traigan por favor los libros de la biblioteca antes del viernes."
ENGLISH = "We read maps in pairs."
ARABIC = "يرجى إعادة كتب المكتبة قبل يوم الجمعة."
TABLE = {
    "data": [["Día", "Tarea"], ["Lunes", "Leer"]],
    "first_row_is_table_header": True,
    "first_col_is_header": False,
    "table_caption": "Tarea de la semana",
    "table_header_choice": "row",
    "language": "es",
}


@pytest.fixture
def update(district: District) -> UpdatePage:
    return make_update(
        district.classroom,
        **update_content(
            district.curriculum,
            lesson=[
                ("prose", f'<p>{ENGLISH} <span lang="es">{SPANISH}</span></p>'),
                ("prose", f'<p lang="ar" dir="rtl">{ARABIC}</p>'),
                ("table", TABLE),
                (
                    "call_out",
                    {
                        "title": "Libros",
                        "body": f"<p>{SPANISH}</p>",
                        "tone": "important",
                        "language": "es",
                    },
                ),
            ],
            assignments=[("assignment", {"title": "Leer 20 minutos", "language": "es"})],
            events_none=False,
            events=[
                (
                    "event",
                    {"title": "Noche de lectura", "date": dt.date(2026, 12, 3), "language": "es"},
                )
            ],
        ),
    )


def language_of(html: str, words: str) -> tuple[str | None, str | None]:
    """Returns `lang` and `dir` of the closest element around a text that has them."""
    tree = lxml_html.fromstring(html)
    (found,) = [
        e for e in tree.iter() if words in (e.text or "") and e.tag not in ("title", "a", "script")
    ]
    around = [found, *found.iterancestors()]
    language = next((e.get("lang") for e in around if e.get("lang")), None)
    return language, next((e.get("dir") for e in around if e.get("dir")), None)


def test_each_passage_and_block_has_its_language_on_the_page(
    update: UpdatePage, client: Client
) -> None:
    page = client.get(update.url).text
    for words in ("Leer 20 minutos", "Noche de lectura", "Tarea de la semana", "Libros"):
        assert language_of(page, words)[0] == "es", words
    assert page.count(f'<span lang="es">{SPANISH}</span>') == 1
    assert f'<p lang="ar" dir="rtl">{ARABIC}</p>' in page
    # The site's own text stays in the reader's language.
    assert language_of(page, "Important")[0] == "en"


def test_a_page_in_another_language_keeps_its_frame_in_the_readers_language(
    district: District, client: Client
) -> None:
    content = update_content(
        district.curriculum, title=ARABIC, language="ar", lesson=[("prose", f"<p>{ARABIC}</p>")]
    )
    content |= {"assignments": [], "assignments_none": True}
    update = make_update(district.classroom, **content)
    page = client.get(update.url).text
    tree = lxml_html.fromstring(page)
    assert tree.get("lang") == "en"
    (title,) = tree.xpath("//h1")
    assert (title.get("lang"), title.get("dir")) == ("ar", "rtl")
    # In the list of the class, under a title in English.
    classroom = client.get(district.classroom.url).text
    assert 'lang="ar" dir="rtl"' in classroom
    shown: Any = line(update, None)  # type: ignore[arg-type]
    assert (shown["language"], shown["excerpt_language"]) == ("ar", "ar")


def test_a_feed_entry_in_another_language_has_its_language(
    district: District, client: Client
) -> None:
    for title, language, day in (("Halves", "", 24), ("Mitades", "es", 25)):
        content = update_content(district.curriculum, title=title, language=language)
        if language:
            content |= {
                "lesson": [("prose", f"<p>{SPANISH}</p>")],
                "assignments": [],
                "assignments_none": True,
            }
        make_update(district.classroom, **content | {"period_start": dt.date(2026, 11, day)})
    feed = etree.fromstring(client.get(f"{district.classroom.url}feed/").content)
    name = "{http://www.w3.org/XML/1998/namespace}lang"
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    told = {
        entry.findtext("{http://www.w3.org/2005/Atom}title"): entry.get(name) for entry in entries
    }
    assert told == {"Halves": None, "Mitades": "es"}
    assert feed.get(name) == "en"


# ------------------------------------------------------------------------------ everywhere


def rich_texts() -> Iterator[tuple[str, list[str] | None]]:
    """Yields every rich text field of every model, with its features."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            name = f"{model._meta.label}.{field.name}"
            if isinstance(field, RichTextField):
                yield name, field.features
            elif isinstance(field, StreamField):
                yield from inside(name, field.stream_block)


def inside(name: str, block: Any) -> Iterator[tuple[str, list[str] | None]]:
    if isinstance(block, blocks.RichTextBlock):
        yield name, block.features
    children = dict(getattr(block, "child_blocks", {}))
    if isinstance(block, blocks.ListBlock):
        children["item"] = block.child_block
    for key, child in children.items():
        yield from inside(f"{name}.{key}", child)


def test_every_rich_text_can_mark_the_language_of_a_passage() -> None:
    found = dict(rich_texts())
    assert len(found) > 15
    assert [name for name, features in found.items() if "language" not in (features or ())] == []


def silent_blocks(name: str, block: Any) -> Iterator[str]:
    """Yields blocks with plain text that people read, but without a language field."""
    children = dict(getattr(block, "child_blocks", {}))
    if isinstance(block, blocks.StructBlock):
        words = [child for child in children.values() if type(child) is blocks.CharBlock]
        if words and not getattr(children.get("language"), "says_language", False):
            yield name
    for key, child in children.items():
        yield from silent_blocks(f"{name}.{key}", child)


def test_every_block_with_words_can_have_a_language() -> None:
    streams = {
        f"{model._meta.label}.{field.name}": field.stream_block
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    }
    assert len(streams) > 5
    silent = [one for name, block in streams.items() for one in silent_blocks(name, block)]
    # Its reason is in the language of the page, as the reasons of the parts with columns.
    assert silent == ["classroom.UpdatePage.further.nothing"]
