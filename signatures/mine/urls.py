"""Addresses of "My signature"."""

from django.urls import path, re_path

from . import views

urlpatterns = [
    path("signature/", views.my_signature, name="my_signature"),
    path("signature/preview/", views.preview, name="preview"),
    path("signature/take/", views.take, name="take"),
    path("signature/report/", views.report, name="report_record"),
    re_path(r"^signature/contact\.(?P<kind>vcf|png)$", views.contact_card, name="contact_card"),
]
