"""Reading and writing translations without gettext on the machine."""

import gettext
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.catalog import Catalog, CatalogError, Entry, compiled, faults, read, write

HEADER = (
    "Language: es\nContent-Type: text/plain; charset=UTF-8\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
)
# What a person may write in a sentence, without control characters.
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]) | st.sampled_from('\n\t"\\'),
    min_size=1,
    max_size=40,
)
ENTRIES = st.builds(
    Entry,
    text=WORDS,
    context=WORDS | st.just(""),
    translations=st.lists(WORDS, min_size=1, max_size=1),
    places=st.lists(
        st.sampled_from(["templates/base.html", "classroom/presentation/feeds.py"]), unique=True
    ).map(sorted),
)


def translations(catalog: Catalog) -> gettext.GNUTranslations:
    """The catalog as Python's own reader of compiled files parses it."""
    return gettext.GNUTranslations(io.BytesIO(compiled(catalog)))


@given(st.lists(ENTRIES, max_size=8, unique_by=lambda entry: entry.key))
def test_a_written_catalog_is_parsed_to_the_same(entries: list[Entry]) -> None:
    catalog = Catalog(HEADER, entries)
    assert read(write(catalog)) == catalog


@given(st.lists(ENTRIES, max_size=8, unique_by=lambda entry: entry.key))
def test_compiled_strings_are_found_under_their_context(entries: list[Entry]) -> None:
    found = translations(Catalog(HEADER, entries))
    for entry in entries:
        if entry.context:
            assert found.pgettext(entry.context, entry.text) == entry.translations[0]
        else:
            assert found.gettext(entry.text) == entry.translations[0]


@pytest.mark.parametrize("number, expected", [(1, "una clase"), (2, "dos o más clases")])
def test_a_count_selects_its_plural_form(number: int, expected: str) -> None:
    entry = Entry("a class", plural="classes", translations=["una clase", "dos o más clases"])
    found = translations(Catalog(HEADER, [entry]))
    assert found.ngettext("a class", "classes", number) == expected


@pytest.mark.parametrize("given_texts", [[], [""], ["una clase", ""]])
def test_the_english_is_used_if_a_translation_is_incomplete(given_texts: list[str]) -> None:
    entry = Entry("a class", plural="classes", translations=given_texts)
    assert not entry.done
    found = translations(Catalog(HEADER, [entry]))
    assert found.ngettext("a class", "classes", 1) == "a class"


def test_a_string_over_several_lines_is_one_string() -> None:
    source = 'msgid ""\n"Find your "\n"child\'s class"\nmsgstr "Encuentre "\n"la clase"\n'
    (entry,) = read(source).entries
    assert (entry.text, entry.translations) == ("Find your child's class", ["Encuentre la clase"])


def test_the_header_determines_the_number_of_plural_forms() -> None:
    source = write(Catalog(HEADER, [Entry("a class", plural="classes")]))
    assert [line for line in source.splitlines() if line.startswith("msgstr[")] == [
        'msgstr[0] ""',
        'msgstr[1] ""',
    ]


def test_the_output_depends_only_on_the_catalog() -> None:
    source = write(Catalog(HEADER, [Entry("School", translations=["Escuela"])]))
    assert "Babel" not in source
    assert "Date" not in source


def test_an_invalid_line_is_reported_with_its_number() -> None:
    with pytest.raises(CatalogError, match="line 2"):
        read('msgid "School"\nEscuela\n')


@pytest.mark.parametrize("text, translation, number", [
    ("Next update %(day)s", "Próxima actualización el %(day)s", 0),
    ("Next update %(day)s", "Próxima actualización", 1),
    ("Next update %(day)s", "Próxima actualización el %(dia)s", 1),
    ("Grade {number}", "Grado {number}", 0),
    ("Grade {number}", "Grado {numero}", 1),
    ("School", "Escuela", 0),
    ("School", " Escuela", 1),
    ("School", "", 0),
])  # fmt: skip
def test_a_translation_has_the_same_placeholders_as_the_english(
    text: str, translation: str, number: int
) -> None:
    assert len(list(faults(Entry(text, translations=[translation])))) == number
