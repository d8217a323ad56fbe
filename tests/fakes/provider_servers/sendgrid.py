"""SendGrid as a server of this machine: mail send, signed events, suppressions, the account."""

import base64
import datetime as dt
import itertools
import json
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from .openapi import Drift, description
from .serving import Answer, Asked, ProviderServer

SEND = "/v3/mail/send"
MOST_BYTES = 30 * 1024 * 1024
MOST_RECIPIENTS = 1_000
MOST_PER_PERSON = 10_000  # bytes of custom_args, and of substitutions, each
RESERVED = frozenset(
    [
        "x-sg-id",
        "x-sg-eid",
        "received",
        "dkim-signature",
        "content-type",
        "content-transfer-encoding",
        "to",
        "from",
        "subject",
        "reply-to",
        "cc",
        "bcc",
    ]
)
SUPPRESSIONS = {"bounces", "spam_reports", "blocks", "invalid_emails"}


@dataclass(frozen=True, slots=True)
class Signed:
    """A request of the event webhook, ready to be posted."""

    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """One personalization that was accepted, as its recipient gets it."""

    delivery_id: str
    address: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]
    sender: str
    message_id: str
    request: Mapping[str, Any]


class SendGridServer(ProviderServer):
    """`refuses` are addresses that it calls invalid; `bounces` and `complains` are said in the
    events of what was taken. `check_schema` off is for benchmarks: the rest is checked always."""

    def __init__(self, *, api_key: str = "SG.key", check_schema: bool = True) -> None:
        super().__init__()
        self.api_key = api_key
        self.check_schema = check_schema
        self.refuses: set[str] = set()
        self.bounces: set[str] = set()
        self.complains: set[str] = set()
        self.taken: list[Taken] = []
        self.suppressed: dict[str, set[str]] = {kind: set() for kind in SUPPRESSIONS}
        self.domains: list[dict[str, Any]] = [
            {"id": 1, "domain": "larkspur.example", "valid": True}
        ]
        self.webhook: dict[str, Any] = {"enabled": True, "url": "", "delivered": True}
        self.tracking = {"click": False, "open": False, "subscription": False}
        self.account: dict[str, Any] = {"type": "paid", "reputation": 99.1}
        self.scopes = ["mail.send", "user.webhooks.event.settings.read"]
        self.is_signed = True
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._unsaid = 0
        self._numbers = itertools.count(1)

    # ------------------------------------------------------------ what it is asked
    def respond(self, asked: Asked) -> Answer:
        if asked.headers.get("Authorization") != f"Bearer {self.api_key}":
            return Answer(401, self.error(401))
        if asked.path == SEND and asked.method == "POST":
            answer = self._send(asked)
            description_of_mail().check_answer("post", SEND, *_described(answer))
            return answer
        return self._manage(asked)

    def error(self, status: int) -> Any:
        words = {401: "The provided authorization grant is invalid, expired, or revoked"}
        return {"errors": [{"message": words.get(status, "error"), "help": {}}]}

    def is_sending(self, asked: Asked) -> bool:
        return asked.path == SEND

    def _send(self, asked: Asked) -> Answer:
        if len(asked.body) > MOST_BYTES:
            return Answer(413, self.error(413))
        body = asked.json()
        problems = (
            description_of_mail().request_problems("post", SEND, body) if self.check_schema else []
        )
        # As the real one: what is not as described is refused, and the reason says where.
        refused = [_error(problem, problem.partition(":")[0]) for problem in problems]
        refused = refused or list(self._refused(body))
        if refused:
            return Answer(400, {"errors": refused})
        if body.get("mail_settings", {}).get("sandbox_mode", {}).get("enable"):
            return Answer(200)
        message_id = secrets.token_urlsafe(16)
        with self.lock:
            for each in body["personalizations"]:
                taken = _taken(each, body, message_id)
                self.taken.append(taken)
                self.processed[taken.delivery_id] += 1
        return Answer(202, headers={"X-Message-Id": message_id})

    def _refused(self, body: Mapping[str, Any]) -> Any:
        people = body["personalizations"]
        if sum(len(each["to"]) for each in people) > MOST_RECIPIENTS:
            yield _error("The personalizations block is limited to 1000", "personalizations")
        seen: set[str] = set()
        for number, each in enumerate(people):
            field = f"personalizations.{number}.to"
            for place, to in enumerate(each["to"]):
                address = to["email"]
                if "@" not in address or address in self.refuses:
                    yield _error("Does not contain a valid address.", f"{field}.{place}.email")
                if address.lower() in seen:
                    yield _error("Each email address should be unique", field)
                seen.add(address.lower())
            for name in ("custom_args", "substitutions"):
                if len(json.dumps(each.get(name, {})).encode()) > MOST_PER_PERSON:
                    yield _error("too large", f"personalizations.{number}.{name}")
            for name in each.get("headers", {}):
                if name.lower() in RESERVED:
                    yield _error("a reserved header", f"personalizations.{number}.headers")
        for who in (body["from"], *[to for each in people for to in each["to"]]):
            if set(who.get("name", "")) & {";", ","}:
                yield _error("The name may hold no ; and no ,", "name")
        if len({kind["type"] for kind in body["content"]}) != len(body["content"]):
            yield _error("one of each type", "content")

    def _manage(self, asked: Asked) -> Answer:
        match asked.method, asked.path.removeprefix("/v3/").split("/"):
            case "GET", ["scopes"]:
                return Answer(200, {"scopes": self.scopes})
            case "GET", ["user", "account"]:
                return Answer(200, self.account)
            case "GET", ["whitelabel", "domains"]:
                return Answer(200, self.domains)
            case "GET", ["user", "webhooks", "event", "settings"]:
                return Answer(200, self.webhook)
            case "GET", ["user", "webhooks", "event", "settings", "signed"]:
                return Answer(200, {"public_key": self.public_key if self.is_signed else ""})
            case "GET", ["tracking_settings", kind] if kind in self.tracking:
                return Answer(200, {"enabled": self.tracking[kind]})
            case "DELETE", ["suppression", kind, address] if kind in SUPPRESSIONS:
                there = unquote(address) in self.suppressed[kind]
                self.suppressed[kind].discard(unquote(address))
                return Answer(204) if there else Answer(404, self.error(404))
        return Answer(404, self.error(404))

    # ------------------------------------------------------------ what it says by itself
    @property
    def public_key(self) -> str:
        """As its screen shows it: base64 without the lines around it."""
        der = self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return base64.b64encode(der).decode()

    def news(self) -> list[dict[str, Any]]:
        """The events of all that was taken since the last call, in their order."""
        with self.lock:
            fresh, self._unsaid = self.taken[self._unsaid :], len(self.taken)
        return [event for taken in fresh for event in self._events(taken)]

    def _events(self, taken: Taken) -> list[dict[str, Any]]:
        found = [self.event("processed", taken)]
        if taken.address in self.bounces:
            self.suppressed["bounces"].add(taken.address)
            return [
                *found,
                self.event("bounce", taken, type="bounce", status="5.1.1", reason="550"),
            ]
        found.append(self.event("delivered", taken, response="250 OK"))
        if taken.address in self.complains:
            self.suppressed["spam_reports"].add(taken.address)
            found.append(self.event("spamreport", taken))
        return found

    def event(self, kind: str, taken: Taken, **more: Any) -> dict[str, Any]:
        return {
            "email": taken.address,
            "timestamp": int(time.time()),
            "event": kind,
            "sg_event_id": f"{kind}-{next(self._numbers)}-{secrets.token_urlsafe(8)}",
            "sg_message_id": f"{taken.message_id}.recvd-1",
            "delivery_id": taken.delivery_id,
            **more,
        }

    def signed(self, events: Sequence[Any] | bytes, *, at: dt.datetime | None = None) -> Signed:
        """The events as one request of the webhook, signed as of `at` (default: now)."""
        body = events if isinstance(events, bytes) else json.dumps(events).encode()
        stamp = str(int(at.timestamp() if at else time.time()))
        signature = self._key.sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256()))
        return Signed(
            body,
            {
                "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
                "X-Twilio-Email-Event-Webhook-Timestamp": stamp,
            },
        )


def description_of_mail() -> Any:
    return description("sendgrid_mail_v3.openapi.json")


def _described(answer: Answer) -> tuple[int, Any]:
    # Documented for sandbox mode ("200 OK"), and not in the description.
    return (202, None) if answer.status == 200 else (answer.status, answer.body)


def _error(message: str, field: str) -> dict[str, Any]:
    return {"message": message, "field": field, "help": {}}


def _taken(each: Mapping[str, Any], body: Mapping[str, Any], message_id: str) -> Taken:
    swaps = each.get("substitutions", {})

    def put_in(text: str) -> str:
        for mark, value in swaps.items():
            text = text.replace(mark, value)
        return text

    content = {part["type"]: put_in(part["value"]) for part in body["content"]}
    delivery_id = each.get("custom_args", {}).get("delivery_id")
    if not delivery_id:
        raise Drift("a personalization without custom_args.delivery_id")
    (to,) = each["to"]
    return Taken(
        delivery_id=delivery_id,
        address=to["email"],
        subject=put_in(each.get("subject") or body.get("subject", "")),
        text=content.get("text/plain", ""),
        html=content.get("text/html", ""),
        headers={name: put_in(value) for name, value in each.get("headers", {}).items()},
        sender=body["from"]["email"],
        message_id=message_id,
        request=body,
    )
