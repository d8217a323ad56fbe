"""`make messages`: collects the strings that families see for translation, and compiles them.

For every language under `locale/`: adds new strings to its `.po` file without a translation,
removes unused ones, and rebuilds the `.mo` file that the website reads. Lists the strings that need
translating. Needs only Python, no gettext.

Files under `locale/overrides/` replace texts of Django and Wagtail; they are only compiled.

`make messages ARGS=--check` writes nothing and says whether everything is up to date."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts import catalog, public_strings
from scripts.catalog import Catalog, Entry

ROOT = Path(__file__).resolve().parent.parent


def merged(wanted: Sequence[Entry], known: Catalog) -> Catalog:
    """Returns the wanted strings, in order, with their known translations."""
    there = {entry.key: entry for entry in known.entries}
    entries = []
    for entry in wanted:
        before = there.get(entry.key, Entry(""))
        # A string that gained or lost a plural form must be translated again.
        known_translations = (
            before.translations if bool(before.plural) == bool(entry.plural) else []
        )
        entries.append(
            Entry(
                text=entry.text,
                plural=entry.plural,
                context=entry.context,
                translations=known_translations,
                places=entry.places,
                notes=before.notes,
            )
        )
    return Catalog(known.header, entries)


def complaints(translated: Catalog) -> list[str]:
    """Returns what is missing or wrong in a language, one sentence each."""
    sentences = []
    for entry in translated.entries:
        if not entry.done:
            sentences.append(f"not translated: “{entry.text}” ({entry.places[0]})")
        sentences += catalog.faults(entry)
    return sentences


def bring_up_to_date(source: Path, wanted: Sequence[Entry], *, write: bool) -> list[str]:
    """Updates one `.po` file and its `.mo`, or without `write` only checks them. Returns
    complaints."""
    known = source.read_text(encoding="utf-8")
    renewed = merged(wanted, catalog.read(known))
    text, compiled = catalog.write(renewed), catalog.compiled(renewed)
    target = source.with_suffix(".mo")
    sentences = complaints(renewed)
    if write:
        source.write_text(text, encoding="utf-8")
        target.write_bytes(compiled)
    elif text != known or not target.is_file() or target.read_bytes() != compiled:
        sentences.append("not up to date: run `make messages`")
    return sentences


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 if every string exists in every language and is compiled."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only look, write nothing")
    write = not parser.parse_args(arguments).check
    wanted = public_strings.collect()
    complete = True
    for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po")):
        sentences = bring_up_to_date(source, wanted, write=write)
        for complaint in sentences:
            print(f"  {complaint}")
        print(f"{source.relative_to(ROOT)}: {len(wanted)} strings, {len(sentences)} complaints")
        complete = complete and not sentences
    for source in sorted((ROOT / "locale" / "overrides").glob("*/LC_MESSAGES/django.po")):
        replaced = catalog.read(source.read_text(encoding="utf-8")).entries
        sentences = bring_up_to_date(source, replaced, write=write)
        for complaint in sentences:
            print(f"  {complaint}")
        print(f"{source.relative_to(ROOT)}: {len(replaced)} strings, {len(sentences)} complaints")
        complete = complete and not sentences
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
