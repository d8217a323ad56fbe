"""What the tests of two processes write into their questions to the district, and what its pages
show then. `District.ask` runs it beside the website."""

import contextlib
import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page, PageViewRestriction

from classroom.ledger.refresh import refresh_classes
from district_cms.people.models import User
from district_cms.schools.banners.models import Banner
from district_cms.schools.models import HomePage

# What the questions use besides the functions below.
__all__ = ["Banner", "PageViewRestriction", "dt", "refresh_classes", "timezone"]
__all__ += ["DRAFT", "digest", "move", "page_at", "retitle", "said", "truth"]

DRAFT: Final = "Nobody may read this yet"
"""In everything that is only a draft."""


def office() -> User:
    return User.objects.get(email="noor.castellane@larkspur.example")


def page_at(address: str) -> Any:
    """The page at a public path."""
    home = HomePage.objects.get()
    return Page.objects.get(url_path=home.url_path + address[1:]).specific


def retitle(page: Any, title: str) -> None:
    page = type(page).objects.get(pk=page.pk)
    page.title = title
    page.save_revision().publish()


def move(page: Any, target: Any) -> None:
    Page.objects.filter(pk=page.pk).update(slug=f"{page.slug}-{page.pk}")
    action = MovePageAction(
        Page.objects.get(pk=page.pk),
        Page.objects.get(pk=target.pk),
        pos="last-child",
        user=office(),
    )
    action.execute(skip_permission_checks=True)


def truth(asked: Iterable[tuple[str, str]], host: str, at: str = "") -> dict[str, list[Any]]:
    """{"/a/ es": [200, digest]}: what is answered at these addresses in these languages by a
    program that keeps nothing, because it has just been started. `at` is the time, if another."""
    when = time_machine.travel(dt.datetime.fromisoformat(at)) if at else contextlib.nullcontext()
    # As somebody who is known to a form: what is kept is not for them.
    client = Client(headers={"host": host, "cookie": f"{settings.CSRF_COOKIE_NAME}=x"})
    found = {}
    with when:
        for address, language in asked:
            answer = client.get(address, headers={"accept-language": language})
            found[f"{address} {language}"] = [
                answer.status_code,
                digest(answer.content, host) if answer.status_code == 200 else "",
            ]
    return found


def digest(body: bytes, *hosts: str) -> str:
    """Of a page, whichever of these names the site has and was asked for."""
    for host in hosts:
        body = body.replace(host.encode(), b"host")
    return hashlib.sha256(body).hexdigest()


def said(value: Any) -> None:
    """On the last line, as `District.ask` returns it."""
    print()
    print(json.dumps(value))
