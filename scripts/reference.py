"""Prints the reference pages from the code: the gate's rules, clauses, roles, packages.

    python -m scripts.reference --check    # lists outdated pages; exit code 1 if there are any
    python -m scripts.reference --write    # updates docs/ and CONTRIBUTING.md

A test compares the committed pages with the output.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import django
from django.apps import apps
from django.db.models import Model
from django.utils.translation import override

from district_cms.checks import accessibility, privacy
from district_cms.checks.rules import RULES, Dots, Rule
from district_cms.people.guides import anchor
from district_cms.people.roles import Role
from district_cms.people.roles.matrix import ROLE_MATRIX, Scope
from district_cms.procedure.clauses import clauses
from district_cms.procedure.strength import Strength
from district_cms.procedure.versions import Clause
from notifications.rules.policy import POLICIES, Unanswered
from notifications.rules.state import diagram
from scripts.rooms import tree

ROOT = Path(__file__).resolve().parent.parent
AGAIN = "python -m scripts.reference --write"
MARK = f"<!-- Printed from the code from here on: {AGAIN} -->"
END = "<!-- Until here -->"
"""Ends the printed part of a page that continues after it."""

SCOPES: Mapping[Scope, str] = {
    Scope.OWN_CLASSROOMS: "the classes that they teach, and what is below them",
    Scope.OWN_SCHOOLS: "the schools that they lead, and what is below them",
    Scope.LEFT_ALONE: "the schools that have no principal today, and what is below them",
    Scope.DISTRICT: "every page",
    Scope.NONE: "none; they do not enter the editor",
}
ACTIONS: Mapping[str, str] = {
    "add": "add",
    "change": "change",
    "publish": "publish and take down",
    "lock": "lock",
    "unlock": "unlock",
    "bulk_delete": "delete with all below",
}
ROLES: Mapping[Role, str] = {
    Role.TEACHER: "Teacher",
    Role.PRINCIPAL: "Principal",
    Role.COMMUNICATIONS: "Communications office",
    Role.ADMINISTRATOR: "District administrator",
    Role.COUNSELOR: "Counselor",
    Role.STAND_IN: "Stand-in for principals",
}

UNANSWERED: Mapping[Unanswered, str] = {
    Unanswered.NEXT_DIGEST: "its updates go into the next digest once more, marked",
    Unanswered.SEND_AGAIN: "sent once more",
    Unanswered.LEAVE: "left",
}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Returns a table in Markdown, with escaped bars in cells."""
    lines = [head, *rows]
    printed = ["| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines]
    return "\n".join([printed[0], "|" + "---|" * len(head), *printed[1:]])


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def gate_page() -> str:
    """Returns the gate's rules, in the order in which they are shown. Needs Django to be set up."""
    of_checks = {**accessibility.RULES, **privacy.RULES}
    chapters = {
        "What an update holds": [rule for rule in RULES.values() if rule.id not in of_checks],
        "Accessibility": accessibility.RULES.values(),
        "Student privacy": privacy.RULES.values(),
    }
    parts = []
    for title, rules in chapters.items():
        rows = [
            (
                f"`{rule.id}`",
                f"{rule.example} {rule.fix % Dots()}",
                "blocks" if rule.blocks else "advises",
                _criterion(rule),
                _link(rule.clause),
            )
            for rule in rules
        ]
        head = ("rule", "what it says", "effect", "WCAG 2.1", "clause")
        parts.append(f"## {title}\n\n{table(head, rows)}\n")
    return "\n".join(parts)


def _criterion(rule: Rule) -> str:
    words = rule.criterion.split()
    numbers = ", ".join(word for word in words if word != "advice")
    return f"beyond {numbers}" if "advice" in words else numbers or "–"


def _link(clause_id: str) -> str:
    return f"[{clause_id}](clauses.md#{anchor(clauses()[clause_id].where)})"


def clauses_page() -> str:
    """Returns all clauses, under the headings of the procedure."""
    by_clause: dict[str, list[str]] = {}
    for rule, words in RULES.items():
        by_clause.setdefault(words.clause, []).append(f"`{rule}`")
    by_heading: dict[str, list[Clause]] = {}
    for entry in clauses().values():
        by_heading.setdefault(entry.where, []).append(entry)
    counted = ", ".join(
        f"{sum(1 for each in clauses().values() if each.strength is strength)} {strength}"
        for strength in Strength
    )
    parts = [f"{len(clauses())} clauses: {counted}.\n"]
    for where, entries in by_heading.items():
        rows = [
            (f"`{e.id}`", e.strength, e.sentence, ", ".join(by_clause.get(e.id, [])) or "–")
            for e in entries
        ]
        head = ("clause", "strength", "sentence", "rules of the gate")
        source = {
            "law": "The law; in our words.\n\n",
            "district": "The district; in our words.\n\n",
        }
        parts.append(f"## {where}\n\n{source.get(entries[0].source, '')}{table(head, rows)}\n")
    return "\n".join(parts)


def roles_page() -> str:
    """Returns the role matrix: pages, then everything else. Needs Django to be set up for model
    names."""
    pages = [
        (
            ROLES[role],
            SCOPES[grants.pages],
            ", ".join(word for action, word in ACTIONS.items() if action in grants.page_actions)
            or "–",
            "yes" if grants.approves else "no",
            _media(grants.pages, grants.media),
        )
        for role, grants in ROLE_MATRIX.items()
    ]
    unknown = {a for g in ROLE_MATRIX.values() for a in g.page_actions} - set(ACTIONS)
    if unknown:
        raise ValueError(f"Page actions without words: {sorted(unknown)}")
    by_model: dict[str, dict[Role, list[str]]] = {}
    for role, grants in ROLE_MATRIX.items():
        for permission in sorted(grants.models):
            app_label, codename = permission.split(".")
            action, model = codename.split("_", 1)
            try:
                name = _thing(apps.get_model(app_label, model))
            except LookupError:
                if codename not in _permissions_of_their_own(app_label):
                    raise
                # Such as "see addresses".
                name, action = codename.replace("_", " ").capitalize(), "may"
            by_model.setdefault(name, {}).setdefault(role, []).append(action)
    holders = [role for role in ROLE_MATRIX if any(role in roles for roles in by_model.values())]
    others = [
        (name, *(", ".join(by_model[name].get(role, [])) or "–" for role in holders))
        for name in sorted(by_model)
    ]
    return (
        "## Pages, pictures and documents\n\n"
        + table(("role", "pages", "may", "approves", "pictures and documents"), pages)
        + "\n\n## Everything else\n\n"
        + table(("", *(ROLES[role] for role in holders)), others)
        + "\n"
    )


def _permissions_of_their_own(app_label: str) -> set[str]:
    models = apps.get_app_config(app_label).get_models()
    return {codename for model in models for codename, _name in model._meta.permissions}


def _thing(model: type[Model]) -> str:
    # Settings have only one row, so their plural name makes no sense.
    if model.__name__.endswith("Settings"):
        return f"settings: {str(model._meta.verbose_name).removesuffix(' settings')}"
    return str(model._meta.verbose_name_plural)


def _media(pages: Scope, media: frozenset[str]) -> str:
    if not media:
        return "–"
    where = (
        "in all collections" if pages is Scope.DISTRICT else "in the collections of their schools"
    )
    return f"{', '.join(sorted(media))} {where}"


def outbox_page() -> str:
    """Returns the states of a message, and the policy of each kind of message."""
    rows = [
        (
            f"`{name}`",
            str(policy.priority),
            _time(policy.lifetime),
            _time(policy.longest_wait),
            _time(policy.evidence),
            UNANSWERED[policy.unanswered],
            "waits" if policy.quiet else "passes",
            "held" if policy.paused else "sent",
        )
        for name, policy in sorted(POLICIES.items(), key=lambda item: item[1].priority)
    ]
    head = (
        *("kind", "order", "of use for", "tried again after at most", "evidence", "unanswered"),
        *("quiet hours", "in a pause"),
    )
    return f"## Kinds\n\n{table(head, rows)}\n\n## States\n\n```mermaid\n{diagram()}\n```\n"


def _time(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    if minutes % 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"


PRINTED: Mapping[str, Callable[[], str]] = {
    "docs/reference/gate.md": gate_page,
    "docs/reference/clauses.md": clauses_page,
    "docs/reference/roles.md": roles_page,
    "docs/reference/outbox.md": outbox_page,
    "CONTRIBUTING.md": tree,
}


def printed(name: str) -> str:
    """Returns the whole page: the handwritten text above the mark, the printed part, and the
    handwritten text after the second mark.

    Raises ValueError for a page without the mark."""
    before, mark, rest = committed(name).partition(MARK)
    if not mark:
        raise ValueError(f"{name} has lost its mark: {MARK}")
    _old, end, after = rest.partition(END)
    with override("en"):
        page = f"{before}{mark}\n\n{PRINTED[name]()}"
    return f"{page}\n{end}{after}" if end else page


def committed(name: str) -> str:
    """Returns the page as it is committed."""
    return (ROOT / name).read_text(encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 if every page is up to date or was written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="say which pages are old")
    what.add_argument("--write", action="store_true", help="bring the pages up to date")
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "district_cms.settings.dev")
    django.setup()
    old = [name for name in PRINTED if committed(name) != printed(name)]
    for name in old:
        if options.write:
            (ROOT / name).write_text(printed(name), encoding="utf-8")
        print(f"{name}: {'written' if options.write else 'old'}")
    if old and options.check:
        print(f"Bring them up to date: {AGAIN}")
    return 1 if old and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
