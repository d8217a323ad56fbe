"""From the box on a class page to a subscription, and out again."""

import datetime as dt
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from district_cms.audit_log.models import AuditEntry
from district_cms.schools.models import DistrictSettings
from notifications.families import limits
from notifications.families.tokens import preferences_token, stop_token
from notifications.models import (
    ConsentRecord,
    Message,
    PendingNumber,
    PendingSubscription,
    Subscriber,
    Subscription,
    Suppression,
    VerifiedAddress,
)
from notifications.retention.purging import forget_old
from notifications.screens.class_mail.services import set_offer
from tests.factories.district import District
from tests.integration.conftest import Clock

from .conftest import PARENT, Family, link_in, newest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retention_schedule")]


def everything() -> list[Any]:
    """All that a visitor could change, to compare before and after."""
    models = (
        *(PendingSubscription, PendingNumber, Subscriber, VerifiedAddress, Subscription),
        *(ConsentRecord, Suppression, Message, AuditEntry),
    )
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_where_a_family_subscribes_a_school_is_called_as_everywhere_on_the_website(
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


def test_a_subscription_begins_by_the_button_behind_the_mail_s_link(
    offered: District, family: Family
) -> None:
    assert family.asks(offered.classroom).status_code == 302
    assert not Subscriber.objects.exists()
    mail = newest()
    assert "Math 3" in mail.subject
    page = family.browser.get(link_in(mail, "confirm"))
    assert b'method="post"' in page.content
    done = family.browser.post(link_in(mail, "confirm"), follow=True)
    assert "Done" in done.content.decode()
    assert "The first email comes right away." in done.content.decode()
    known = VerifiedAddress.objects.get(address=PARENT)
    subscription = Subscription.objects.get(subscriber=known.subscriber)
    assert subscription.page_uuid == offered.classroom.translation_key


def test_whoever_confirms_what_is_gone_meanwhile_is_promised_no_email(
    offered: District, family: Family
) -> None:
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


def test_an_answer_to_the_short_mails_reaches_the_office(offered: District, family: Family) -> None:
    office = DistrictSettings.load()
    office.email = "office@larkspur.example"
    office.save()
    for ask in (
        lambda: family.asks(offered.classroom),
        lambda: family.browser.post(reverse("notifications:request_link"), {"email": PARENT}),
    ):
        ask()
        assert newest().reply_to == "office@larkspur.example"


def test_a_second_press_of_the_button_changes_nothing(offered: District, family: Family) -> None:
    link = link_in(family.subscribes(offered.classroom), "confirm")
    before = everything()
    assert family.browser.post(link).status_code == 302
    assert everything() == before


def test_an_old_confirmation_does_not_undo_a_stop(offered: District, family: Family) -> None:
    link = link_in(family.subscribes(offered.classroom), "confirm")
    person = Subscriber.objects.get()
    family.browser.post(reverse("notifications:stop", args=[stop_token(person.uuid)]))
    answer = family.browser.post(link, follow=True)
    assert not Subscription.objects.active().exists()
    # It does not say that updates come.
    shown = answer.content.decode()
    assert "You stopped these updates" in shown
    assert "Done: you get" not in shown
    again = ["class", offered.classroom.translation_key]
    assert reverse("notifications:subscribe", args=again) in shown


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_program_that_follows_every_link_changes_nothing(
    offered: District, family: Family, method: str
) -> None:
    family.subscribes(offered.classroom)
    person = Subscriber.objects.get()
    family.asks(offered.school, "school")
    links = [
        link_in(newest(), "confirm"),
        reverse("notifications:preferences", args=[preferences_token(person.uuid)]),
        reverse("notifications:stop", args=[stop_token(person.uuid)]),
        reverse("notifications:request_link"),
        reverse("notifications:subscribe", args=["class", offered.classroom.translation_key]),
    ]
    before = everything()
    for link in links:
        answer = getattr(Client(), method)(link + "?stop=1&List-Unsubscribe=One-Click")
        assert answer.status_code == 200
        assert not answer.cookies
    assert everything() == before


def test_who_stops_everything_reads_that_it_is_done_and_when_the_address_is_deleted(
    offered: District, family: Family
) -> None:
    family.subscribes(offered.classroom)
    link = reverse("notifications:stop", args=[stop_token(Subscriber.objects.get().uuid)])
    forgotten = "30 days after you stop everything, we delete your address."
    assert forgotten not in family.browser.get(link).text
    page = family.browser.post(f"{link}?page").text
    assert "Done." in page
    assert forgotten in page
    family.browser.cookies[project.LANGUAGE_COOKIE_NAME] = "es"
    spanish = family.browser.get(link).text
    assert "30 días después de que cancele todo, borramos su dirección." in spanish


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_ways_of_asking_are_refused(offered: District, family: Family, method: str) -> None:
    family.subscribes(offered.classroom)
    person = Subscriber.objects.get()
    link = reverse("notifications:stop", args=[stop_token(person.uuid)])
    assert getattr(Client(), method)(link).status_code == 405
    assert Subscription.objects.active().exists()


def test_the_answer_is_the_same_whether_the_address_is_known(
    offered: District, family: Family
) -> None:
    family.subscribes(offered.classroom)
    answers = [
        family.asks(offered.classroom, address=address) for address in (PARENT, "new@example.net")
    ]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0].url == answers[1].url
    assert newest(PARENT).subject.startswith("You already get")
    assert newest("new@example.net").subject.startswith("Please confirm")


def test_the_same_when_asking_for_one_s_page(offered: District, family: Family) -> None:
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


@pytest.mark.parametrize("typed", ["", "parent", "parent@", "a@b\r\nBcc: c@example.net"])
def test_a_slip_is_said_beside_the_box(offered: District, family: Family, typed: str) -> None:
    answer = family.asks(offered.classroom, address=typed)
    assert answer.status_code == 200
    assert "Please check these answers" in answer.content.decode()
    assert not Message.objects.exists()


def test_an_address_is_written_to_a_few_times_an_hour_and_then_not(
    offered: District, family: Family
) -> None:
    for _ in range(limits.BY_ADDRESS.times):
        assert family.asks(offered.classroom).status_code == 302
    answer = family.asks(offered.classroom)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "3600"
    assert "Please wait a while" in answer.content.decode()
    assert Message.objects.filter(address=PARENT).count() == limits.BY_ADDRESS.times
    assert family.asks(offered.classroom, address="another@example.net").status_code == 302


def test_one_client_may_not_write_to_the_whole_town(offered: District, family: Family) -> None:
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
def test_who_asks_is_what_our_own_proxy_wrote_down(
    rf: Any, settings: Any, behind: bool, forwarded: str, client: str
) -> None:
    settings.BEHIND_PROXY = behind
    request = rf.post("/", headers={"X-Forwarded-For": forwarded})
    assert limits.client_of(request) == client


def test_no_address_can_be_read_from_the_cache(offered: District, family: Family) -> None:
    family.asks(offered.classroom)
    assert cache._cache  # type: ignore[attr-defined]  # the test's own cache is a dictionary
    assert not any("parent" in key or "127.0" in key for key in cache._cache)  # type: ignore[attr-defined]


def test_another_site_s_form_is_refused(offered: District, family: Family) -> None:
    answer = family.asks(offered.classroom, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not Message.objects.exists()


def test_a_request_runs_out_after_a_week(offered: District, family: Family, clock: Clock) -> None:
    family.asks(offered.classroom)
    link = link_in(newest(), "confirm")
    clock("2026-11-17 09:01")
    assert family.browser.get(link).status_code == 404
    assert family.browser.post(link).status_code == 404
    assert not Subscriber.objects.exists()


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


def test_one_click_stops_where_the_last_slash_got_lost(offered: District, family: Family) -> None:
    family.subscribes(offered.classroom)
    link = reverse("notifications:stop", args=[stop_token(Subscriber.objects.get().uuid)])
    opened = Client().get(link.rstrip("/"))
    assert (opened.status_code, opened["Location"]) == (302, link)
    assert Subscription.objects.active().exists()
    answer = Client(enforce_csrf_checks=True).post(
        link.rstrip("/"), {"List-Unsubscribe": "One-Click"}
    )
    assert answer.status_code == 200
    assert not Subscription.objects.active().exists()


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_the_record_says_was_read_is_what_stood_there(
    offered: District, family: Family, language: str
) -> None:
    family.asks(offered.classroom, headers={"accept-language": language})
    page = family.browser.get(link_in(newest(), "confirm")).content.decode()
    family.browser.post(link_in(newest(), "confirm"))
    given = ConsentRecord.objects.get()
    assert given.language == language
    assert given.wording in html.unescape(page)


def test_a_class_that_offers_no_mail_shows_no_box_and_takes_no_address(
    nothing_offered: District, family: Family
) -> None:
    page = family.browser.get(nothing_offered.classroom.url)
    assert "subscribe-panel" not in page.content.decode()
    answer = family.asks(nothing_offered.classroom)
    assert "does not send updates by email" in answer.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("which", ["classroom", "teacher_page", "school"])
def test_class_teacher_and_school_pages_show_the_box(
    offered: District, family: Family, which: str
) -> None:
    page = family.browser.get(getattr(offered, which).url)
    assert page.content.decode().count("subscribe-panel__form") == 1
    assert not page.cookies


def test_the_box_disappears_when_the_teacher_turns_mail_off(
    offered: District, family: Family
) -> None:
    set_offer(classroom=offered.classroom, offered=False, user=offered.teacher)
    page = family.browser.get(offered.classroom.url)
    assert "subscribe-panel" not in page.content.decode()
    # Of a school its urgent notices are left.
    page = family.browser.get(offered.school.url)
    key = offered.school.translation_key
    assert reverse("notifications:subscribe", args=["school", key]) not in page.content.decode()


def test_pages_behind_secret_links_are_kept_by_nobody(offered: District, family: Family) -> None:
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


def test_who_asks_on_a_spanish_page_is_written_to_in_spanish(
    offered: District, family: Family
) -> None:
    mail = family.subscribes(offered.classroom, language="es")
    assert mail.language == "es"
    assert Subscriber.objects.get().language == "es"
    # The page behind the link speaks the mail's language, in a browser set to another.
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

    def test_what_is_not_ticked_is_stopped_and_the_language_is_kept(
        self, person: Subscriber, family: Family
    ) -> None:
        kept = Subscription.objects.get(scope="school")
        shown = [f"{row.scope}.{row.page_uuid}" for row in Subscription.objects.all()]
        boxes = {"keep": [f"school.{kept.page_uuid}"], "keep-had": shown, "language": "es"}
        answer = family.browser.post(self.link(person), boxes)
        assert answer.status_code == 302
        assert list(Subscription.objects.active()) == [kept]
        person.refresh_from_db()
        assert person.language == "es"
        assert ConsentRecord.objects.get(act="withdrawn").source == "preferences"

    def test_everything_can_be_stopped_at_once(self, person: Subscriber, family: Family) -> None:
        family.browser.post(self.link(person), {"stop": "1"})
        assert not Subscription.objects.active().exists()

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

    def test_an_old_link_offers_a_new_one_and_changes_nothing(
        self, person: Subscriber, family: Family, clock: Clock
    ) -> None:
        link = self.link(person)
        clock("2026-12-24 09:00")
        answer = family.browser.post(link, {"stop": "1"})
        assert "This link has expired" in answer.content.decode()
        assert reverse("notifications:request_link") in answer.content.decode()
        assert Subscription.objects.active().count() == 2

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


class TestOneClick:
    """RFC 8058: what a mail program sends when someone presses its "unsubscribe"."""

    @pytest.fixture
    def link(self, offered: District, family: Family) -> str:
        family.subscribes(offered.classroom)
        return reverse("notifications:stop", args=[stop_token(Subscriber.objects.get().uuid)])

    @pytest.mark.parametrize("body", [
        {"data": "List-Unsubscribe=One-Click",
         "content_type": "application/x-www-form-urlencoded"},
        {"data": {"List-Unsubscribe": "One-Click"}},  # multipart/form-data
        {"data": b"", "content_type": "application/octet-stream"},
        {"data": b"--x\r\nbroken", "content_type": "multipart/form-data; boundary=y"},
    ])  # fmt: skip
    def test_a_post_without_cookies_stops_everything_and_is_no_redirect(
        self, link: str, body: dict[str, Any]
    ) -> None:
        program = Client(enforce_csrf_checks=True)
        answer = program.post(link, headers={"Sec-Fetch-Site": "cross-site"}, **body)
        assert answer.status_code == 200
        assert not answer.cookies
        assert not Subscription.objects.active().exists()

    def test_stopping_twice_is_as_good_as_once(self, link: str) -> None:
        assert Client().post(link).status_code == 200
        before = everything()
        assert Client().post(link).status_code == 200
        assert everything() == before

    def test_a_forged_link_stops_nobody(self, link: str) -> None:
        assert Client().post(link[:-2] + "x/").status_code == 404
        assert Subscription.objects.active().exists()

    def test_years_later_it_still_works(self, link: str, clock: Clock) -> None:
        clock("2031-11-10 09:00")
        assert Client().post(link).status_code == 200
        assert not Subscription.objects.active().exists()

    def test_who_stopped_everything_can_begin_again(
        self, link: str, offered: District, family: Family, clock: Clock
    ) -> None:
        Client().post(link)
        clock("2026-11-10 12:00")
        family.subscribes(offered.classroom)
        assert Subscription.objects.active().count() == 1
        assert Subscriber.objects.count() == 1


def test_forgetting_leaves_the_proof_and_takes_the_address(
    offered: District, family: Family, clock: Clock
) -> None:
    family.subscribes(offered.classroom)
    family.subscribes(offered.classroom, address="stays@example.net")
    person = Subscriber.objects.get(addresses__address=PARENT)
    family.browser.post(reverse("notifications:stop", args=[stop_token(person.uuid)]))
    now = clock("2026-12-09 09:00")
    assert forget_old(now=now).addresses == 0
    now = clock("2026-12-11 09:00")
    assert forget_old(now=now).addresses == 1
    assert not VerifiedAddress.objects.filter(address=PARENT).exists()
    assert VerifiedAddress.objects.filter(address="stays@example.net").exists()
    assert Subscriber.objects.filter(uuid=person.uuid).exists()
    assert not PendingSubscription.objects.exists()
    # The link in an old message still answers.
    stop = reverse("notifications:stop", args=[stop_token(person.uuid)])
    assert family.browser.post(stop).status_code == 200


def test_who_has_nothing_to_do_with_a_class_cannot_turn_its_mail_on(
    district: District, add_class: Callable[..., Any], client: Client
) -> None:
    other = add_class(district.other_school, "Band 6")
    for user, status in ((district.teacher, 403), (district.other_principal, 200)):
        client.force_login(user)
        url = reverse("notifications_class_mail", args=[other.pk])
        assert client.get(url).status_code in {status, 302 if status == 403 else status}
    client.force_login(district.teacher)
    client.post(url, {"offered": "off"})
    other.mail_offer.refresh_from_db()
    assert other.mail_offer.offered


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
    assert "Not counted are people who follow all classes" in client.get(url).content.decode()
    assert AuditEntry.objects.get(action="class_mail.on").actor == str(district.teacher)
    assert (
        "Updates by email"
        in client.get(
            reverse("wagtailadmin_explore", args=[district.classroom.pk])
        ).content.decode()
    )


def test_the_moment_since_which_a_class_offers_mail_is_that_of_the_last_turning_on(
    offered: District, clock: Clock
) -> None:
    first = offered.classroom.mail_offer.since
    later = clock("2026-11-11 09:00")
    set_offer(classroom=offered.classroom, offered=True, user=offered.teacher)
    offered.classroom.mail_offer.refresh_from_db()
    assert offered.classroom.mail_offer.since == first
    set_offer(classroom=offered.classroom, offered=False, user=offered.teacher)
    set_offer(classroom=offered.classroom, offered=True, user=offered.teacher)
    offered.classroom.mail_offer.refresh_from_db()
    assert offered.classroom.mail_offer.since == later
    assert later > first + dt.timedelta(hours=1)
