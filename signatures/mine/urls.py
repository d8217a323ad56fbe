"""Addresses of "My signature"."""

from django.urls import path, re_path

from . import views

urlpatterns = [
    path("", views.my_signature, name="my_signature"),
    path("preview/", views.preview, name="preview"),
    path("take/", views.take, name="take"),
    path("report/", views.report, name="report_record"),
    path("report-missing/", views.report_missing, name="report_missing"),
    re_path(r"^contact\.(?P<kind>vcf|png)$", views.contact_card, name="contact_card"),
]
