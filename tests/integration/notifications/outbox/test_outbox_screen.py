"""The Outbox in the editor: who sees it, how much of it, and that nobody writes there."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from notifications.consent.services import is_stopped
from notifications.models import Message, MessageEvent, ProviderEvent
from notifications.services import claim_batch, dispatch_batch
from notifications.services.outgoing import read_mark
from tests.factories.people import fresh, make_account, make_superuser
from tests.fakes.providers import Mailbox

from .conftest import Write

pytestmark = pytest.mark.django_db
LIST = "/admin/outbox/"
OFFICE = [Role.COMMUNICATIONS, Role.ADMINISTRATOR]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def office(school: SchoolPage) -> Client:
    return signed_in(make_account(Role.COMMUNICATIONS))


@pytest.fixture
def onlooker(school: SchoolPage) -> Client:
    """A principal who may see the outbox, but no addresses."""
    user = make_account(Role.PRINCIPAL, school)
    user.user_permissions.add(Permission.objects.get(codename="view_message"))
    return signed_in(fresh(user))


def page(message: Message) -> str:
    return reverse("outbox:inspect", args=[message.pk])


def html(message: Message) -> str:
    return reverse("outbox:html", args=[message.pk])


@pytest.mark.parametrize("role", OFFICE)
def test_the_office_and_the_administrator_see_the_outbox(
    school: SchoolPage, write: Write, role: Role
) -> None:
    write()
    client = signed_in(make_account(role))
    response = client.get(LIST)
    assert response.status_code == 200
    for shown in ("News from Math 3", "ana.ruiz@example.net", "Waiting", "Class updates"):
        assert shown in response.content.decode()
    # A tab of "Deliveries", which is in the menu.
    assert LIST in client.get(reverse("deliveries:index")).content.decode()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL])
def test_nobody_else_sees_it(school: SchoolPage, write: Write, role: Role) -> None:
    message = write(html="<p>x</p>")
    client = signed_in(make_account(role, school))
    for address in (LIST, page(message)):
        response = client.get(address)
        assert response.status_code == 302
        assert "ana.ruiz" not in response.content.decode()
    assert client.get(html(message)).status_code in {302, 403}
    assert LIST not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_without_signing_in_there_is_nothing(school: SchoolPage, write: Write) -> None:
    message = write(html="<p>x</p>")
    for address in (LIST, page(message), html(message)):
        assert Client().get(address).status_code == 302


def test_addresses_are_masked_for_accounts_that_may_only_look(
    onlooker: Client, write: Write
) -> None:
    message = write()
    for address in (LIST, page(message)):
        words = onlooker.get(address).content.decode()
        assert "a…@example.net" in words
        assert "ana.ruiz" not in words


def test_accounts_that_cannot_see_addresses_cannot_search_for_them(
    onlooker: Client, office: Client, write: Write
) -> None:
    write()
    assert "Math 3" not in onlooker.get(LIST, {"q": "ana.ruiz"}).content.decode()
    assert "Math 3" in onlooker.get(LIST, {"q": "Math"}).content.decode()
    assert "Math 3" in office.get(LIST, {"q": "ana.ruiz"}).content.decode()


def test_a_whole_address_finds_its_messages_alone(
    onlooker: Client, office: Client, write: Write
) -> None:
    write(address="ana@example.net", subject="For Ana")
    write(address="luana@example.net", subject="For Luana")
    asked = {"q": " Ana@Example.net "}
    found = office.get(LIST, asked).content.decode()
    assert "For Ana" in found
    assert "For Luana" not in found
    assert "For Ana" not in onlooker.get(LIST, asked).content.decode()


def test_the_list_is_filtered_by_state_and_kind(office: Client, write: Write) -> None:
    write(subject="Sent one")
    dispatch_batch(claim_batch())
    write(subject="Waiting one", message_class="staff")
    for question, shown, hidden in (
        ({"state": "accepted"}, "Sent one", "Waiting one"),
        ({"message_class": "staff"}, "Waiting one", "Sent one"),
    ):
        words = office.get(LIST, question).content.decode()
        assert shown in words
        assert hidden not in words


def test_a_message_is_shown_as_its_recipient_sees_it(office: Client, write: Write) -> None:
    message = write(
        html="<p style='color: #333'>Fractions</p>",
        reply_to="rivera@larkspur.example",
        headers={"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    dispatch_batch(claim_batch())
    words = office.get(page(message)).content.decode()
    for shown in (
        "ana.ruiz@example.net",
        "We are learning fractions.",
        "rivera@larkspur.example",
        "List-Unsubscribe=One-Click",
        "Being sent",
        "Sent",
        html(message),
    ):
        assert shown in words
    # What the log stores of a hand-over, in words.
    handed_over = MessageEvent.objects.get(message=message.pk, state="handed_over")
    mark = read_mark(handed_over.detail)
    assert mark is not None
    assert f"Fingerprint of its words: {mark.words[:8]}…" in words
    assert mark.words not in words
    frame = words.partition("<iframe")[2].partition(">")[0]
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in frame


def test_the_html_of_a_message_can_do_nothing_in_the_editor(office: Client, write: Write) -> None:
    message = write(html="<p>Fractions</p><script>alert(1)</script>")
    response = office.get(html(message))
    assert "<p>Fractions</p>" in response.content.decode()
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "script" not in policy
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_text_of_a_message_is_never_read_as_html(office: Client, write: Write) -> None:
    message = write(subject="<b>x</b>", text="<script>alert(1)</script>", headers={"X-A": "<i>"})
    words = office.get(page(message)).content.decode()
    for markup in ("<b>x</b>", "<script>alert(1)", "<i>"):
        assert markup not in words


@pytest.mark.parametrize("message_class", ["account", "confirmation"])
def test_only_superusers_read_messages_with_a_secret_link_or_code(
    message_class: str, office: Client, school: SchoolPage, write: Write
) -> None:
    administrator = signed_in(make_account(Role.ADMINISTRATOR))
    message = write(
        message_class=message_class, text="https://secret/", html="<p>https://secret/</p>"
    )
    for client in (office, administrator):
        words = client.get(page(message)).content.decode()
        assert "secret" not in words
        assert "that only its recipient may use" in words
        refused = client.get(html(message))
        assert refused.status_code in {302, 403}
        assert "secret" not in refused.content.decode()
    root = signed_in(make_superuser())
    assert "https://secret/" in root.get(page(message)).content.decode()
    assert "https://secret/" in root.get(html(message)).content.decode()


def test_an_unknown_message_says_why_it_is_not_sent_again(office: Client, write: Write) -> None:
    message = write()
    Message.objects.filter(pk=message.pk).update(state="unknown")
    words = office.get(page(message)).content.decode()
    assert "whether the message arrived" in words


@pytest.mark.parametrize("way", ["new/", "edit/{pk}/", "delete/{pk}/", "{pk}/edit/"])
def test_not_even_a_superuser_writes_in_the_outbox(
    school: SchoolPage, write: Write, way: str
) -> None:
    message = write()
    root = signed_in(make_superuser())
    assert root.get(LIST).status_code == 200
    assert root.get(LIST + way.format(pk=message.pk)).status_code == 404
    assert root.post(html(message)).status_code == 405


class TestAText:
    """A text has no subject and no HTML: it is shown as on a phone."""

    @pytest.fixture
    def text(self, write: Write) -> Message:
        words = "Juniper Creek, Math 3: Fractions <and> more. Read more: www.x.example Text STOP."
        return write(channel="text", address="+14065550123", subject="", html="", text=words * 3)

    def test_is_in_the_list_by_its_kind(self, office: Client, text: Message) -> None:
        found = office.get(LIST).content.decode()
        assert "Text message: Class updates" in found
        assert page(text) in found

    def test_is_shown_with_its_length(self, office: Client, text: Message) -> None:
        said = office.get(page(text)).content.decode()
        assert "Fractions &lt;and&gt; more" in said
        assert "2 segments" in said
        assert f"{len(text.text)} of 306 characters" in said
        assert "As text" not in said

    def test_is_read_by_nobody_else_where_it_has_a_code(self, office: Client, write: Write) -> None:
        code = write(
            channel="text", address="+14065550123", message_class="confirmation", text="123456"
        )
        said = office.get(page(code)).content.decode()
        assert "123456" not in said
        assert "segment" not in said


def test_unconfirmed_messages_are_listed_and_sent_again_with_one_button(
    office: Client, onlooker: Client, write: Write, provider: Mailbox
) -> None:
    lost = write(message_class="staff", subject="Killed in between")
    left = write(message_class="staff", subject="Left four hours ago")
    digest = write(subject="In the next digest")
    write(message_class="staff", subject="Arrived")
    for message, state in ((lost, "unknown"), (left, "resolved"), (digest, "unknown")):
        Message.objects.filter(pk=message.pk).update(state=state, settled_at=timezone.now())
    assert "2 messages were handed over and never confirmed." in office.get(LIST).text
    listed = office.get(LIST, {"unconfirmed": "1"}).text
    for one in (lost, left):
        assert one.subject in listed
    for subject in ("In the next digest", "Arrived"):
        assert subject not in listed
    again = reverse("outbox:send_again")
    assert "Send them again" not in onlooker.get(LIST).text
    onlooker.post(again)
    assert office.get(again).status_code == 405
    assert not Message.objects.filter(again_for__isnull=False).exists()

    assert "Messages sent again: 2." in office.post(again, follow=True).text
    office.post(again)
    dispatch_batch(claim_batch())
    sent = sorted(one.subject for one in provider.sent)
    assert sent == ["Arrived", "Killed in between", "Left four hours ago"]
    assert "never confirmed" not in office.get(LIST).text
    assert AuditEntry.objects.get(action="outbox.sent_again").data == {"messages": 2}


def test_only_in_the_demo_the_office_reads_codes_and_answers_as_the_family(
    office: Client, onlooker: Client, write: Write, settings: Settings
) -> None:
    code = write(
        channel="text", address="+14065550123", message_class="confirmation", text="Code: 123456"
    )
    reply = reverse("outbox:reply", args=[code.pk])
    office.post(reply, {"words": "STOP"})
    assert "Send as the family" not in office.get(page(code)).text
    settings.DEMO = True
    assert "Code: 123456" in office.get(page(code)).text
    assert "Send as the family" in office.get(page(code)).text
    onlooker.post(reply, {"words": "STOP"})
    assert "123456" not in onlooker.get(page(code)).text
    assert not ProviderEvent.objects.exists()
    office.post(reply, {"words": "STOP"})
    assert Message.objects.get(message_class="reply").address == "+14065550123"
    assert is_stopped("+14065550123")
    account = write(message_class="account", text="Choose a password: /secret/")
    assert "/secret/" not in office.get(page(account)).text
