"""The delivery report of a notice: who got it, who did not, and why."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from district_cms.web.accounts import SignedInRequest

from ...models import FamilyNotice, Message
from ...screens.deliveries.rows import MessagesView, with_why
from ..delivery import few_text, lines_of
from ..permissions import check_may_change
from ..progress import Progress, progress_of


class NoticeReportView(MessagesView):
    """For whoever decides about the notice; who may not see addresses reads them masked, and of a
    channel by which only one or two got it nothing but that."""

    page_title = _("Who got it")
    template_name = "notifications/admin/notice_report.html"
    any_permission_required: Any = ["change"]
    # Of which kind, and under which names its screens stand.
    kind: Any = FamilyNotice
    namespace = ""
    export_filename = "notice"

    def setup(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> None:
        self.notice = get_object_or_404(self.kind._default_manager, pk=kwargs["pk"])
        super().setup(request, *args, **kwargs)

    def dispatch(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> Any:
        check_may_change(user=request.user, notice=self.notice)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def progress(self) -> Progress:
        return progress_of(self.notice, timezone.now())

    def get_base_queryset(self) -> Any:
        rows = Message.objects.filter(content__in=self.notice.content_ids)
        if not self.sees_addresses:
            rows = rows.filter(channel__in=self.progress.told.states)
        return with_why(rows)

    def of_what(self) -> dict[str, Any]:
        return {"notice": self.notice.pk, "list": f"{self.notice.kind} notice"}

    def get_page_subtitle(self) -> str:
        return str(self.notice)

    def get_index_url(self) -> str:
        return self._address("report")

    def get_index_results_url(self) -> str:
        return self._address("report_results")

    def _address(self, name: str) -> str:
        return reverse(f"{self.namespace}:{name}", args=[self.notice.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        sheet = {"url": self._address("inspect"), "label": str(self.notice)}
        return [*self.breadcrumbs_items, sheet, {"url": "", "label": _now("Who got it")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "lines": lines_of(self.progress, whole=self.sees_addresses),
            "few": few_text(),
            "leaves_out": not self.sees_addresses and self.progress.leaves_out,
            "sheet_url": self._address("inspect"),
            "sees_addresses": self.sees_addresses,
        }
