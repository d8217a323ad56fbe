"""The address of “Check my signature”, under those of the signature pages."""

from django.urls import path

from . import views

urlpatterns = [path("signature/check/", views.check_signature, name="check")]
