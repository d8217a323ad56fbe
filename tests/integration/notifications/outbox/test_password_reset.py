"""A new password by mail: it works end to end, and reveals nothing to strangers."""

import contextlib
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from district_cms.people.models import User
from notifications import password_reset, tasks
from notifications.families import limits
from notifications.models import Message
from tests.factories.pages import make_home
from tests.factories.people import PASSWORD
from tests.fakes.providers import Mailbox

pytestmark = pytest.mark.django_db
ASK = "/admin/password_reset/"
NEW = "a new and long pass phrase"


@pytest.fixture
def account(db: None) -> User:
    make_home()
    cache.clear()
    OrmQ.objects.all().delete()  # what a new district asks of the queue
    return User.objects.create_user("kim.lee@larkspur.example", PASSWORD, first_name="Kim")


@pytest.fixture
def ask(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> Callable[..., str]:
    """Requests a link with the form; returns where the answer redirects."""

    def post(email: str, **extra: str) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(ASK, {"email": email}, **extra)  # type: ignore[arg-type]
        assert response.status_code == 302
        return str(response.headers["Location"])

    return post


def work() -> None:
    """What the worker does with the waiting tasks."""
    for task in OrmQ.objects.order_by("pk"):
        if task.func() == password_reset.TASK:
            tasks.password_reset(*task.args())
    OrmQ.objects.all().delete()
    tasks.dispatch()


def test_the_link_comes_by_mail_and_sets_a_new_password(
    account: User, ask: Callable[..., str], provider: Mailbox, client: Client
) -> None:
    assert reverse("wagtailadmin_password_reset") in client.get("/admin/login/").content.decode()
    ask("Kim.Lee@Larkspur.example")
    assert not Message.objects.exists()
    work()
    (mail,) = provider.to("kim.lee@larkspur.example")
    assert mail.subject == "A new password for Larkspur Valley Public Schools"
    assert "Hello Kim," in mail.text
    assert "for 60 minutes" in mail.text
    assert Message.objects.get().message_class == "account"
    found = re.search(r"http://localhost:8000(/admin/password_reset/confirm/\S+)", mail.text)
    assert found
    assert f'href="{found[0]}"' in mail.html
    form = client.get(found[1], follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"new_password1": NEW, "new_password2": NEW})
    account.refresh_from_db()
    assert account.check_password(NEW)
    again = client.get(found[1], follow=True).content.decode()
    assert 'name="new_password1"' not in again


def test_the_mail_is_sent_as_long_as_its_link_works(
    account: User, ask: Callable[..., str], settings: Settings, time_machine: TimeMachineFixture
) -> None:
    settings.PASSWORD_RESET_TIMEOUT = 20 * 60
    time_machine.move_to(timezone.now(), tick=False)
    ask(account.email)
    work()
    assert Message.objects.get().expires_at == timezone.now() + timedelta(minutes=20)


def test_an_old_link_sets_no_password(
    account: User,
    ask: Callable[..., str],
    provider: Mailbox,
    client: Client,
    time_machine: TimeMachineFixture,
) -> None:
    ask(account.email)
    work()
    path = re.findall(r"http://localhost:8000(\S+)", provider.sent[0].text)[0]
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    assert 'name="new_password1"' not in client.get(path, follow=True).content.decode()


def test_the_answer_is_the_same_whether_there_is_such_an_account(
    account: User, ask: Callable[..., str], provider: Mailbox
) -> None:
    answers = {ask(account.email), ask("nobody@larkspur.example"), ask("ana@example.net")}
    assert answers == {reverse("wagtailadmin_password_reset_done")}
    # Both queue one task: the web process does not look the account up.
    assert [task.func() for task in OrmQ.objects.all()] == [password_reset.TASK] * 3
    work()
    assert [mail.address for mail in provider.sent] == [account.email]


@pytest.mark.parametrize("change", ["inactive", "no password"])
def test_an_account_without_a_password_gets_no_link(
    account: User, ask: Callable[..., str], provider: Mailbox, change: str
) -> None:
    if change == "inactive":
        account.is_active = False
    else:
        account.set_unusable_password()
    account.save()
    ask(account.email)
    work()
    assert not provider.sent


def test_an_account_gets_three_links_an_hour_at_most(
    account: User, ask: Callable[..., str], provider: Mailbox, time_machine: TimeMachineFixture
) -> None:
    for _ in range(5):
        ask(account.email)
        work()
    assert len(provider.sent) == 3
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    ask(account.email)
    work()
    assert len(provider.sent) == 4


def test_requests_are_limited_per_client_and_the_answer_reveals_nothing(
    account: User, ask: Callable[..., str]
) -> None:
    done = reverse("wagtailadmin_password_reset_done")
    for number in range(limits.NEW_PASSWORDS_BY_CLIENT.times + 5):
        assert ask(f"{number}@larkspur.example") == done
    assert OrmQ.objects.count() == limits.NEW_PASSWORDS_BY_CLIENT.times == 300
    ask(account.email, REMOTE_ADDR="203.0.113.9")
    assert OrmQ.objects.count() == 301


def test_many_subscriptions_from_one_client_do_not_block_it(
    account: User, ask: Callable[..., str], provider: Mailbox
) -> None:
    with contextlib.suppress(limits.TooOften):
        for number in range(limits.BY_CLIENT.times + 5):
            limits.count_request(address=f"{number}@example.net", client="127.0.0.1")
    ask(account.email)
    work()
    assert len(provider.sent) == 1


def test_a_forged_host_name_is_not_used_in_the_link(
    account: User, ask: Callable[..., str], provider: Mailbox, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    ask(account.email, HTTP_HOST="evil.example.com")
    work()
    assert "evil" not in provider.sent[0].text
    assert "http://localhost:8000/admin/password_reset/confirm/" in provider.sent[0].text
