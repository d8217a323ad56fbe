"""What a person answered: the gate puts to them what it cannot decide, and they tick that they
looked.

The editor's side panel, or the list below the form of an object, sends inside that form one
`gate-asked` a question that it showed, one `gate-confirm` a tick, and `gate-note-<fingerprint>`
where a note was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from district_cms.checks.findings import Finding

from .selectors import confirmations_for

ASKED, CONFIRMED, NOTE = "gate-asked", "gate-confirm", "gate-note-"


@dataclass(frozen=True, slots=True)
class Answers:
    """What came with one form. Fingerprints name the questions; `notes` are those of the ticked."""

    asked: frozenset[str] = frozenset()
    ticked: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def sent(cls, data: Any) -> Answers:
        """Read a form's data; a form that asked nothing gives nothing."""
        if not hasattr(data, "getlist"):
            return cls()
        ticked = frozenset(data.getlist(CONFIRMED))
        notes = {mark: data.get(f"{NOTE}{mark}", "").strip() for mark in ticked}
        return cls(frozenset(data.getlist(ASKED)) | ticked, ticked, notes)


def open_questions(
    subject: Any, findings: Iterable[Finding], answers: Answers | None = None
) -> list[Finding]:
    """Those questions about a page or an object that nobody has answered, neither before nor with
    `answers`.

    What was asked again and is not ticked any more counts as open.
    """
    questions = [finding for finding in findings if finding.asks]
    if not questions:
        return []
    answers = answers or Answers()
    before = frozenset(confirmations_for(subject, questions))
    done = (before - answers.asked) | answers.ticked
    return [finding for finding in questions if finding.fingerprint not in done]
