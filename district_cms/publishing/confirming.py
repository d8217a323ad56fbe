"""Asking the author: what the gate cannot decide is put to a person, who ticks that they looked.

The editor's side panel sends, inside the page's form, one `gate-asked` a question that it showed,
one `gate-confirm` a tick, and `gate-note-<fingerprint>` where a note was written. Who remembers the
answers is registered from a room above.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from district_cms.checks.findings import Finding

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


class Memory(Protocol):
    """Remembers answers. `findings` are those of the page as it is in memory."""

    def confirmed(self, page: Any, findings: Iterable[Finding]) -> frozenset[str]:
        """The fingerprints of the questions that have been answered before."""

    def remember(
        self, *, page: Any, findings: Iterable[Finding], answers: Answers, user: Any
    ) -> None:
        """Keep what was ticked, and take back what was asked and is not ticked any more."""


class _Nobody:
    def confirmed(self, page: Any, findings: Iterable[Finding]) -> frozenset[str]:
        return frozenset()

    def remember(
        self, *, page: Any, findings: Iterable[Finding], answers: Answers, user: Any
    ) -> None:
        return None


_memory: list[Memory] = [_Nobody()]


def register_memory(memory: Memory) -> None:
    """Say who remembers the answers: one for the whole site, the last one that registers."""
    _memory[:] = [memory]


def memory() -> Memory:
    return _memory[0]


def open_questions(
    page: Any, findings: Iterable[Finding], answers: Answers | None = None
) -> list[Finding]:
    """Those questions that nobody has answered, neither before nor with `answers`.

    What was asked again and is not ticked any more counts as open.
    """
    questions = [finding for finding in findings if finding.asks]
    if not questions:
        return []
    answers = answers or Answers()
    done = (memory().confirmed(page, questions) - answers.asked) | answers.ticked
    return [finding for finding in questions if finding.fingerprint not in done]
