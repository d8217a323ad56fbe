"""From the form on a class page to a subscription, and out again."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.audit_log.models import AuditEntry
from notifications.families import limits
from notifications.families.tokens import preferences_token, stop_token
from notifications.models import (
    ConsentRecord,
    Message,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from notifications.screens.class_mail import set_offer
from tests.factories.district import District
from tests.integration.notifications.families.conftest import everything

from .conftest import PARENT, Family, link_in, newest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retention_schedule")]


def test_subscribe_pages_use_the_school_s_name_of_the_website(
    offered: District, client: Client
) -> None:
    school = offered.school
    school.title_es = "Escuela Arroyo"
    school.save_revision().publish()
    places = [("school", school), ("notices", school), ("class", offered.classroom)]
    for scope, page in places:
        for name in ("notifications:subscribe", "notifications:sent"):
            address = reverse(name, args=[scope, page.translation_key])
            spanish = client.get(f"{address}?lang=es").text
            main = spanish[spanish.index("<main") : spanish.index("</main>")]
            assert school.title not in main, address
            assert "Escuela Arroyo" in main or name.endswith("sent"), address
            assert school.title in client.get(f"{address}?lang=en").text, address


def test_confirming_a_removed_page_promises_no_email(offered: District, family: Family) -> None:
    family.asks(offered.classroom)
    offered.classroom.unpublish()
    link = link_in(newest(), "confirm")
    assert "only if you want its updates in case it comes back" in (
        family.browser.get(link).content.decode()
    )
    done = family.browser.post(link, follow=True).content.decode()
    assert "Done: you get the updates if the page comes back" in done
    assert "Until it comes back, no email comes from it." in done
    assert "right away" not in done


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_invalid_subscribe_requests_are_refused(
    offered: District, family: Family, method: str
) -> None:
    family.subscribes(offered.classroom)
    person = Subscriber.objects.get()
    link = reverse("notifications:stop", args=[stop_token(person.uuid)])
    assert getattr(Client(), method)(link).status_code == 405
    assert Subscription.objects.active().exists()


def test_the_answer_is_the_same_when_requesting_a_link(offered: District, family: Family) -> None:
    family.subscribes(offered.classroom)
    url = reverse("notifications:request_link")
    answers = [
        family.browser.post(url, {"email": address}) for address in (PARENT, "new@example.net")
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    opened = family.browser.get(link_in(newest(PARENT), "choose"))
    assert "Math 3" in opened.content.decode()
    assert newest("new@example.net").subject == "No class updates go to this address"


def test_an_address_is_one_whatever_its_capitals(offered: District, family: Family) -> None:
    family.subscribes(offered.classroom)
    family.asks(offered.classroom, address="Parent@Example.NET")
    assert VerifiedAddress.objects.count() == 1
    assert newest(PARENT).subject.startswith("You already get")


def test_requests_are_limited_per_client(offered: District, family: Family) -> None:
    for number in range(limits.BY_CLIENT.times):
        family.asks(offered.classroom, address=f"family.{number}@example.net")
    answer = family.asks(offered.classroom, address="one.more@example.net")
    assert answer.status_code == 429
    elsewhere = family.asks(offered.classroom, address="two@example.net", REMOTE_ADDR="10.0.0.9")
    assert elsewhere.status_code == 302


@pytest.mark.parametrize("behind, forwarded, client", [
    (False, "203.0.113.9", "127.0.0.1"),
    (True, "203.0.113.9", "203.0.113.9"),
    (True, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
    (True, "", "127.0.0.1"),
    (True, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),  # the customer has all of it
])  # fmt: skip
def test_the_client_address_comes_from_our_own_proxy(
    rf: Any, settings: Any, behind: bool, forwarded: str, client: str
) -> None:
    settings.BEHIND_PROXY = behind
    request = rf.post("/", headers={"X-Forwarded-For": forwarded})
    assert limits.client_of(request) == client


def test_another_site_s_form_is_refused(offered: District, family: Family) -> None:
    answer = family.asks(offered.classroom, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not Message.objects.exists()


def test_proof_of_consent_names_the_person_and_never_the_address(
    offered: District, family: Family
) -> None:
    family.subscribes(offered.classroom)
    person = Subscriber.objects.get()
    given = ConsentRecord.objects.get()
    assert given.subscriber_uuid == person.uuid
    assert (given.act, given.channel, given.scope) == ("given", "email", "class")
    assert (given.title, given.school) == ("Math 3", "Juniper Creek Elementary")
    assert (given.source, given.proof) == ("form", "button")
    assert given.asked_at is not None
    family.browser.post(reverse("notifications:stop", args=[stop_token(person.uuid)]))
    withdrawn = ConsentRecord.objects.get(act="withdrawn")
    assert (withdrawn.source, withdrawn.proof) == ("one-click", "link")
    for row in ConsentRecord.objects.values():
        assert PARENT not in str(row)
    for entry in AuditEntry.objects.all():
        assert PARENT not in f"{entry.actor} {entry.title} {entry.data}"


def test_pages_behind_secret_links_are_not_cached(offered: District, family: Family) -> None:
    family.subscribes(offered.classroom)
    person = Subscriber.objects.get()
    link = reverse("notifications:preferences", args=[preferences_token(person.uuid)])
    answer = family.browser.get(link)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["Vary"]


def test_a_request_on_a_spanish_page_gets_a_spanish_mail(offered: District, family: Family) -> None:
    mail = family.subscribes(offered.classroom, language="es")
    assert mail.language == "es"
    assert Subscriber.objects.get().language == "es"
    # The page behind the link is in the mail's language, even in a browser set to another.
    page = Client().get(link_in(mail, "confirm"), headers={"accept-language": "en"})
    assert '<html lang="es">' in page.content.decode()
    assert page["Content-Language"] == "es"


class TestPreferences:
    @pytest.fixture
    def person(self, offered: District, family: Family) -> Subscriber:
        family.subscribes(offered.classroom)
        family.subscribes(offered.school, "school")
        return Subscriber.objects.get()

    def link(self, person: Subscriber) -> str:
        return reverse("notifications:preferences", args=[preferences_token(person.uuid)])

    def test_an_answer_that_the_page_never_offered_changes_nothing(
        self, person: Subscriber, family: Family
    ) -> None:
        before = everything()
        family.browser.post(self.link(person), {"keep": ["999999"], "language": "en"})
        family.browser.post(self.link(person), {"keep": [], "language": "tlh"})
        assert everything() == before

    def test_nobody_changes_what_belongs_to_someone_else(
        self, person: Subscriber, offered: District, family: Family
    ) -> None:
        family.subscribes(offered.classroom, address="other@example.net")
        other = Subscriber.objects.exclude(pk=person.pk).get()
        family.browser.post(self.link(other), {"stop": "1"})
        assert Subscription.objects.active().filter(subscriber=person).count() == 2

    def test_a_class_that_is_gone_or_sends_nothing_is_named_as_such(
        self, person: Subscriber, offered: District, family: Family
    ) -> None:
        set_offer(classroom=offered.classroom, offered=False, user=offered.teacher)
        assert "Sends no email right now." in family.browser.get(self.link(person)).content.decode()
        offered.classroom.delete()
        assert (
            "A page that is no longer there"
            in family.browser.get(self.link(person)).content.decode()
        )


def test_a_teacher_turns_mail_on_from_the_home_screen(district: District, client: Client) -> None:
    client.force_login(district.teacher)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    url = reverse("notifications_class_mail", args=[district.classroom.pk])
    assert url in home
    answer = client.post(url, {"offered": "on", "back_to": "home"}, follow=True)
    assert "Math 3" in answer.content.decode()
    assert "Turn email off" in answer.content.decode()
    assert "Those who follow all classes of its teacher or its school get its updates, too." in (
        answer.content.decode()
    )
    assert "but are not counted here" in client.get(url).content.decode()
    assert AuditEntry.objects.get(action="class_mail.on").actor == str(district.teacher)
    assert (
        "Updates by email"
        in client.get(
            reverse("wagtailadmin_explore", args=[district.classroom.pk])
        ).content.decode()
    )
