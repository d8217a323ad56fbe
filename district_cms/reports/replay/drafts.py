"""A draft of the procedure: a whole file, or only its new version. The file in the repository is
the one place where a procedure is stored; this writes the text of the next one."""

import datetime as dt
import json
import tomllib
from contextlib import suppress
from dataclasses import fields, replace

from district_cms.procedure.active import active, file_text
from district_cms.procedure.loading import LocatedError, ProcedureError, load
from district_cms.procedure.toml_lines import lines_of
from district_cms.procedure.versions import Procedure, Version


def read_draft(text: str) -> tuple[str, Procedure]:
    """Returns the whole file as the draft would have it, and what it says. A draft without a title
    is a version that follows those of the district's file.

    Raises `ProcedureError`; its lines are those of `text`."""
    text, before = text.removeprefix("\ufeff").replace("\r\n", "\n"), ""
    with suppress(tomllib.TOMLDecodeError):  # `load` says where
        if "title" not in tomllib.loads(text):
            before = file_text().rstrip() + "\n\n"
    try:
        return before + text, load(before + text, active().name)
    except ProcedureError as error:
        above = before.count("\n")
        errors = [replace(each, line=max(1, each.line - above)) for each in error.errors]
        raise ProcedureError(error.name, errors) from None


def finished_text(draft: str, *, since: dt.date, decision: str) -> str:
    """Returns the file with the day of its new version, and the decision that it cites.

    Raises `ProcedureError` if the file would change versions of the past, or has no new one."""
    text, procedure = read_draft(draft)
    before, after, lines = active().versions, procedure.versions, lines_of(text)
    place = lines.get(("versions", len(before), "from"))
    if place is None or len(after) != len(before) + 1 or not all(map(_is_same, before, after)):
        sentence = (
            "The file must have the versions so far, word for word, and one new [[versions]] after "
            "them: what was decided keeps the version of its day. Paste only the new version."
        )
        raise ProcedureError(procedure.name, [LocatedError(place or 1, "", sentence)])
    rows, decided_at = text.split("\n"), lines.get(("versions", len(before), "decision"))
    cited = f"decision = {json.dumps(decision, ensure_ascii=False)}"
    rows[place - 1] = f"from = {since}\n{cited}"
    if decided_at:
        del rows[decided_at - 1]
    text = "\n".join(rows).rstrip() + "\n"
    load(text, procedure.name)
    return text


def _is_same(one: Version, other: Version) -> bool:
    return all(getattr(one, each.name) == getattr(other, each.name) for each in fields(one))
