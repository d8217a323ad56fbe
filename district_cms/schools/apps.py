from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "district_cms.schools"
    label = "schools"
    verbose_name = _("Schools")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from . import indexes
        from .choosing.titles import guard_titles

        post_migrate.connect(indexes.make_after_migrate, sender=self)
        guard_titles()
