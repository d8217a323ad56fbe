"""Date and time formats for Django's and Wagtail's own screens, the same as in `web.times`."""
