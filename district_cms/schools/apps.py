from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "district_cms.schools"
    label = "schools"
    verbose_name = _("Schools")

    def ready(self) -> None:
        from .richtext import clean_what_is_shown

        clean_what_is_shown()
