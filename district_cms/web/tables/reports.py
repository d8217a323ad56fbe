"""Reports of which a rule of ours says who may see them, not a permission of Wagtail's."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import path, reverse_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView

from ..accounts import SignedInRequest


class OwnReport(ReportView):
    """Everyone else is refused, with `refusal` where it says why."""

    may_see: ClassVar[Any]
    """A static method: given an account, whether it may see the report."""
    refusal: ClassVar[Any] = ""

    def dispatch(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_see(request.user):
            raise PermissionDenied(self.refusal)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class OwnReportItem(MenuItem):
    """Its line in the menu *Reports*, for whoever may see it."""

    def __init__(self, report: type[OwnReport], **options: Any) -> None:
        address = reverse_lazy(report.index_url_name)
        super().__init__(report.page_title, address, icon_name=report.header_icon, **options)
        self._report = report

    def is_shown(self, request: SignedInRequest) -> bool:
        return bool(self._report.may_see(request.user))


def urls_of(report: type[OwnReport], address: str) -> list[Any]:
    """The report at an address that ends with a slash, and its list by itself."""
    return [
        path(address, report.as_view(), name=report.index_url_name),
        path(
            f"{address}results/",
            report.as_view(results_only=True),
            name=report.index_results_url_name,
        ),
    ]
