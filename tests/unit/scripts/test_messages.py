"""Which strings families see, and how `make messages` updates a language."""

from pathlib import Path

import pytest

from scripts import public_strings
from scripts.catalog import Catalog, Entry
from scripts.messages import bring_up_to_date, merged
from scripts.public_strings import NothingThere, collect

HEADER = "Language: es\nContent-Type: text/plain; charset=UTF-8\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one public template, one for staff, and one module."""
    for name, text in {
        "templates/base.html": (
            "{% load i18n %}{% translate 'Schools' %} {% translate 'Due' context 'work' %}"
            "{% blocktranslate count number=n trimmed %}\n {{ number }} class {% plural %}"
            " {{ number }} classes\n{% endblocktranslate %}{{ x|default:_('None yet') }}"
        ),
        "templates/schools/admin/panel.html": "{% load i18n %}{% translate 'Waiting' %}",
        "templates/notifications/email/digest.txt": "{% load i18n %}{% translate 'Schools' %}",
        "rooms.py": (
            "class Page:\n    help = _('For staff')\n"
            "    class Meta:\n        name = _('class page')\n"
            "KINDS = [('a', _('First'\n    ' and second'))]\n"
        ),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(public_strings, "SOURCES", ("rooms.py:Page.Meta.name", "rooms.py:KINDS"))
    return tmp_path


def test_public_templates_count_as_a_whole_and_modules_by_listed_names(project: Path) -> None:
    assert [(entry.context, entry.text, entry.plural) for entry in collect(project)] == [
        ("", "Schools", ""),
        ("work", "Due", ""),
        ("", "%(number)s class", "%(number)s classes"),
        ("", "None yet", ""),
        ("", "class page", ""),
        ("", "First and second", ""),
    ]


def test_a_string_knows_all_its_places(project: Path) -> None:
    assert collect(project)[0].places == [
        "templates/base.html",
        "templates/notifications/email/digest.txt",
    ]


def test_a_source_that_names_nothing_is_an_error(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_strings, "SOURCES", ("rooms.py:Page.Meta.label",))
    with pytest.raises(NothingThere, match=r"rooms\.py:Page\.Meta\.label"):
        collect(project)


def test_known_translations_stay_new_strings_are_added_and_unused_ones_removed() -> None:
    known = Catalog(
        HEADER,
        [
            Entry("Schools", translations=["Escuelas"], notes=["as on the door"]),
            Entry("Closed", translations=["Cerrada"]),
        ],
    )
    renewed = merged([Entry("Classes", places=["a"]), Entry("Schools", places=["b"])], known)
    assert [(entry.text, entry.translations) for entry in renewed.entries] == [
        ("Classes", []),
        ("Schools", ["Escuelas"]),
    ]
    assert renewed.entries[1].notes == ["as on the door"]


def test_a_string_that_gains_a_plural_is_translated_again() -> None:
    known = Catalog(HEADER, [Entry("%(number)s class", translations=["%(number)s clase"])])
    wanted = Entry("%(number)s class", plural="%(number)s classes", places=["a"])
    assert merged([wanted], known).entries[0].translations == []


def test_checking_writes_nothing_and_reports_outdated_files(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text("", encoding="utf-8")
    wanted = [Entry("Schools", places=["templates/base.html"])]
    assert bring_up_to_date(source, wanted, write=False) == [
        "not translated: “Schools” (templates/base.html)",
        "not up to date: run `make messages`",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["django.po"]
    assert not source.read_text(encoding="utf-8")


def test_writing_makes_both_files_and_leaves_no_complaints(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text('msgid "Schools"\nmsgstr "Escuelas"\n', encoding="utf-8")
    wanted = [Entry("Schools", places=["templates/base.html"])]
    assert bring_up_to_date(source, wanted, write=True) == []
    assert (tmp_path / "django.mo").is_file()
    assert bring_up_to_date(source, wanted, write=False) == []
