"""The screen on which the classes of a school go on in the next school year."""

import re
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages as with_buttons
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.accounts import SignedInRequest

from ...addresses import class_name
from ...models import ClassroomPage, TeacherPage
from .services import (
    GoneOn,
    Offer,
    begins_on,
    go_on,
    left_over,
    offers_for,
    proposed,
    teacher_pages_at,
    year_before,
    years_to_fill,
)

MAY: Final = "classroom.add_classroomteacher"
# As many pages as are made and published within a request.
AT_ONCE: Final = 20
# As long a number as a database's key may be.
OF_CLASS: Final = re.compile(r"class_([0-9]{1,9})")


def of_class(classroom: ClassroomPage) -> str:
    return f"class_{classroom.pk}"


class WhereForm(forms.Form):
    """Which year is filled, and of which school."""

    into: "forms.ModelChoiceField[SchoolYear]" = forms.ModelChoiceField(
        SchoolYear.objects.none(), label=gettext_lazy("School year"), empty_label=None
    )
    school: "forms.ModelChoiceField[SchoolPage]" = forms.ModelChoiceField(
        SchoolPage.objects.none(), label=gettext_lazy("School"), empty_label=None
    )

    def __init__(self, *args: Any, years: list[SchoolYear], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["into"].queryset = SchoolYear.objects.filter(pk__in=[year.pk for year in years])
        fields["school"].queryset = SchoolPage.objects.live().order_by("title")


class NextYearForm(forms.Form):
    """For each class below whose page it goes on, or that it does not."""

    def __init__(
        self, *args: Any, offers: list[Offer], pages: list[TeacherPage], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers
        self.pages = {str(page.pk): page for page in pages}
        choices = [
            ("", _("It does not go on")),
            *((pk, page.title) for pk, page in self.pages.items()),
        ]
        for offer in offers:
            self.fields[of_class(offer.classroom)] = forms.ChoiceField(
                label=offer.name,
                choices=choices,
                required=False,
                initial=str(offer.teacher_page.pk) if offer.teacher_page else "",
                help_text=offer.why,
            )

    @property
    def chosen(self) -> list[tuple[ClassroomPage, TeacherPage]]:
        wanted = [
            (offer.classroom, self.cleaned_data.get(of_class(offer.classroom)))
            for offer in self.offers
        ]
        return [(classroom, self.pages[pk]) for classroom, pk in wanted if pk]


class NextYearView(WagtailAdminTemplateMixin, FormView):
    template_name = "classroom/admin/next_year.html"
    form_class = NextYearForm
    page_title = gettext_lazy("Classes of the next school year")
    header_icon = "date"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.request.user.has_perm(MAY):
            raise PermissionDenied
        self.years = years_to_fill(timezone.localdate())
        schools = SchoolPage.objects.live().order_by("title")
        self.first_school = schools.values_list("pk", flat=True).first()
        if not self.can_begin:
            # Also what was sent before the last year or school went.
            return super().dispatch(request) if request.method == "GET" else redirect(request.path)
        self.where = WhereForm(self._asked(), years=self.years)
        if not self.where.is_valid():
            return redirect(request.path)
        return super().dispatch(request, *args, **kwargs)

    @property
    def can_begin(self) -> bool:
        """Whether there are a year to fill and a school."""
        return bool(self.years and self.first_school)

    def _asked(self) -> dict[str, Any]:
        """What the address says, else the year that begins next and the first school."""
        year = proposed(self.years, timezone.localdate())
        return {
            "into": self.request.GET.get("into", year.pk),
            "school": self.request.GET.get("school", self.first_school),
        }

    @cached_property
    def into(self) -> SchoolYear:
        year: SchoolYear = self.where.cleaned_data["into"]
        return year

    @cached_property
    def before(self) -> SchoolYear:
        year = year_before(self.into)
        assert year is not None  # of a year to fill there is one
        return year

    @cached_property
    def left(self) -> "QuerySet[ClassroomPage]":
        left = left_over(self.where.cleaned_data["school"], self.before, self.into)
        return left.select_related("started_from", "school_year")

    @cached_property
    def classes(self) -> Any:
        """Those on this screen, of all that are left."""
        return Paginator(self.left, AT_ONCE).get_page(self.request.GET.get("p"))

    @cached_property
    def sent(self) -> dict[int, str]:
        """{class: whose page, or ""}, as it came."""
        found = ((OF_CLASS.fullmatch(name), value) for name, value in self.request.POST.items())
        return {int(match[1]): str(value) for match, value in found if match}

    def get_form(self, form_class: Any = None) -> Any:
        if not self.can_begin:
            return None
        pages = teacher_pages_at(self.where.cleaned_data["school"], self.into)
        # Others may have made classes since the screen was shown: then others stand on it now.
        shown = self.left.filter(pk__in=self.sent)[:AT_ONCE] if self.sent else self.classes
        offers = offers_for(shown, pages, self.before, self.into)
        return NextYearForm(offers=offers, pages=pages, **self.get_form_kwargs())

    def form_valid(self, form: NextYearForm) -> HttpResponse:
        made = go_on(chosen=form.chosen, into=self.into, actor=self.request.user)
        self._say(made)
        asked = {"into": self.into.pk, "school": self.where.cleaned_data["school"].pk}
        if self.classes.number > 1:
            asked["p"] = self.classes.number
        return redirect(f"{self.request.path}?{urlencode(asked)}")

    def _say(self, made: GoneOn) -> None:
        number = len(made.live)
        if number:
            words = ngettext(
                "%(number)d class has its page for %(year)s, and its teacher.",
                "%(number)d classes have their pages for %(year)s, and their teachers.",
                number,
            )
            messages.success(self.request, words % {"number": number, "year": self.into.name})
        for page in made.drafts:
            words = _("“%(title)s” is a draft: the checks ask something about it.")
            edit = with_buttons.button(
                reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Open it")
            )
            with_buttons.warning(self.request, words % {"title": class_name(page)}, buttons=[edit])
        wanted = sum(1 for page in self.sent.values() if page)
        if not wanted:
            messages.info(self.request, _("No class was chosen. Nothing has changed."))
        not_made = wanted - len(made.live) - len(made.drafts)
        if not_made:
            words = ngettext(
                "%(number)d class was not made: by now it has a page for %(year)s, or is not live.",
                "%(number)d classes were not made: by now they have pages for %(year)s, or are not "
                "live.",
                not_made,
            )
            messages.info(self.request, words % {"number": not_made, "year": self.into.name})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not self.can_begin:
            return {**context, "years": SchoolYear.objects.count(), "no_school": bool(self.years)}
        school = self.where.cleaned_data["school"]
        there = ClassroomPage.objects.filter(school_year=self.into).descendant_of(school)
        return {
            **context,
            "where": self.where,
            "into": self.into,
            "before": self.before,
            "school": school,
            "classes": self.classes,
            "there": there.count(),
            "begins_today": begins_on(self.into, timezone.localdate()) is not None,
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("class-assignments:index"), "label": _("Class assignments")},
            {"url": "", "label": self.page_title},
        ]


def urls() -> list[Any]:
    return [path("classes/next-year/", NextYearView.as_view(), name="classroom_next_year")]
