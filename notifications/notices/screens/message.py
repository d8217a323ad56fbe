"""The screen of a message, the one front door for what a school says, and the sheet of one."""

from collections.abc import Iterable
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages as admin_messages
from wagtail.admin.views.generic import CreateView
from wagtail.permissions import policy_registry

from district_cms.schools.banners.permissions import may_for_district, schools_to_choose
from district_cms.schools.banners.wording import APPROVED, NOON, usual_end
from district_cms.web.accounts import SignedInRequest

from ...models import Standing, UrgentNotice
from ..forms import OTHER, PLAIN, MessageForm, SafetyForm, what_of
from ..previewing import Progress, live_alike, preview_context, urgent_there
from ..second_person import second_persons
from ..services import send_urgent_notice, where_in_words
from ..wording import where_of
from .base import NAMESPACES, NoticeView, NoticeViewSet, RedirectsToSheet, WaitingEditView, page_of
from .history import became

# A form with only these errors is whole: the checks ask for a reason.
ASKED: Final = frozenset({"privacy_reason"})


def _keys(values: Iterable[str]) -> set[int]:
    return {int(value) for value in values if value.isdecimal()}


def _line_and_copy(notice: UrgentNotice) -> dict[str, str]:
    """Returns the name before the line on the website, and the words for systems not ours."""
    place = where_of(notice).name
    words = "\n\n".join(filter(None, (f"{place}: {notice.text_en}", notice.text_es)))
    return {"place": place, "copy": words}


class MessageView(RedirectsToSheet):
    """The screen of a message: its form, and below it the website, the email and the text as they
    will be. `preview` and `own` in a form's data save nothing; `own` offers the approved words to
    be changed."""

    request: Any
    template_name = "notifications/admin/message_form.html"
    form: MessageForm

    def form_valid(self, form: MessageForm) -> HttpResponse:
        user, sent = self.request.user, self.request.POST
        if "own" in sent:
            # Written into the form's own copy of what was typed.
            form.data = form.data.copy()
            for name in UrgentNotice.checked_fields:
                form.data[name] = getattr(form.instance, name)
        if "preview" in sent or "own" in sent:
            return self._display(form)
        at_once = not form.instance.needs_second_person
        alike = live_alike(form.instance, user, also=self._instead()) if at_once else []
        live = {each.pk for each in alike}
        if live - _keys(sent.getlist("offered")):
            messages.warning(
                self.request,
                _("Nothing was posted yet: a message like this is on the website already."),
            )
            return self._display(form)
        self.form = form
        with transaction.atomic():
            self.object = self.save_instance()  # type: ignore[attr-defined]
            if at_once:
                send_urgent_notice(
                    notice=self.object,
                    user=user,
                    seen=self.object.fingerprint,
                    replace=live if "replace" in sent else (),
                )
        messages.success(self.request, self._result())
        return redirect(page_of(self.object))

    def form_invalid(self, form: MessageForm) -> HttpResponse:
        if "preview" in self.request.POST:
            return self._display(form)
        return super().form_invalid(form)  # type: ignore[misc]

    def _display(self, form: MessageForm) -> HttpResponse:
        self.form = form
        return self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]

    def _result(self) -> str:
        notice = self.object
        if notice.needs_second_person:
            number = len(second_persons(notice))
            return ngettext(
                "Saved. Nothing is posted yet. %(number)d person was asked to look it over.",
                "Saved. Nothing is posted yet. %(number)d people were asked to look it over.",
                number,
            ) % {"number": number}
        if notice.sends:
            return _("The notice is on the website, and the messages are on their way.")
        if notice.starts_at > timezone.now():
            return _("It is planned. It appears on the website and ends by itself.")
        return _("It is at the top of the website now.")

    def _notice(self, form: MessageForm) -> UrgentNotice | None:
        """Returns what to preview: the notice of the form as typed or as it starts; None while
        something is missing."""
        if form.is_bound:
            return form.instance if form.is_valid() or set(form.errors) <= ASKED else None
        return form.instance if form.instance.pk else self._first(form)

    def _first(self, form: MessageForm) -> UrgentNotice | None:
        return None

    def _instead(self) -> set[int]:
        """Returns the key of the message that this one starts from, if any."""
        return _keys([(self.request.POST or self.request.GET).get("instead", "")])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        notice = self._notice(context["form"])
        form = context["form"]
        typed = any(form[name].value() for name in UrgentNotice.checked_fields)
        words_open = typed or form["what"].value() in {OTHER, PLAIN}
        context |= {"notice": notice, "words_open": words_open, "instead": self._instead()}
        if notice is None:
            return context
        at_once = not notice.needs_second_person
        alike = live_alike(notice, self.request.user, also=self._instead()) if at_once else []
        return context | {
            **preview_context(notice, self.request.user),
            "at_once": at_once,
            "alike": alike,
            **_line_and_copy(notice),
            "standing": urgent_there(notice, alike),
        }


class MessageCreateView(MessageView, CreateView):
    """The form of a new message. `?usual=` in its address chooses an emergency, `?instead=` a
    message that it starts from and may replace."""

    page_title = gettext_lazy("New message")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, _new = super().get_breadcrumbs_items()
        return [*above, {"url": "", "label": self.get_page_title()}]

    def get_page_subtitle(self) -> str:
        return ""

    def get_initial(self) -> dict[str, Any]:
        schools = list(schools_to_choose(self.request.user)[:2])
        district = may_for_district(self.request.user)
        only = schools[:1] if len(schools) == 1 and not district else []
        usual = self.request.GET.get("usual", "")
        return {
            **super().get_initial(),
            "what": usual if usual in APPROVED else "",
            "whole_district": district and usual in APPROVED,
            "schools": only,
            "ends_at": usual_end(),
            "closes_at": NOON,
            "sends": False,
            **self._values_of(),
        }

    def _values_of(self) -> dict[str, Any]:
        """Returns what a message starts with that takes the place of another one."""
        policy = policy_registry.get_by_type(UrgentNotice)
        own = policy.instances_user_has_permission_for(self.request.user, "change")
        old = own.filter(pk__in=self._instead()).first()
        if old is None:
            return {}
        values = model_to_dict(old, fields=MessageForm.Meta.fields)
        if old.is_approved:
            values |= dict.fromkeys(UrgentNotice.checked_fields, "")
        return values | {"what": what_of(old), "privacy_reason": ""}

    def _first(self, form: MessageForm) -> UrgentNotice | None:
        values = {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields}
        schools, what = values.pop("schools"), values.pop("what")
        if not what or not (schools or values.get("whole_district")):
            return None
        emergency = what if what in APPROVED else ""
        notice = UrgentNotice(**values, emergency=emergency, plain=what == PLAIN)
        notice.chosen = schools
        for name, words in notice.approved_words.items():
            setattr(notice, name, getattr(notice, name) or words)
        return notice if notice.text_en else None


class MessageEditView(MessageView, WaitingEditView):
    """The form of a message that waits for a second person."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "what": what_of(self.object)}


class UrgentNoticeView(NoticeView):
    page_title = gettext_lazy("Message")
    template_name = "notifications/admin/notice_urgent.html"

    def send(self, request: SignedInRequest) -> HttpResponse:
        reason, alone = "", "send_alone" in request.POST
        if alone:
            form = SafetyForm(request.POST)
            if not form.is_valid():
                # Wagtail links the message to the field.
                message = _(
                    "Nothing was sent: the reason why it cannot wait is missing or too long."
                )
                admin_messages.error(request, message)
                return self.render_to_response(self.get_context_data(form=form), status=422)
            reason = form.cleaned_data["reason"]
        sent = send_urgent_notice(
            notice=self.object,
            user=request.user,
            seen=request.POST.get("seen", ""),
            reason=reason,
            replace=_keys(request.POST.getlist("replace")),
        )
        result = _("The notice is on the website, and the messages are on their way.")
        messages.success(request, result if sent.sends else _("It is on the website."))
        return self.back()

    def can_stop(self, progress: Progress | None) -> bool:
        on_website = self.object.ends_at > timezone.now()
        return on_website or super().can_stop(progress)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notice = self.object
        waiting = notice.standing == Standing.WAITING
        alike = live_alike(notice, self.request.user) if waiting else []
        return {
            **super().get_context_data(**kwargs),
            "alike": alike,
            "standing": urgent_there(notice, alike) if waiting else (),
            "where": where_in_words(notice),
            **_line_and_copy(notice),
            "second_person": notice.made_by_id not in (None, self.request.user.pk)
            or not notice.needs_second_person,
            "form": kwargs.get("form") or SafetyForm(),
            "became": became(notice),
            "change_url": f"{reverse('notices:add')}?instead={notice.pk}",
        }


class UrgentNoticeViewSet(NoticeViewSet):
    model = UrgentNotice
    icon = "warning"
    add_view_class = MessageCreateView
    edit_view_class = MessageEditView
    inspect_view_class = UrgentNoticeView
    create_template_name = edit_template_name = "notifications/admin/message_form.html"
    inspect_template_name = "notifications/admin/notice_urgent.html"

    def get_form_class(self, for_update: bool = False) -> type[MessageForm]:
        return MessageForm

    def get_url_name(self, view_name: str) -> str:
        return "notices:add" if view_name == "add" else super().get_url_name(view_name)


urgent_notice_viewset = UrgentNoticeViewSet(NAMESPACES[UrgentNotice])
