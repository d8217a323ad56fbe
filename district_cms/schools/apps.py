from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "district_cms.schools"
    label = "schools"
    verbose_name = _("Schools")

    def ready(self) -> None:
        from django.db.models.signals import pre_save
        from wagtail.models import UploadedFile

        from . import publishing
        from .picture_fields import strip_waiting_picture

        publishing.guard_publish_actions()
        # A picture that waits for its other fields is kept by Wagtail outside our image model.
        pre_save.connect(
            strip_waiting_picture, sender=UploadedFile, dispatch_uid="schools.waiting_picture"
        )
        publishing.guard_plain_pages()
