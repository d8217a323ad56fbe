"""A draft of the procedure: a whole file, or only its new version. The file in the repository is
the one place where a procedure is stored; this writes the text of the next one."""

import datetime as dt
import json
import tomllib
from dataclasses import dataclass, fields, replace

from district_cms.procedure.active import active, file_text
from district_cms.procedure.loading import LocatedError, ProcedureError, load
from district_cms.procedure.toml_lines import lines_of
from district_cms.procedure.versions import Procedure, Version


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of the whole file as the draft would have it, and what it says."""

    text: str
    procedure: Procedure

    @property
    def version(self) -> Version:
        """Returns the version that the draft is about: the newest."""
        return self.procedure.versions[-1]


def read_draft(text: str) -> Draft:
    """Reads a draft. One without a title is a version that follows those of the district's file.

    Raises `ProcedureError`; its lines are those of `text`."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    name, before = active().name, ""
    try:
        if "title" not in tomllib.loads(text):
            before = file_text().rstrip() + "\n\n"
    except tomllib.TOMLDecodeError:
        pass  # `load` says where
    try:
        return Draft(before + text, load(before + text, name))
    except ProcedureError as error:
        above = before.count("\n")
        moved = [replace(each, line=max(1, each.line - above)) for each in error.errors]
        raise ProcedureError(name, moved) from None


def finished_text(draft: Draft, *, since: dt.date, decision: str) -> str:
    """Returns the file with the day of the new version, and the decision that it cites.

    Raises `ProcedureError` if the file would change versions of the past, or has no new one."""
    before, after = active().versions, draft.procedure.versions
    number, lines = len(after) - 1, lines_of(draft.text)
    place = lines.get(("versions", number, "from"))
    if place is None or len(before) != number or not all(map(_is_same, before, after)):
        sentence = (
            "The file must have the versions so far, word for word, and one new [[versions]] after "
            "them: what was decided keeps the version of its day. Paste only the new version."
        )
        raise ProcedureError(draft.procedure.name, [LocatedError(place or 1, "", sentence)])
    rows = draft.text.split("\n")
    rows[place - 1] = f"from = {since}"
    cited = f"decision = {json.dumps(decision, ensure_ascii=False)}"
    decided_at = lines.get(("versions", number, "decision"))
    if decided_at:
        rows[decided_at - 1] = cited
    else:
        rows.insert(place, cited)
    text = "\n".join(rows).rstrip() + "\n"
    load(text, draft.procedure.name)
    return text


def _is_same(one: Version, other: Version) -> bool:
    return all(getattr(one, each.name) == getattr(other, each.name) for each in fields(one))
