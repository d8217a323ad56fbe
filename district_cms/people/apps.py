from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "district_cms.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from district_cms.publishing.content.checks import register_staff_names

        from .choosers import ask_for_names
        from .forms import StaffForm
        from .models import Staff
        from .permissions import register_library_policies
        from .second_step.forms import name_the_roles
        from .second_step.services import follow_changes
        from .selectors import staff_name_keys
        from .sign_in.forms import change_passwords_with_our_form
        from .sign_in.receiving import follow_sign_ins

        follow_sign_ins()
        follow_changes()
        register_library_policies()
        # Set here because the form imports the permissions, which import the models.
        Staff.base_form_class = StaffForm
        name_the_roles()
        change_passwords_with_our_form()
        ask_for_names()
        register_staff_names(staff_name_keys)
