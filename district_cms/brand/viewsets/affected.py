"""Who is affected, before anything changes: signatures and pages side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.utils.html import format_html, format_html_join
from wagtail.admin.views.generic import EditView

from ..uses import Affected, Use, all_uses

AT_ONCE: Final = 25
"""How many of each list one screen names."""


class _Names(Sequence[Affected]):
    """All uses that one room names. A page of the list reads only a part of them."""

    def __init__(self, use: Use) -> None:
        self._use = use

    def __len__(self) -> int:
        return self._use.number

    def __getitem__(self, part: Any) -> Any:
        assert isinstance(part, slice), "a paginator asks for parts"
        return self._use.names(part.start, part.stop - part.start)


@dataclass(frozen=True, slots=True)
class AffectedList:
    """One list: "Email signatures", how many, and the part that is shown. `parameter` names the
    number of its part in the address. `places` is of a list in parts: how many stand where."""

    where: str
    number: int
    part: Page
    parameter: str
    places: Sequence[tuple[str, int]] = ()


def affected_lists(item: Any, query: Any) -> list[AffectedList]:
    """A list of each room that shows such things, the longest of 25 names at once. Empty ones are
    left out, so that the others stand side by side; all are there where all are empty."""
    lists = []
    for position, use in enumerate(all_uses(item), start=1):
        parameter = f"list{position}"
        part = Paginator(_Names(use), AT_ONCE).get_page(query.get(parameter))
        places = use.places() if part.has_other_pages() else ()
        lists.append(AffectedList(use.where, use.number, part, parameter, places))
    return [each for each in lists if each.number] or lists


class AffectedEditView(EditView):
    """Shows who is affected above a form that is confirmed below it."""

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
            # Wagtail's form is sent to the address at which the object is edited.
            "action_url": self.request.path,
        }

    def is_valid(self, form: Any) -> bool:
        """Says at the top what is wrong: the fields stand below long lists."""
        is_valid: bool = super().is_valid(form)
        # Questions of the gate bring Wagtail's own list.
        if not is_valid and not form.non_field_errors() and not self.expects_json_response:
            faults = ((str(fault),) for found in form.errors.values() for fault in found)
            self.produced_error_message: Any = format_html(
                '{} <ul class="errorlist">{}</ul>',
                self.get_error_message(),
                format_html_join("", "<li>{}</li>", faults),
            )
        return is_valid

    def get_usage_url(self) -> None:
        return None
