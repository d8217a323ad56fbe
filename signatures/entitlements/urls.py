"""Addresses of a person's own memberships and credentials."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.entitlements, name="entitlements"),
    path("new/", views.declare, name="entitlement_new"),
    path("<int:pk>/", views.change, name="entitlement_change"),
    path("<int:pk>/renew/", views.renew, name="entitlement_renew"),
    path("<int:pk>/end/", views.end, name="entitlement_end"),
    path("<int:pk>/remove/", views.remove, name="entitlement_remove"),
    path("<int:pk>/evidence/", views.evidence, name="evidence"),
    path("<int:pk>/evidence/remove/", views.remove_evidence, name="evidence_remove"),
]
