"""The import screen: choose a list of staff, preview the changes, confirm."""

from collections.abc import Mapping
from typing import Any, ClassVar, override

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district_cms.imports.importer import totals
from district_cms.imports.reading import Plan
from district_cms.imports.views import ImportForm, ImportIntoListView

from ..models import User
from .importer import StaffImporter, invites_someone


class StaffImportForm(ImportForm):
    """The form: the file, whether accounts are created, and whether people leave."""

    file = forms.FileField(
        label=_("List of staff"),
        help_text=_(
            "A CSV file with the columns first name, last name, email, title, school, role and "
            "roster id, or OneRoster’s users.csv. Passwords in it are not read, and the file is "
            "not kept."
        ),
    )
    accounts = forms.BooleanField(
        label=_("Make an account for everyone who has none, and send invitations"),
        help_text=_("Each gets an email with a link to choose a password."),
        required=False,
    )
    roles = forms.BooleanField(
        label=_("Roles at schools that the file does not give end"),
        help_text=_(
            "Otherwise they stay: a roster often does not know who is a principal. What ends is "
            "shown before it does."
        ),
        required=False,
    )
    replace = forms.BooleanField(
        label=_("Staff who are not in the file no longer work here"),
        help_text=_(
            "Only for a list of everyone. Otherwise they stay. Their accounts and classes end "
            "today; “Someone leaves” on a staff record hands classes over to someone first."
        ),
        required=False,
    )
    shorter = forms.BooleanField(
        label=_("This many people really are leaving"),
        help_text=_("Needed only where more than a fifth of the staff would go."),
        required=False,
    )


class StaffImportView(ImportIntoListView):
    page_title = _("Import staff")
    permission_required: ClassVar = "people.change_staff"
    form_class: ClassVar = StaffImportForm
    what_label = _("Person")
    text_label = _("What changes")
    index_label = _("Staff")

    @override
    def get_importer(self, options: Mapping[str, Any]) -> StaffImporter:
        user = self.request.user
        assert isinstance(user, User)
        return StaffImporter(
            user,
            replace=bool(options.get("replace")),
            shorter=bool(options.get("shorter")),
            roles=bool(options.get("roles")),
            accounts=bool(options.get("accounts")) and user.has_perm("people.add_user"),
        )

    @override
    def success_message(self, plan: Plan) -> str:
        params = {"totals": totals(plan)}
        if not invites_someone(plan.changes):
            return gettext("The list of staff is up to date: %(totals)s.") % params
        return (
            gettext(
                "The list of staff is up to date: %(totals)s. Emails to new accounts are on their "
                "way; “Invitations” in the list of accounts shows how far they are."
            )
            % params
        )
