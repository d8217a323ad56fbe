from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "district_cms.media"
    label = "media"
    verbose_name = _("Pictures and documents")

    def ready(self) -> None:
        import mimetypes

        from django.db.models.signals import pre_save
        from django.utils.translation import gettext
        from wagtail.models import UploadedFile
        from wagtail.users.models import UserProfile

        from district_cms.checks.translation import install_translator

        from .in_use import document_file_saved
        from .pictures.fields import strip_portrait, strip_waiting_picture
        from .receivers import examine_saved_file, guard_files_of_live_pages
        from .windows import list_the_newest

        # Not every machine knows this type, and browsers show nothing of another type.
        mimetypes.add_type("image/avif", ".avif")
        mimetypes.add_type("image/webp", ".webp")
        # The lowest Django app that uses the checks installs their translator.
        install_translator(gettext)
        guard_files_of_live_pages()
        list_the_newest()
        document_file_saved.connect(examine_saved_file, dispatch_uid="media.examination")
        # While a picture lacks other fields, Wagtail stores it outside our image model.
        pre_save.connect(
            strip_waiting_picture, sender=UploadedFile, dispatch_uid="media.waiting_picture"
        )
        pre_save.connect(strip_portrait, sender=UserProfile, dispatch_uid="media.portrait")
