"""Routes below "staff/"."""

from django.urls import include, path

from . import views

EXPLANATIONS = [
    path("", views.own_explanations, name="own"),
    path("new/", views.explain, name="new"),
    path("others/", views.explanations_of_others, name="others"),
    path("others/ask/", views.ask, name="ask"),
    path("others/download/", views.download_explanations, name="download"),
    path("others/<uuid:number>/", views.explanation_of_other, name="other"),
    path("<uuid:number>/", views.own_explanation, name="one"),
]
AUTHORIZATIONS = [
    path("", views.own_authorizations, name="own"),
    path("new/", views.request_authorization, name="new"),
    path("others/", views.authorizations_of_others, name="others"),
    path("others/download/", views.download_authorizations, name="download"),
    path("<uuid:number>/", views.authorization, name="one"),
]

urlpatterns = [
    path("explanations/", include((EXPLANATIONS, "deviations"))),
    path("authorizations/", include((AUTHORIZATIONS, "authorizations"))),
]
