"""The form and the screens for importing a file."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast, override

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.web.tables import csv_file

from .importer import LABELS, DisplayedChange, Importer, ImportRefused, PlanChanged, place, totals
from .reading import Change, FileCell, Kind, Located, Plan, in_order

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


WORKBOOKS = frozenset({".xlsx", ".xls", ".xlsm", ".ods", ".numbers"})


class ImportForm(forms.Form):
    """The form with the file; subclasses name the file and add fields for the user's choices."""

    extensions: ClassVar[tuple[str, ...]] = ("csv", "txt")
    content_types: ClassVar[tuple[str, ...]] = ("text/csv",)
    largest_file = 2 * 1024 * 1024  # bytes

    file = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.validators = [*field.validators, self._check_kind]
        dotted = [f".{extension}" for extension in self.extensions]
        field.widget = forms.FileInput(attrs={"accept": ",".join([*dotted, *self.content_types])})

    def clean_file(self) -> UploadedFile:
        """Rejects a file that is larger than the limit of its kind."""
        file = cast(UploadedFile, self.cleaned_data["file"])
        if (file.size or 0) > self.largest_file:
            raise ValidationError(self.too_big())
        return file

    def too_big(self) -> str:
        return _("This file is too big. It may have at most %(size)s.") % {
            "size": filesizeformat(self.largest_file)
        }

    def _check_kind(self, file: UploadedFile) -> None:
        """Raises `ValidationError` for other kinds of files, and explains how to convert them."""
        ending = PurePath(file.name or "").suffix.lower()
        if ending in WORKBOOKS:
            raise ValidationError(
                _(
                    "This is a spreadsheet. Open it there, save it as “CSV UTF-8”, and choose the "
                    "file that you get."
                )
            )
        taken = [f".{extension}" for extension in self.extensions]
        if ending not in taken:
            raise ValidationError(
                _("This kind of file cannot be read here. It takes files that end in %(endings)s.")
                % {"endings": ", ".join(taken)}
            )

    @property
    def options(self) -> dict[str, Any]:
        """Returns the choices other than the file."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


SALT: Final = "district.import"
TOKEN_AGE: Final = 60 * 60  # seconds
# Below Django's own limit for a form (2.5 MB), whose error page explains nothing.
LONGEST_TOKEN: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Preview:
    """A previewed file: `digest` is that of the plan, `options` are those of the form."""

    name: str
    data: bytes
    options: dict[str, Any]
    digest: str


def seal(preview: Preview, *, user: "AbstractBaseUser | AnonymousUser", target: str) -> str:
    """Returns the preview as a signed token for a form."""
    payload = {
        "for": [str(user.pk), target],
        "name": preview.name,
        "data": preview.data.decode("latin-1"),
        "options": preview.options,
        "digest": preview.digest,
    }
    return signing.dumps(payload, salt=SALT, compress=True)


def unseal(token: str, *, user: "AbstractBaseUser | AnonymousUser", target: str) -> Preview | None:
    """Returns the preview of a token; None if it is expired, forged, or someone else's."""
    try:
        payload = signing.loads(token, salt=SALT, max_age=TOKEN_AGE)
    except signing.BadSignature:
        return None
    if payload["for"] != [str(user.pk), target]:
        return None
    return Preview(
        name=payload["name"],
        data=payload["data"].encode("latin-1"),
        options=payload["options"],
        digest=payload["digest"],
    )


MOST_SHOWN: Final = 200
"""The number of errors, and of changes of each kind, on one screen: nobody reads thousands there.
The exported file has all changes."""


class ImportView(WagtailAdminTemplateMixin, View):
    """Shows what a file would change before anything is stored.

    A subclass names its form and permission and creates the importer. If the data changed between
    preview and confirmation, the preview is shown again.
    """

    template_name = "imports/admin/import.html"
    header_icon = "upload"
    permission_required: ClassVar[str]
    form_class: ClassVar[type[ImportForm]] = ImportForm
    # Headings of the columns with the changed entry and its new value.
    what_label = _("Entry")
    text_label = _("New")

    def get_importer(self, options: Mapping[str, Any]) -> Importer[Any]:
        raise NotImplementedError

    def get_back_url(self) -> str:
        """Returns the address for leaving the import, which also shows the imported entries."""
        return self.request.path

    def summary(self, plan: Plan) -> str:
        """Returns the first sentence of the preview."""
        return totals(plan)

    def nothing_to_do(self) -> str:
        return gettext("Nothing to do: all of this is already there.")

    def success_message(self, plan: Plan) -> str:
        return gettext("The file is imported: %(totals)s.") % {"totals": totals(plan)}

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission_required):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Shows an empty form, as the first step."""
        return self._show(form=self.form_class())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Shows the preview of a file; then exports all its changes, or imports it."""
        if "token" in request.POST:
            return self._confirm(request.POST["token"], just_list="list" in request.POST)
        form = self.form_class(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form=form)
        file = form.cleaned_data["file"]
        return self._preview(form, file.name, file.read(), form.options)

    def _preview(
        self, form: ImportForm, name: str, data: bytes, options: dict[str, Any]
    ) -> HttpResponse:
        importer = self.get_importer(options)
        plan = importer.plan(importer.read(name, data))
        token = ""
        if plan.changes and not plan.errors:
            preview = Preview(name, data, options, plan.digest())
            token = seal(preview, user=self.request.user, target=importer.target)
            if len(token) > LONGEST_TOKEN:
                form.add_error("file", form.too_big())
                return self._show(form=form)
        sentences = importer.sentences
        displayed, more = _first_of_each_kind(plan.changes)
        lines = importer.lines(data) if plan.errors else {}
        return self._show(
            form=self.form_class(initial=options),
            plan=plan,
            token=token,
            file_name=name,
            summary=self.summary(plan),
            confidential=importer.confidential,
            warnings=importer.warnings(plan),
            nothing_to_do=self.nothing_to_do(),
            changes=[importer.show(change) for change in displayed],
            more_changes=more,
            most_shown=MOST_SHOWN,
            errors=[
                (place(error), error, sentences[error.fault], _line_around(error, lines))
                for error in in_order(plan.errors)[:MOST_SHOWN]
            ],
            mistakes=len(plan.errors),
            more_mistakes=max(0, len(plan.errors) - MOST_SHOWN),
            notes=[(place(note), note, sentences[note.fault]) for note in in_order(plan.notes)],
        )

    def _confirm(self, token: str, *, just_list: bool) -> HttpResponse:
        user = self.request.user
        target = self.get_importer({}).target
        preview = unseal(token, user=user, target=target)
        if preview is None:
            messages.error(
                self.request, _("This preview is no longer valid. Choose the file again.")
            )
            return self._show(form=self.form_class())
        importer = self.get_importer(preview.options)
        if just_list and importer.confidential:
            raise PermissionDenied
        if just_list:
            plan = importer.plan(importer.read(preview.name, preview.data))
            return self._as_file(importer.show(change) for change in plan.changes)
        try:
            done = importer.apply(
                importer.read(preview.name, preview.data),
                user=user,  # type: ignore[arg-type]  # the permission implies a signed-in account
                expected=preview.digest,
            )
        except (ImportRefused, PlanChanged):
            messages.warning(
                self.request,
                _("Something was changed in the meantime. Look at the changes again."),
            )
            form = self.form_class(initial=preview.options)
            return self._preview(form, preview.name, preview.data, preview.options)
        messages.success(self.request, self.success_message(done))
        return redirect(self.get_back_url())

    def _as_file(self, changes: Iterable[DisplayedChange]) -> HttpResponse:
        """Returns every change as CSV, one line per changed value."""
        columns = (_("Change"), self.what_label, _("Column"), _("Until now"), self.text_label)
        lines = [[str(column) for column in columns]]
        for change in changes:
            values = [(cell.name, cell.before, cell.after) for cell in change.cells]
            for cells in values or [("", "", change.text)]:
                lines.append([change.label, change.what, *cells])
        return csv_file("changes.csv", lines)

    def _show(self, **context: Any) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(back_url=self.get_back_url(), **context)
        )


def _first_of_each_kind(changes: Sequence[Change]) -> tuple[list[Change], list[tuple[str, int]]]:
    """Returns the changes to show, in order, and the label and total of each kind that has more."""
    totals_by_kind: Counter[Kind] = Counter()
    first = []
    for change in changes:
        totals_by_kind[change.kind] += 1
        if totals_by_kind[change.kind] <= MOST_SHOWN:
            first.append(change)
    return first, [
        (str(LABELS[kind]), number)
        for kind in Kind
        if (number := totals_by_kind[kind]) > MOST_SHOWN
    ]


def _line_around(
    error: Located, lines: Mapping[int, Sequence[FileCell]]
) -> list[tuple[FileCell, bool]]:
    """Returns the cells of the error's line, each with whether it is the wrong one; none if they
    would add nothing to the error."""
    cells = lines.get(error.row, ()) if isinstance(error.row, int) else ()
    return [
        (cell, cell.names_cell(error)) for cell in cells if cell.value or cell.names_cell(error)
    ]


class ImportIntoListView(ImportView):
    """An import for a list of the editor: it starts there and returns there."""

    # Set by the list's viewset when it creates the view.
    index_url_name = ""
    index_label = _("List")

    @override
    def get_back_url(self) -> str:
        return reverse(self.index_url_name)

    @override
    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.get_back_url(), "label": self.index_label},
            {"url": "", "label": self.get_page_title()},
        ]
