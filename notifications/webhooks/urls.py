"""Addresses of the webhooks, below "providers/". They are registered at the providers, so they
never change."""

from django.urls import path

from . import views

app_name = "webhooks"
urlpatterns = [
    path("sendgrid/events/", views.sendgrid_events, name="sendgrid_events"),
    path("twilio/status/<str:token>/", views.twilio_status, name="twilio_status"),
    path("twilio/texts/", views.twilio_inbound, name="twilio_inbound"),
]
