"""The rooms with tables, the lowest first, and their types of page."""

from wagtail.models import get_page_models

# Lower rooms first: nobody sees a room that stands further on.
ROOMS = (
    *("web", "audit_log", "media", "publishing", "schools", "people", "site_audit", "barriers"),
    *("moderation", "students", "classroom", "signatures", "activities", "calendars"),
    *("notifications", "reports", "demo"),
)
OUR_PAGES = [model for model in get_page_models() if model._meta.app_label in ROOMS]
