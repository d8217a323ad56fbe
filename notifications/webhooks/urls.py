"""Where providers knock; below "providers/". Written down at both providers: never changed."""

from django.urls import path

from . import views

app_name = "webhooks"
urlpatterns = [
    path("sendgrid/events/", views.sendgrid_events, name="sendgrid_events"),
    path("twilio/status/<str:token>/", views.twilio_status, name="twilio_status"),
    path("twilio/texts/", views.twilio_inbound, name="twilio_inbound"),
]
