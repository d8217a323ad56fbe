"""`make messages`: gathers what families see into the translations, and compiles them.

For every language under `locale/`: new strings are added to its `.po` file without a translation,
those that nobody uses any more go, and the `.mo` file that the website reads is made again. What
still wants translating is listed. Needs nothing but Python: no gettext on the machine.

What stands under `locale/overrides/` replaces words of Django and Wagtail; it is only compiled.

`make messages ARGS=--check` writes nothing and says whether all of it is up to date.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts import catalog, public_strings
from scripts.catalog import Catalog, Entry

ROOT = Path(__file__).resolve().parent.parent


def merged(wanted: Sequence[Entry], known: Catalog) -> Catalog:
    """The strings that are wanted, in their order, with the translations that are known."""
    there = {entry.key: entry for entry in known.entries}
    entries = []
    for entry in wanted:
        before = there.get(entry.key, Entry(""))
        # A string that now counts things, or no longer does, must be translated again.
        kept = before.translations if bool(before.plural) == bool(entry.plural) else []
        entries.append(
            Entry(
                text=entry.text,
                plural=entry.plural,
                context=entry.context,
                translations=kept,
                places=entry.places,
                notes=before.notes,
            )
        )
    return Catalog(known.header, entries)


def complaints(translated: Catalog) -> list[str]:
    """What is missing or wrong in a language, one sentence each."""
    found = []
    for entry in translated.entries:
        if not entry.done:
            found.append(f"not translated: “{entry.text}” ({entry.places[0]})")
        found += catalog.faults(entry)
    return found


def bring_up_to_date(source: Path, wanted: Sequence[Entry], *, write: bool) -> list[str]:
    """Renews one `.po` file and its `.mo`, or, without `write`, only looks. Returns complaints."""
    known = source.read_text(encoding="utf-8")
    renewed = merged(wanted, catalog.read(known))
    text, compiled = catalog.write(renewed), catalog.compiled(renewed)
    target = source.with_suffix(".mo")
    found = complaints(renewed)
    if write:
        source.write_text(text, encoding="utf-8")
        target.write_bytes(compiled)
    elif text != known or not target.is_file() or target.read_bytes() != compiled:
        found.append("not up to date: run `make messages`")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 when every string exists in every language and is compiled."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only look, write nothing")
    write = not parser.parse_args(arguments).check
    wanted = public_strings.collect()
    complete = True
    for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po")):
        found = bring_up_to_date(source, wanted, write=write)
        for complaint in found:
            print(f"  {complaint}")
        print(f"{source.relative_to(ROOT)}: {len(wanted)} strings, {len(found)} complaints")
        complete = complete and not found
    for source in sorted((ROOT / "locale" / "overrides").glob("*/LC_MESSAGES/django.po")):
        replaced = catalog.read(source.read_text(encoding="utf-8")).entries
        found = bring_up_to_date(source, replaced, write=write)
        for complaint in found:
            print(f"  {complaint}")
        print(f"{source.relative_to(ROOT)}: {len(replaced)} strings, {len(found)} complaints")
        complete = complete and not found
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
