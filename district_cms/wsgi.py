"""The entry for a WSGI server; production settings unless the environment or `.env` names others,
and one line that says which they are."""

import gc

from django.core.wsgi import get_wsgi_application
from django.db.backends.signals import connection_created
from django.urls import get_resolver

from district_cms.settings import start
from district_cms.web.bulk_sql import limit_statements

start.choose(start.PRODUCTION)
start.say()
connection_created.connect(limit_statements, dispatch_uid="web.patience")

# What is imported stays: searching it for garbage would take half a second of the start, and in
# each process that gunicorn forks (`--preload`) would copy the memory that they share.
gc.disable()
application = get_wsgi_application()
_routes = get_resolver().url_patterns
gc.freeze()
gc.enable()
