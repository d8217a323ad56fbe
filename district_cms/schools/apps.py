from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "district_cms.schools"
    label = "schools"
    verbose_name = _("Schools")

    def ready(self) -> None:
        from django.db import models
        from wagtail.admin.forms.models import register_form_field_override

        from .typed_dates import fields

        for of_model, of_form in (
            (models.DateField, fields.TypedDateField),
            (models.TimeField, fields.TypedTimeField),
            (models.DateTimeField, fields.TypedDateTimeField),
        ):
            register_form_field_override(
                of_model, override={"form_class": of_form, "widget": of_form.widget}
            )
