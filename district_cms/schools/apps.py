from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "district_cms.schools"
    label = "schools"
    verbose_name = _("Schools")

    def ready(self) -> None:
        from . import publishing

        publishing.guard_publish_actions()
        publishing.guard_plain_pages()
