"""The entry for the sites that are not ours; the environment names their settings."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
