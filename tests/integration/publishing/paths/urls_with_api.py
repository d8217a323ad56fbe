"""The site's addresses, and Wagtail's API v3, which the site itself leaves out."""

from django.urls import path
from wagtail.api.v3.urls import api

from district_cms.urls import urlpatterns as of_the_site

urlpatterns = [path("api/v3/", api.urls), *of_the_site]
