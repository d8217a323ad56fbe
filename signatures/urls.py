"""Addresses of the staff area's signature pages."""

from django.urls import path
from django.views.generic import RedirectView

from .checking.views import check_signature
from .entitlements import views as entitlements
from .mine import views as mine

app_name = "signatures"

urlpatterns = [
    # For people who type only the beginning of an address of the staff area.
    path("", RedirectView.as_view(pattern_name="signatures:my_signature"), name="staff_area"),
    path("signature/", mine.my_signature, name="my_signature"),
    path("signature/preview/", mine.preview, name="preview"),
    path("signature/take/", mine.take, name="take"),
    path("signature/report/", mine.report, name="report_record"),
    path("signature/report-missing/", mine.report_missing, name="report_missing"),
    path("memberships/", entitlements.entitlements, name="entitlements"),
    path("memberships/new/", entitlements.declare, {"quote": False}, name="entitlement_new"),
    path("memberships/quote/", entitlements.declare, {"quote": True}, name="quote_new"),
    path("memberships/<int:pk>/", entitlements.change, name="entitlement_change"),
    path("memberships/<int:pk>/remove/", entitlements.remove, name="entitlement_remove"),
    path("memberships/<int:pk>/evidence/", entitlements.evidence, name="evidence"),
    path("signature/check/", check_signature, name="check"),
]
