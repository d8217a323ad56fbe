"""The screens of logos: the list, one logo, another picture for it, its end."""

from typing import Any

from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from district_cms.publishing.objects import QuestionsPanel
from district_cms.web.tables import StackedTable
from district_cms.web.times import date_text

from ..forms import LogoForm, PictureForm, RetireLogoForm, UseAgainForm
from ..models import Logo, LogoVersion
from ..services import delete_logo
from ..uses import why_it_stays
from .affected import AffectedEditView

SAID: tuple[Any, ...] = (
    FieldPanel("name"),
    FieldPanel("description"),
    FieldPanel("organization"),
    FieldRowPanel(
        [FieldPanel("clear_space"), FieldPanel("smallest_height")], heading=_("How it is shown")
    ),
    QuestionsPanel(),
)


def _bound(*panels: Any, **options: Any) -> Any:
    return ObjectList(list(panels), **options).bind_to_model(Logo)


class LogoPicture(Column):
    """The logo itself: names alone do not tell one from another."""

    cell_template_name = "brand/admin/logo_cell.html"


def state_of(logo: Logo) -> str:
    """ "In use", "Until June 30, 2027" or "Retired", by the versions that are read with it."""
    today = timezone.localdate()
    if not logo.active:
        return gettext("Retired")
    versions: list[LogoVersion] = list(logo.versions.all())
    ends = [each.valid_to for each in versions]
    if not versions or None in ends:
        return gettext("In use")
    last = max(day for day in ends if day is not None)
    if last < today:
        return gettext("Retired")
    return gettext("In use until %(day)s") % {"day": date_text(last)}


class LogoIndexView(IndexView):
    table_class = StackedTable

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("versions")


class LogoEditView(EditView):
    """What is said of a logo. Its picture and its end have screens of their own, which show first
    who is affected."""

    @cached_property
    def header_buttons(self) -> Any:
        logo = self.object
        offered = []
        if logo.active:
            offered.append((_("Replace the picture"), "replace", "image"))
            offered.append((_("Retire it"), "retire", "bin"))
        if not (logo.active and logo.versions.filter(valid_to=None).exists()):
            offered.append((_("Use it again"), "again", "rotate"))
        return [
            *super().header_buttons,
            *(
                HeaderButton(label, reverse(f"logos:{name}", args=[logo.pk]), icon_name=icon)
                for label, name, icon in offered
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = self.object.versions.order_by("-valid_from", "-pk")
        return {**super().get_context_data(**kwargs), "versions": versions}


class LogoReplaceView(AffectedEditView):
    page_title = _("Replace the picture")
    error_message = _("The picture is not replaced yet. Choose its file again as well.")
    submit_button_label = _("Replace it")
    success_message = _("“%(object)s” has its new picture.")
    explanation = _(
        "Everything listed here shows the new picture from the day that you choose. Emails that "
        "were sent keep the old one: it is still served at its address. Employees find "
        "their new signature under “My signature”; they get no email about it."
    )


class LogoRetireView(AffectedEditView):
    page_title = _("Retire this logo")
    error_message = _("The logo is not retired yet.")
    submit_button_label = _("Retire it")
    success_message = _("“%(object)s” is retired.")
    explanation = _(
        "Everything listed here loses this logo. Emails that were sent keep it: it is still "
        "served at its address."
    )


class LogoAgainView(AffectedEditView):
    page_title = _("Use this logo again")
    submit_button_label = _("Use it again")
    success_message = _("“%(object)s” may be used again.")
    explanation = _("It has the picture that it had last.")


class LogoDeleteView(DeleteView):
    """Wagtail's own, which says first who has the logo: while it is in use, it stays."""

    @cached_property
    def why_it_stays(self) -> str:
        return why_it_stays(self.object)

    @property
    def confirmation_message(self) -> str:
        if not self.why_it_stays:
            return gettext(
                "Deleting removes its pictures for good: emails that were sent with it show an "
                "empty space. To end its use and keep them, retire it."
            )
        return gettext("This logo is in use and cannot be deleted. %(reason)s") % {
            "reason": self.why_it_stays
        }

    def delete_action(self) -> None:
        delete_logo(logo=self.object, user=self.request.user)


class LogoViewSet(ModelViewSet):
    model = Logo
    icon = "image"
    menu_label = _("Logos")
    list_display = [
        "name",
        LogoPicture("file", label=_("Picture")),
        Column("organization.kind_label", label=_("Kind"), sort_key="organization__kind"),
        Column("organization", label=_("Owner"), sort_key="organization__name"),
        Column("state", label=_("Status"), accessor=state_of),
    ]
    list_export = ["name", "organization", "active"]
    list_filter = ["organization__kind", "organization", "active"]
    ordering = ["name"]
    index_view_class = LogoIndexView
    edit_view_class = LogoEditView
    delete_view_class = LogoDeleteView
    edit_template_name = "brand/admin/logo_edit.html"
    delete_template_name = "brand/admin/logo_delete.html"
    edit_handler = ObjectList([FieldPanel("file"), *SAID], base_form_class=LogoForm)

    def get_common_view_kwargs(self, **kwargs: Any) -> Any:
        # Wagtail counts rows that point at a logo, and signatures are drawn without one: it would
        # say "used 0 times" beside our count.
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})

    def get_edit_view_kwargs(self, **kwargs: Any) -> Any:
        panel = _bound(*SAID, base_form_class=LogoForm)
        return super().get_edit_view_kwargs(
            **{"panel": panel, "form_class": panel.get_form_class(), **kwargs}
        )

    def _affecting(self, view: Any, panel: Any) -> Any:
        return self.construct_view(
            view,
            **{
                **self.get_edit_view_kwargs(),
                "panel": panel,
                "form_class": panel.get_form_class(),
                "template_name": view.template_name,
            },
        )

    def get_urlpatterns(self) -> Any:
        replace = self._affecting(
            LogoReplaceView,
            _bound(
                FieldPanel("file"),
                FieldPanel("description"),
                FieldPanel("described"),
                FieldPanel("valid_from"),
                QuestionsPanel(),
                FieldPanel("confirm"),
                base_form_class=PictureForm,
            ),
        )
        retire = self._affecting(
            LogoRetireView,
            _bound(
                FieldPanel("last_day"),
                FieldPanel("replaced_by"),
                FieldPanel("confirm"),
                base_form_class=RetireLogoForm,
            ),
        )
        again = self._affecting(LogoAgainView, _bound(base_form_class=UseAgainForm))
        return [
            *(each for each in super().get_urlpatterns() if each.name != "usage"),
            path("<int:pk>/replace/", replace, name="replace"),
            path("<int:pk>/retire/", retire, name="retire"),
            path("<int:pk>/again/", again, name="again"),
        ]
