"""The entry for a WSGI server; production settings unless the environment or `.env` names others,
and one line that says which they are."""

from django.core.wsgi import get_wsgi_application
from django.db.backends.signals import connection_created

from district_cms.settings import start
from district_cms.web.bulk_sql import limit_statements

start.choose(start.PRODUCTION)
start.say()
connection_created.connect(limit_statements, dispatch_uid="web.patience")

application = get_wsgi_application()
