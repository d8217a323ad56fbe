"""Finds the strings that families see, and where: they must exist in every language.

Templates count as a whole, except those of the editor and the staff. Python code counts only if
listed here, as a module or a name in it: of a page type, for example, the help texts are for staff,
but its name is in everyone's search results."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from scripts.catalog import Entry

ROOT = Path(__file__).resolve().parent.parent

# Folders and files under templates/ that no family sees.
NOT_PUBLIC = re.compile(
    r"admin|wagtail(?!core)\w+|deviations|people|mfa|account|signatures|caseload|moderation"
    r"|publishing|signature_\w+\.html|deviation_\w+\.html|staff_area_nav\.html|handed_in\.html"
    r"|(?:barrier_office|classes_given|notice_second_person|notice_sent_alone|password_reset"
    r"|posting_reminder|posting_numbers|failed)\.(?:html|txt)"
)

# Modules, and "<module>:<name in it>".
SOURCES = (
    "district_cms/barriers/forms.py:BarrierForm",
    "district_cms/barriers/search.py",
    "district_cms/barriers/mails.py:send_received",
    "district_cms/barriers/mails.py:send_answer",
    "district_cms/barriers/views.py",
    "district_cms/barriers/models.py:Use",
    "district_cms/brand/models/statement.py:Statement.Kind",
    "district_cms/schools/choices.py",
    "district_cms/schools/blocks/quick_links.py:QUICK_LINKS",
    "district_cms/schools/models/curriculum.py:CurriculumIndexPage.Meta.verbose_name",
    "district_cms/schools/models/curriculum.py:CurriculumPage.Meta.verbose_name",
    "district_cms/schools/models/home.py:HomePage.Meta.verbose_name",
    "district_cms/schools/models/home.py:HomePage.head_description",
    "district_cms/schools/models/home.py:StandardPage.Meta.verbose_name",
    "district_cms/schools/models/school.py:SchoolPage.Meta.verbose_name",
    "district_cms/schools/models/school.py:SchoolPage.head_description",
    "district_cms/schools/models/settings.py:NOTICE_KINDS",
    "district_cms/schools/search/results.py",
    "classroom/presentation/cards.py",
    "classroom/presentation/search_sources.py",
    "classroom/presentation/heads.py",
    "classroom/presentation/staff_directory.py",
    "classroom/presentation/pages.py",
    "district_cms/web/times.py",
    "district_cms/web/errors.py",
    "classroom/presentation/update_parts.py",
    "classroom/models/classroom.py:ClassroomPage.Meta.verbose_name",
    "classroom/models/teacher.py:TeacherPage.Meta.verbose_name",
    "classroom/models/teaching.py:ClassroomTeacher.Part",
    "classroom/models/update.py:UpdatePage.Meta.verbose_name",
    "district_cms/activities/models/activity.py:ActivityPage.Kind",
    "district_cms/activities/models/activity.py:ActivityPage.Meta.verbose_name",
    "district_cms/activities/models/activity.py:ActivityPage.head_description",
    "district_cms/activities/models/activity.py:ActivityPage.kind_label",
    "district_cms/activities/models/post.py:PostPage.Meta.verbose_name",
    "district_cms/activities/models/post.py:PostPage.head_description",
    "notifications/consent/wording.py",
    "notifications/families/views.py",
    "notifications/families/page_context.py",
    "notifications/families/mails.py",
    "notifications/families/year_end.py",
    "notifications/families/mail_body.py",
    "notifications/families/next_messages.py",
    "notifications/digests/text.py",
    "notifications/digests/parts.py:_ask_url",
    "district_cms/calendars/search_sources/days.py",
    "district_cms/calendars/search_sources/events.py",
    "district_cms/calendars/ical_file.py",
    "district_cms/calendars/views.py",
    "district_cms/calendars/months.py",
    "notifications/families/family_page.py",
    "notifications/families/own_data/views.py",
    "notifications/families/own_data/owner_code.py",
    "notifications/families/preferences/services.py",
    "notifications/families/preferences/views.py",
    "notifications/models/subscribers.py:Rhythm",
    "notifications/digests/email.py",
    "notifications/digests/welcome.py",
    "notifications/notices/wording.py",
    "notifications/texts/messages.py",
    "notifications/texts/numbers.py",
    "signatures/catalog.py:_approved",
    "district_cms/reports/procedure_page/totals.py",
    "district_cms/reports/procedure_page/views.py:procedure",
)

# The functions of gettext, under the names by which modules import them, with their arguments.
_SIMPLE = ("text",)
FUNCTIONS = {
    "_": _SIMPLE,
    "_now": _SIMPLE,
    "gettext": _SIMPLE,
    "gettext_lazy": _SIMPLE,
    "ngettext": ("text", "plural"),
    "ngettext_lazy": ("text", "plural"),
    "pgettext": ("context", "text"),
    "pgettext_lazy": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
    "npgettext_lazy": ("context", "text", "plural"),
}
_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(
    rf"(?<!\w)(?P<name>{'|'.join(FUNCTIONS)})\((?P<texts>{_LITERAL}(?:, ?{_LITERAL})*)"
)


class NothingThere(LookupError):
    """An entry of SOURCES names something that its module does not have."""


def collect(root: Path = ROOT) -> list[Entry]:
    """Returns every string that families see, once, with all its places."""
    by_key: dict[tuple[str, str], Entry] = {}
    for place, entry in (*_in_templates(root), *_in_python(root)):
        known = by_key.setdefault(entry.key, entry)
        known.plural = known.plural or entry.plural
        if place not in known.places:
            known.places.append(place)
    return list(by_key.values())


def public_templates(root: Path = ROOT) -> list[Path]:
    """Returns the templates that families see, including messages."""
    folder = root / "templates"
    return sorted(
        path
        for path in (*folder.rglob("*.html"), *folder.rglob("*.txt"))
        if _is_public(path.relative_to(folder))
    )


def _is_public(path: Path) -> bool:
    return not any(NOT_PUBLIC.fullmatch(part) for part in path.parts)


def _in_templates(root: Path) -> Iterator[tuple[str, Entry]]:
    for path in public_templates(root):
        # Django's own conversion of a template for gettext: everything becomes a call or
        # whitespace.
        calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        for call in _CALL.finditer(calls):
            texts = re.findall(_LITERAL, call["texts"])
            values = [ast.literal_eval(text) for text in texts]
            yield path.relative_to(root).as_posix(), _entry(call["name"], values)


def _in_python(root: Path) -> Iterator[tuple[str, Entry]]:
    for source in SOURCES:
        name, _colon, inside = source.partition(":")
        tree: ast.AST = ast.parse((root / name).read_text(encoding="utf-8"))
        for part in filter(None, inside.split(".")):
            tree = _named(tree, part, source)
        for call in _calls(tree):
            yield name, call


def _named(tree: ast.AST, name: str, source: str) -> ast.AST:
    """Returns the class, function or assignment of this name directly inside `tree`."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == name:
            return node
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in node.targets
        ):
            return node
    raise NothingThere(f"{source} names something that is not there")


def _calls(tree: ast.AST) -> Iterator[Entry]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        if isinstance(call.func, ast.Name) and call.func.id in FUNCTIONS:
            wanted = len(FUNCTIONS[call.func.id])
            values = [node.value for node in call.args[:wanted] if isinstance(node, ast.Constant)]
            yield _entry(call.func.id, [str(value) for value in values])


def _entry(function: str, values: list[str]) -> Entry:
    arguments = dict(zip(FUNCTIONS[function], values, strict=True))
    return Entry(arguments["text"], arguments.get("plural", ""), arguments.get("context", ""))
