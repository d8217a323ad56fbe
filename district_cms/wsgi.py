"""The entry for a WSGI server; production settings unless the environment or `.env` names others,
and one line that says which they are."""

from django.core.wsgi import get_wsgi_application

from district_cms.settings import start

start.choose(start.PRODUCTION)
start.say()

application = get_wsgi_application()
