from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from .blocks import AssignmentsBlock, CurriculumBlock, EventsBlock, LessonBlock

IMAGE = "wagtailimages.Image"
UPDATES_A_PAGE = 10
COMING = 6


@register_setting
class DistrictInformation(BaseSiteSetting):
    name = models.CharField(max_length=255)
    mark = models.ForeignKey(
        IMAGE, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    street = models.CharField(max_length=255, blank=True)
    city = models.CharField(max_length=255, blank=True)
    phone = models.CharField(max_length=255, blank=True)
    email = models.CharField(max_length=255, blank=True)


class PlainSchoolPage(Page):
    template = "plain/school_page.html"

    mark = models.ForeignKey(
        IMAGE, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class PlainTeacherPage(Page):
    template = "plain/teacher_page.html"

    part = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=255, blank=True)
    phone = models.CharField(max_length=60, blank=True)


class PlainClassPage(Page):
    template = "plain/class_page.html"

    subject = models.CharField(max_length=60)
    grade = models.CharField(max_length=60)
    section = models.CharField(max_length=60, blank=True)
    room = models.CharField(max_length=60, blank=True)
    school_year = models.CharField(max_length=60)
    next_update = models.DateField(null=True, blank=True)
    next_update_note = models.CharField(max_length=255, blank=True)
    contact_email = models.CharField(max_length=255, blank=True)
    contact_phone = models.CharField(max_length=60, blank=True)
    contact_hours = models.CharField(max_length=255, blank=True)
    introduction = RichTextField(blank=True)
    good_to_know = RichTextField(blank=True)
    logo = models.ForeignKey(
        IMAGE, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def updates(self) -> Any:
        return PlainUpdatePage.objects.child_of(self).live().order_by("-period_start", "-path")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        today = timezone.localdate()
        later = self.updates().filter(period_start__gt=today).order_by("period_start", "path")
        others = Paginator(self.updates().exclude(period_start__gt=today), UPDATES_A_PAGE)
        found = others.get_page(request.GET.get("page"))
        latest, *earlier = list(found)
        events = [
            (event.value, update)
            for update in [*later, latest, *earlier[:3]]
            for event in update.events
            if event.value["date"] >= today
        ]
        events.sort(key=lambda pair: pair[0]["date"])
        return {
            **context,
            "updates_page": found,
            "latest": latest,
            "earlier": earlier,
            "later": later,
            "coming_up": events[:COMING],
        }


class PlainUpdatePage(Page):
    template = "plain/update_page.html"

    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    # The first words, which the lists show; the bakery demo has such a field, too.
    introduction = models.TextField(blank=True)
    lesson = StreamField(LessonBlock(), blank=True)
    lesson_none = models.CharField(max_length=255, blank=True)
    assignments = StreamField(AssignmentsBlock(), blank=True)
    assignments_none = models.CharField(max_length=255, blank=True)
    curriculum = StreamField(CurriculumBlock(), blank=True)
    curriculum_none = models.CharField(max_length=255, blank=True)
    events = StreamField(EventsBlock(), blank=True)
    events_none = models.CharField(max_length=255, blank=True)
    assessments = RichTextField(blank=True)

    # What a page says is found, as on Wagtail's own example site.
    search_fields = [
        *Page.search_fields,
        index.SearchField("lesson"),
        index.SearchField("assignments"),
        index.SearchField("assessments"),
    ]
