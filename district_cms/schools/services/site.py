"""Setting up the site of a new district, and putting pages on it."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from district_cms.web.accounts import Account

from ..models import HomePage
from ..search.synonyms import add_first_words


def public_address() -> tuple[str, int]:
    """Host name and port of `BASE_URL`, where the site answers people."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    return address.hostname or "localhost", address.port or (
        443 if address.scheme == "https" else 80
    )


@transaction.atomic
def create_site(*, name: str, hostname: str = "localhost", port: int = 80) -> HomePage:
    """Create the home page and the one site, in place of Wagtail's welcome page.

    Running it again returns the home page that is there and changes nothing.
    """
    found: HomePage | None = HomePage.objects.first()
    if found is not None:
        return found
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
    """Add `page` under `parent` and publish it as `user`, through the gate.

    Raises `PublishBlocked` when the gate refuses and `PermissionDenied` when the account may not
    publish there; then there is no page.
    """
    page.live = False
    page.owner = user
    parent.add_child(instance=page)
    page.save_revision(user=user, log_action="wagtail.create").publish(user=user)
    return page
