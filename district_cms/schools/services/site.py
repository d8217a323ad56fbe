"""Sets up the site of a new district, and publishes new pages."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from district_cms.web.accounts import Account

from ..models import HomePage
from ..search.synonyms import add_first_words


def public_address() -> tuple[str, int]:
    """Returns the host name and port of `BASE_URL`, the site's public address."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    return address.hostname or "localhost", address.port or (
        443 if address.scheme == "https" else 80
    )


@transaction.atomic
def create_site(*, name: str, hostname: str = "localhost", port: int = 80) -> HomePage:
    """Creates the home page and the site in place of Wagtail's welcome page.

    If there is a home page, returns it and changes nothing.
    """
    existing: HomePage | None = HomePage.objects.first()
    if existing is not None:
        return existing
    root = Page.get_first_root_node()
    add_first_words()
    home = HomePage(title=name, slug="home-page", live=False)
    root.add_child(instance=home)
    Site.objects.all().delete()
    for welcome in root.get_children().exclude(pk=home.pk):
        welcome.delete()
    home.refresh_from_db()
    home.slug = "home"
    home.save_revision(clean=False).publish()
    Site.objects.create(
        hostname=hostname,
        port=port,
        site_name=name,
        root_page=Page.objects.get(pk=home.pk),
        is_default_site=True,
    )
    return HomePage.objects.get(pk=home.pk)


@transaction.atomic
def publish_new_page(*, parent: Any, page: Page, user: Account) -> Any:
    """Adds `page` under `parent` and publishes it as `user`, through the gate.

    Raises `PublishBlocked` if the gate refuses, and `PermissionDenied` if the account may not
    publish there; then no page is created.
    """
    page.live = False
    page.owner = user
    parent.add_child(instance=page)
    page.save_revision(user=user, log_action="wagtail.create").publish(user=user)
    return page
