"""What families see is complete in English and in Spanish."""

import gettext

from django.conf import settings

from scripts import catalog
from scripts.public_strings import collect

SOURCE = settings.LOCALE_PATHS[0] / "es" / "LC_MESSAGES" / "django.po"
WANTED = collect()
SPANISH = catalog.read(SOURCE.read_text(encoding="utf-8"))
THERE = {entry.key: entry for entry in SPANISH.entries}
# Words that are the same in both languages.
SAME_IN_SPANISH = frozenset({"Club", "Outlook.com"})


def test_every_string_that_families_see_has_its_spanish() -> None:
    assert WANTED
    assert [fault for entry in WANTED if (fault := fault_of(entry))] == []


def fault_of(entry: catalog.Entry) -> str:
    """What is wrong with the Spanish of one string, "" where nothing is."""
    there = THERE.get(entry.key)
    said = f"“{entry.text}” ({entry.places[0]})"
    if there is None:
        return f"{said} is not in the catalog: run `make messages`"
    if not there.done:
        return f"{said} has no Spanish"
    if entry.text in there.translations and entry.text not in SAME_IN_SPANISH:
        return f"{said} is still English"
    return ""


def test_what_the_website_reads_was_compiled_from_what_people_edit() -> None:
    compiled = SOURCE.with_suffix(".mo")
    assert compiled.read_bytes() == catalog.compiled(SPANISH), "run `make messages`"
    with compiled.open("rb") as file:
        website = gettext.GNUTranslations(file)
    assert website.pgettext("day in a sentence", "l, F j") == r"l j \d\e F"
    assert website.ngettext("%(number)s class page", "", 1) == "%(number)s página de clase"
