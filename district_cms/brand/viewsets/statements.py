"""The screens of approved statements: the list, the first wording, the next one, the end."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from district_cms.publishing.objects import QuestionsPanel
from district_cms.web.tables import StackedTable
from district_cms.web.times import date_text

from ..forms import RetireStatementForm, StatementForm, WordingForm
from ..models import Statement
from .affected import AffectedEditView


def _bound(*panels: Any, **options: Any) -> Any:
    return ObjectList(list(panels), **options).bind_to_model(Statement)


def state_of(statement: Statement) -> str:
    """ "Since August 1, 2026", "From January 4, 2027", or "Ended June 30, 2026"."""
    today = timezone.localdate()
    if statement.valid_to is not None:
        day = {"day": date_text(statement.valid_to)}
        if statement.valid_to < today:
            return gettext("Ended %(day)s") % day
        return gettext("Until %(day)s") % day
    begins = {"day": date_text(statement.valid_from)}
    if statement.valid_from > today:
        return gettext("From %(day)s") % begins
    return gettext("Since %(day)s") % begins


class StatementIndexView(IndexView):
    """The newest wording of each statement; those before it are in its own screen."""

    table_class = StackedTable

    def get_base_queryset(self) -> Any:
        newer = Statement.objects.filter(
            organization=OuterRef("organization"),
            kind=OuterRef("kind"),
            language=OuterRef("language"),
            version__gt=OuterRef("version"),
        )
        return super().get_base_queryset().filter(~Exists(newer)).select_related("organization")


class StatementEditView(AffectedEditView):
    page_title = _("Change this statement")
    error_message = _("The wording is not changed yet.")
    submit_button_label = _("Save the wording")
    success_message = _("“%(object)s” has its new wording.")
    template_name = "brand/admin/statement_edit.html"
    explanation = _(
        "Everything listed here says the new wording from the day that you choose. Emails that "
        "were sent stay as they are. Employees find their new signature under “My signature”; "
        "they get no email about it."
    )

    @property
    def header_buttons(self) -> Any:
        retire = HeaderButton(
            _("Retire it"),
            reverse("statements:retire", args=[self.object.pk]),
            icon_name="bin",
            priority=10,
        )
        return [*super().header_buttons, retire]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = Statement.objects.same(self.object).order_by("-version")
        return {**super().get_context_data(**kwargs), "versions": versions}


class StatementRetireView(AffectedEditView):
    page_title = _("Retire this statement")
    error_message = _("The statement is not retired yet.")
    submit_button_label = _("Retire it")
    success_message = _("“%(object)s” is retired.")
    explanation = _(
        "Everything listed here no longer says it after its last day. Emails that were sent stay "
        "as they are."
    )


class StatementViewSet(ModelViewSet):
    model = Statement
    icon = "openquote"
    menu_label = _("Statements")
    copy_view_enabled = False
    index_view_class = StatementIndexView
    edit_view_class = StatementEditView
    edit_template_name = StatementEditView.template_name
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("organization"), FieldPanel("language")]),
            FieldPanel("text"),
            FieldRowPanel([FieldPanel("owner"), FieldPanel("valid_from")]),
            QuestionsPanel(),
        ],
        base_form_class=StatementForm,
    )
    list_display = [
        "text",
        Column("kind_label", label=_("Kind"), sort_key="kind"),
        Column("organization", label=_("Whose"), sort_key="organization__name"),
        Column("get_language_display", label=_("Language"), sort_key="language"),
        "owner",
        Column("state", label=_("Status"), accessor=state_of),
    ]
    list_export = ["kind", "organization", "language", "text", "owner", "valid_from", "valid_to"]
    list_filter = ["kind", "organization", "language"]
    ordering = ["organization__kind", "organization__name", "kind", "language"]

    def get_common_view_kwargs(self, **kwargs: Any) -> Any:
        return super().get_common_view_kwargs(
            **{"usage_url_name": None, "delete_url_name": None, **kwargs}
        )

    def get_edit_view_kwargs(self, **kwargs: Any) -> Any:
        panel = _bound(
            FieldPanel("text"),
            FieldRowPanel([FieldPanel("owner"), FieldPanel("valid_from")]),
            QuestionsPanel(),
            FieldPanel("confirm"),
            base_form_class=WordingForm,
        )
        return super().get_edit_view_kwargs(
            **{"panel": panel, "form_class": panel.get_form_class(), **kwargs}
        )

    def get_urlpatterns(self) -> Any:
        panel = _bound(
            FieldPanel("last_day"), FieldPanel("confirm"), base_form_class=RetireStatementForm
        )
        retire = self.construct_view(
            StatementRetireView,
            **{
                **self.get_edit_view_kwargs(),
                "panel": panel,
                "form_class": panel.get_form_class(),
                "template_name": StatementRetireView.template_name,
            },
        )
        # A wording is never deleted: what was said, and when, stays.
        kept = (each for each in super().get_urlpatterns() if each.name not in {"usage", "delete"})
        return [*kept, path("<int:pk>/retire/", retire, name="retire")]
