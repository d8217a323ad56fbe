"""Lists who is affected before a change: signatures and pages side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.utils.html import format_html, format_html_join
from wagtail.admin.views.generic import EditView

from ..uses import Affected, Use, all_uses

AT_ONCE: Final = 25
"""The number of names in each list on one screen."""


class _Names(Sequence[Affected]):
    """The uses of one app as a sequence. A page of the list loads only its own part."""

    def __init__(self, use: Use) -> None:
        self._use = use

    def __len__(self) -> int:
        return self._use.number

    def __getitem__(self, part: Any) -> Any:
        assert isinstance(part, slice), "a paginator asks for parts"
        return self._use.names(part.start, part.stop - part.start)


@dataclass(frozen=True, slots=True)
class AffectedList:
    """One list: its label ("Email signatures"), the number of uses, and the visible page.
    `parameter` is the list's page parameter in the address. `places` groups a list of several
    pages."""

    where: str
    number: int
    part: Page
    parameter: str
    places: Sequence[tuple[str, int]] = ()


def affected_lists(item: Any, query: Any) -> list[AffectedList]:
    """Returns a list for each app that uses the item, each in pages of 25 names. Leaves out empty
    lists, so that the others stand side by side, unless all are empty."""
    lists = []
    for position, use in enumerate(all_uses(item), start=1):
        parameter = f"list{position}"
        part = Paginator(_Names(use), AT_ONCE).get_page(query.get(parameter))
        places = use.places() if part.has_other_pages() else ()
        lists.append(AffectedList(use.where, use.number, part, parameter, places))
    return [each for each in lists if each.number] or lists


class AffectedEditView(EditView):
    """Lists who is affected, above a form that is confirmed below the list."""

    template_name = "brand/admin/affected.html"
    explanation: Any = ""

    def get_form(self, form_class: Any = None) -> Any:
        self.affected = affected_lists(self.object, self.request.GET)
        form = super().get_form(form_class)
        if not any(each.number for each in self.affected):
            form.fields.pop("confirm", None)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "affected": self.affected,
            "explanation": self.explanation,
            # Otherwise Wagtail submits the form to the object's edit address.
            "action_url": self.request.path,
        }

    def is_valid(self, form: Any) -> bool:
        """Shows the errors at the top too, because the fields are below long lists."""
        is_valid: bool = super().is_valid(form)
        # Questions of the gate bring Wagtail's own list.
        if not is_valid and not form.non_field_errors() and not self.expects_json_response:
            faults = ((str(fault),) for errors in form.errors.values() for fault in errors)
            self.produced_error_message: Any = format_html(
                '{} <ul class="errorlist">{}</ul>',
                self.get_error_message(),
                format_html_join("", "<li>{}</li>", faults),
            )
        return is_valid

    def get_usage_url(self) -> None:
        return None
