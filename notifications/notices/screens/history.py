"""The list of everything that schools and classes said, with what became of each."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, F, Q, Value
from django.db.models import Count as CountOf
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry

from district_cms.people.models import User
from district_cms.schools.banners.permissions import schools_to_choose
from district_cms.schools.banners.services import end_banner
from district_cms.schools.models import Banner
from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import MomentColumn, StackedTable
from district_cms.web.times import moment_text

from ...models import (
    BannerLink,
    Channel,
    ClassNotice,
    FamilyNotice,
    Message,
    Standing,
    UrgentNotice,
)
from ...permissions import can_see_addresses
from ...rules.masking import is_few
from ...rules.state import SENT
from ..recipients import NEW_FOR
from ..services import where_in_words
from .base import page_of

MODELS: Final = {"urgent": UrgentNotice, "class": ClassNotice, "line": Banner}
STANDINGS: Final = {
    "shown": gettext_lazy("On the website until %(end)s"),
    "planned": gettext_lazy("Planned until %(end)s"),
    "over": gettext_lazy("Ended"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    title: str
    what: str
    where: str
    became: str
    written_by: str
    at: dt.datetime
    url: str


def became(notice: FamilyNotice) -> str:
    """Returns what became of a notice, in words; without the numbers of its messages."""
    urgent, now = isinstance(notice, UrgentNotice), timezone.now()
    until = (
        notice.ends_at if isinstance(notice, UrgentNotice) else (notice.sent_at or now) + NEW_FOR
    )
    if notice.standing == Standing.WAITING:
        if not urgent:
            return str(Standing.WAITING.label)
        return _("Waits for a second person") if until > now else _("Never posted: its time passed")
    if notice.sent_at is None:
        return _("Withdrawn, nobody got it")
    if notice.standing == Standing.REPLACED:
        return _("Replaced by a newer one")
    if notice.standing == Standing.WITHDRAWN:
        return _("Ended early")
    if until <= now:
        return _("Ended")
    if isinstance(notice, UrgentNotice) and not notice.sends and notice.starts_at > now:
        return _("Planned for %(start)s") % {"start": moment_text(notice.starts_at)}
    words = _("On the website until %(end)s") if urgent else _("On the class page until %(end)s")
    return words % {"end": moment_text(until)}


def _reached(notices: Iterable[FamilyNotice], user: User) -> dict[FamilyNotice, str]:
    """Returns, for notices that were sent, to how many by which channel. One query."""
    of_content = {content: notice for notice in notices for content in notice.content_ids}
    rows = Message.objects.filter(content__in=of_content, state__in=SENT).order_by()
    counts: dict[FamilyNotice, Counter[str]] = {notice: Counter() for notice in of_content.values()}
    for content, channel, number in rows.values_list("content", "channel").annotate(
        number=CountOf("address", distinct=True)
    ):
        counts[of_content[content]][channel] += number
    whole = can_see_addresses(user)
    return {notice: _sent(own, whole=whole) for notice, own in counts.items()}


def _sent(own: Counter[str], *, whole: bool) -> str:
    if not whole and any(map(is_few, own.values())):
        return _("sent, to fewer than 3 by email or by text")
    mails, texts = own[Channel.EMAIL], own[Channel.TEXT]
    by_mail = ngettext("sent to %(n)d by email", "sent to %(n)d by email", mails) % {"n": mails}
    by_text = ngettext("%(n)d by text", "%(n)d by text", texts) % {"n": texts}
    return f"{by_mail}, {by_text}" if texts else by_mail


def _what(notice: FamilyNotice) -> str:
    if not isinstance(notice, UrgentNotice):
        return _("Class notice")
    if notice.plain:
        return _("Good to know")
    return str(notice.get_emergency_display() if notice.emergency else _("Urgent"))


def _rows(user: User, keys: Iterable[tuple[str, int]]) -> list[Row]:
    """Returns the rows of one page of the list. A fixed number of queries."""
    keys = list(keys)
    pks = {kind: [pk for each, pk in keys if each == kind] for kind in MODELS}
    urgent = UrgentNotice.objects.prefetch_related("schools").in_bulk(pks["urgent"])
    of_class = ClassNotice.objects.in_bulk(pks["class"])
    lines = Banner.objects.select_related("school").in_bulk(pks["line"])
    notices: list[FamilyNotice] = [*urgent.values(), *of_class.values()]
    reached = _reached(notices, user)
    rows = []
    for kind, pk in keys:
        if kind == "line":
            rows.append(_row_of_line(lines[pk]))
            continue
        notice: Any = (urgent if kind == "urgent" else of_class)[pk]
        place = where_in_words(notice) if kind == "urgent" else notice.class_name
        title = Truncator(str(notice)).chars(80)
        result = "; ".join(filter(None, (became(notice), reached.get(notice, ""))))
        rows.append(
            Row(
                title,
                _what(notice),
                place,
                result,
                notice.made_by_name,
                notice.made_at,
                page_of(notice),
            )
        )
    return rows


def _row_of_line(line: Banner) -> Row:
    result = STANDINGS[line.standing()] % {"end": moment_text(line.ends_at)}
    place = line.school.title if line.school is not None else _("The whole district")
    address = reverse("notices:line", args=[line.pk])
    title = Truncator(line.text_en).chars(80)
    return Row(title, _("Website"), place, result, "", line.starts_at, address)


def _own(model: Any, user: User) -> Any:
    policy = policy_registry.get_by_type(model)
    return policy.instances_user_has_any_permission_for(user, {"change"}).order_by()


def may_read(user: User) -> bool:
    """Returns True for accounts that write notices of any kind."""
    policies = [policy_registry.get_by_type(model) for model in (UrgentNotice, ClassNotice)]
    return any(policy.user_has_permission(user, "change") for policy in policies)


class NoticesPaginator(WagtailPaginator):
    """Counts notices of all kinds by one name."""

    verbose_name = gettext_lazy("notice")
    verbose_name_plural = gettext_lazy("notices")


class NoticesView(BaseListingView):
    """Lists the notices that the account may change, of one school if its address says so."""

    page_title = gettext_lazy("Notices")
    header_icon = "warning"
    template_name = "notifications/admin/notices.html"
    results_template_name = "notifications/admin/notices_results.html"
    table_class = StackedTable
    index_url_name = "notices:index"
    paginate_by = 20
    paginator_class = NoticesPaginator
    columns = (
        TitleColumn("title", label=gettext_lazy("Notice"), get_url=lambda row: row.url),
        Column("what", label=gettext_lazy("What")),
        Column("where", label=gettext_lazy("Where")),
        Column("became", label=gettext_lazy("What became of it")),
        Column("written_by", label=gettext_lazy("Written by")),
        MomentColumn("at", label=gettext_lazy("When")),
    )

    def dispatch(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read(request.user):
            raise PermissionDenied(_("Notices are for people who write them."))
        self.may_post = policy_registry.get_by_type(UrgentNotice).user_has_permission(
            request.user, "add"
        )
        self.schools = list(schools_to_choose(request.user)) if self.may_post else []
        chosen = request.GET.get("school", "")
        self.school = next((each for each in self.schools if str(each.pk) == chosen), None)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @property
    def header_buttons(self) -> list[HeaderButton]:
        new = HeaderButton(_("New message"), url=reverse("notices:add"), icon_name="plus")
        return [new] if self.may_post else []

    def get_base_queryset(self) -> Any:
        user, school = self.request.user, self.school
        rows = {kind: _own(model, user) for kind, model in MODELS.items()}
        known = BannerLink.objects.values("banner")
        rows["line"] = rows["line"].exclude(pk__in=known)
        if school is not None:
            of_urgent = UrgentNotice.schools.through._default_manager.filter(schoolpage=school.pk)
            here = Q(whole_district=True) | Q(pk__in=of_urgent.values("urgentnotice"))
            rows["urgent"] = rows["urgent"].filter(here)
            rows["class"] = rows["class"].filter(classroom__path__startswith=school.path)
            rows["line"] = rows["line"].filter(Q(school=None) | Q(school=school))
        parts = [
            each.annotate(
                kind=Value(kind, output_field=CharField()),
                moment=F("starts_at" if kind == "line" else "made_at"),
            ).values_list("kind", "pk", "moment")
            for kind, each in rows.items()
        ]
        return parts[0].union(*parts[1:], all=True).order_by("-moment", "kind", "-pk")

    def get_table(self, object_list: Any) -> Any:
        keys = [(kind, pk) for kind, pk, _moment in object_list]
        return super().get_table(_rows(self.request.user, keys))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        choice = self.schools if len(self.schools) > 1 else []
        return {**context, "schools": choice, "school": self.school, "may_post": self.may_post}


def line(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET shows a line of the website without a message; POST ends it."""
    banner = get_object_or_404(Banner.objects.select_related("school"), pk=pk)
    policy = policy_registry.get_by_type(Banner)
    if not policy.user_has_permission_for_instance(request.user, "change", banner):
        raise PermissionDenied(_("This notice belongs to another school."))
    if request.method == "POST":
        end_banner(banner=banner, user=request.user)
        messages.success(request, _("It is off the website."))
        return redirect("notices:index")
    context = {
        "page_title": _("On the website"),
        "banner": banner,
        "row": _row_of_line(banner),
        "is_over": banner.standing() == "over",
    }
    return render(request, "notifications/admin/website_line.html", context)


class NoticesItem(MenuItem):
    """The list's entry in the menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and may_read(request.user)


def menu_item() -> NoticesItem:
    return NoticesItem(
        gettext_lazy("Notices"), reverse_lazy("notices:index"), name="notices", icon_name="warning"
    )


def urls(add: Any) -> list[Any]:
    """Returns the routes of the list; `add` is the view of a new message."""
    return [
        path("", NoticesView.as_view(), name="index"),
        path("new/", add, name="add"),
        path("line/<int:pk>/", line, name="line"),
    ]
