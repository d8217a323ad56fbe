"""Addresses of the site. Pages come last: everything that is nothing else is a page."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import LogoutView
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from classroom.editing.views import UnpublishPageView
from classroom.presentation.staff_directory import directory
from district_cms.media import views
from district_cms.media.views import uploaded
from district_cms.reports.procedure_page.views import procedure
from district_cms.reports.site.metrics import metrics
from district_cms.reports.site.views import health, health_details
from district_cms.schools import routing
from district_cms.schools.choosing import views as choosing
from district_cms.schools.heads import sitemap
from district_cms.schools.heads import views as heads
from district_cms.schools.languages.addresses import choose_language
from district_cms.schools.search import views as search
from district_cms.web.errors import server_error
from notifications.families.preferences.views import next_classes
from notifications.families.views import privacy
from notifications.texts.views import news as text_news

handler404 = "district_cms.schools.heads.redirects.page_not_found"
handler500 = server_error

urlpatterns = [
    # Wagtail lets only those sign out who may enter the editor; a counselor may not.
    path("admin/logout/", LogoutView.as_view()),
    # Before Wagtail's own, at the same address: what is below goes with the page.
    path(
        "admin/pages/<int:page_id>/unpublish/",
        require_admin_access(UnpublishPageView.as_view()),
    ),
    # Before Wagtail's own, at the same addresses: they would show drafts of others, and ask of each
    # line how it stands.
    path("admin/choose-page/", choosing.browse),
    path("admin/choose-page/<int:parent_page_id>/", choosing.browse),
    path("admin/choose-page/search/", choosing.search),
    path("admin/choose-page/chosen-multiple/", choosing.chosen),
    path("admin/choose-external-link/", choosing.external_link),
    path("admin/", include("district_cms.people.urls")),
    path("admin/", include(wagtailadmin_urls)),
    # Wagtail's sign-in for readers of private pages: there is one for everything.
    path(
        "_util/login/", RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True)
    ),
    # Before Wagtail's own, at the same address: players jump within a recording.
    re_path(r"^documents/(\d+)/(.*)$", views.document),
    path("documents/", include(wagtaildocs_urls)),
    path("staff/classes/", include("classroom.home.caseload")),
    path("staff/", include("district_cms.deviations.urls")),
    path("staff/guides/", include("district_cms.people.staff_area")),
    path("staff/", include("signatures.urls")),
    path("search/", search.results, name="search"),
    path("search/suggestions/", search.suggestions, name="search_suggestions"),
    path("language/", choose_language, name="set_language"),
    path("calendar/", include("district_cms.calendars.urls")),
    path("directory/<slug:slug>/", directory, name="staff_directory"),
    path("health/", health, name="health"),
    path("health/details/", health_details, name="health_details"),
    path("health/metrics/", metrics, name="metrics"),
    path("email/", include("notifications.families.urls")),
    path("providers/", include("notifications.webhooks.urls")),
    path("texts/", include("notifications.texts.urls")),
    # Short: every letter of it is paid for in each text.
    path("t/<str:token>/", text_news, name="text_news"),
    path("n/<str:token>/", next_classes, name="next_classes"),
    path("accessibility/", include("district_cms.barriers.urls")),
    path("privacy/", privacy, name="privacy"),
    path("procedure/", procedure, name="procedure"),
    path("brand/", include("district_cms.brand.urls")),
    path("robots.txt", heads.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap.part, name="sitemap_part"),
    path("site.webmanifest", heads.manifest, name="manifest"),
    path("favicon.ico", heads.favicon, name="favicon"),
    path("icon-<int:size>-<slug:digest>.png", heads.icon, name="icon"),
    path("shared-<int:key>-<slug:digest>.png", heads.shared_picture, name="shared_picture"),
    path(".well-known/security.txt", heads.security_txt, name="security_txt"),
    path("media/<path:path>", uploaded, name="media"),
    # Wagtail's doors of private pages: the password and the sign-in of readers.
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"),
    re_path(serve_pattern, routing.serve, name="wagtail_serve"),
]
