"""Twilio as a server of this machine: messages, signed callbacks, inbound texts, the account."""

import base64
import datetime as dt
import re
import secrets
from collections.abc import Mapping
from email.utils import format_datetime
from typing import Any
from uuid import UUID

from twilio.request_validator import HMAC_SHA1, HMAC_SHA256, RequestValidator

from .openapi import Drift, description
from .serving import Answer, Asked, ProviderServer
from .twilio_texts import Callback, Text

MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
ONE = "/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json"
ORDER = ("accepted", "queued", "sending", "sent", "delivered")
LONGEST = 1_600
UUID_IN = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WORDS = {
    20003: "Authenticate",
    20429: "Too Many Requests",
    21211: "Invalid 'To' Phone Number",
    21602: "Message body is required",
    21606: "The 'From' phone number is not a valid, message-capable Twilio phone number",
    21608: "The number is unverified. Trial accounts cannot send messages to unverified numbers",
    21610: "Attempt to send to unsubscribed recipient",
    21614: "'To' number is not a valid mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit",
}


class TwilioServer(ProviderServer):
    """`errors` are codes by number, said when a text is made; `fails` are codes that come later,
    by a callback."""

    def __init__(self, *, auth_token: str = "token", shared_key: str = "shared") -> None:
        super().__init__()
        self.account_sid = "AC" + "a" * 32
        self.service_sid = "MG" + "b" * 32
        self.number = "+14065550100"
        self.auth_token, self.shared_key = auth_token, shared_key
        self.errors: dict[str, int] = {}
        self.fails: dict[str, int] = {}
        self.texts: dict[str, Text] = {}
        self.status = "active"
        self.kind = "Full"
        self.inbound_url = ""
        self._unsaid: list[Text] = []

    # ------------------------------------------------------------ what it is asked
    def respond(self, asked: Asked) -> Answer:
        secret = base64.b64encode(f"{self.account_sid}:{self.auth_token}".encode()).decode()
        if asked.headers.get("Authorization") != f"Basic {secret}":
            return Answer(401, self._error(20003, 401))
        account = f"/2010-04-01/Accounts/{self.account_sid}"
        match asked.method, asked.path.removeprefix(account):
            case "POST", "/Messages.json":
                return self._create(asked)
            case "GET", "/Messages.json":
                return self._list(asked)
            case "GET", path if path.startswith("/Messages/"):
                return self._described("get", ONE, self._one(path))
            case "GET", ".json":
                return Answer(
                    200, {"sid": self.account_sid, "status": self.status, "type": self.kind}
                )
            case "GET", "/Balance.json":
                return Answer(200, {"balance": "41.20", "currency": "USD"})
            case "GET", "/IncomingPhoneNumbers.json":
                number = {
                    "phone_number": self.number,
                    "sms_url": self.inbound_url,
                    "sid": "PN" + "c" * 32,
                }
                return Answer(200, {"incoming_phone_numbers": [number], "next_page_uri": None})
            case "GET", path if path == f"/v1/Services/{self.service_sid}":
                return Answer(200, self._service())
        return Answer(404, self._error(20404, 404))

    def error(self, status: int) -> Any:
        return self._error({401: 20003, 429: 20429}.get(status, 20500), status)

    def is_sending(self, asked: Asked) -> bool:
        return asked.method == "POST" and asked.path.endswith("/Messages.json")

    def _create(self, asked: Asked) -> Answer:
        interface = _messages()
        form = interface.form(MESSAGES, asked.form())
        problems = interface.request_problems("post", MESSAGES, form)
        if problems:
            raise Drift("; ".join(problems))
        code = self._refusal(form)
        if code:
            return Answer(400, self._error(code, 400))
        found = UUID_IN.search(form.get("StatusCallback", ""))
        if not found:
            raise Drift("a text whose callback names no delivery")
        text = Text(
            sid="SM" + secrets.token_hex(16),
            to=form["To"],
            sender=form.get("MessagingServiceSid") or form["From"],
            body=form["Body"],
            callback=form["StatusCallback"],
            delivery_id=str(UUID(found.group())),
            at=dt.datetime.now(dt.UTC),
            asked=form,
        )
        with self.lock:
            self.texts[text.sid] = text
            self._unsaid.append(text)
            self.processed[text.delivery_id] += 1
        return self._described("post", MESSAGES, self._shown(text), 201)

    def _refusal(self, form: Mapping[str, Any]) -> int:
        to, body = form["To"], form.get("Body", "")
        if to in self.errors:
            return self.errors[to]
        if not re.fullmatch(r"\+[1-9]\d{6,14}", to):
            return 21211
        if not body:
            return 21602
        if len(body) > LONGEST:
            return 21617
        if form.get("MessagingServiceSid") == self.service_sid or form.get("From") == self.number:
            return 0
        return 21606

    def _list(self, asked: Asked) -> Answer:
        problems = _messages().query_problems(MESSAGES, asked.query)
        if problems:
            raise Drift("; ".join(problems))
        to = asked.query.get("To", [""])[0]
        since = asked.query.get("DateSent>", [""])[0][:10]
        with self.lock:
            found = [
                self._shown(text)
                for text in self.texts.values()
                if (not to or text.to == to) and text.at.date().isoformat() >= since
            ]
        page = {"messages": found, "page": 0, "page_size": len(found) or 50, "next_page_uri": None}
        return self._described("get", MESSAGES, page)

    def _one(self, path: str) -> Any:
        return self._shown(self.texts[path.removeprefix("/Messages/").removesuffix(".json")])

    def _described(self, method: str, path: str, body: Any, status: int = 200) -> Answer:
        _messages().check_answer(method, path, status, body)
        return Answer(status, body)

    def _shown(self, text: Text) -> dict[str, Any]:
        service = text.sender.startswith("MG")
        stamp = format_datetime(text.at)
        return {
            "sid": text.sid,
            "account_sid": self.account_sid,
            "messaging_service_sid": text.sender if service else None,
            "to": text.to,
            "from": None if service else text.sender,
            "body": text.body,
            "status": text.status,
            "direction": "outbound-api",
            "num_segments": "1",
            "num_media": "0",
            "error_code": text.error_code,
            "error_message": None,
            "date_created": stamp,
            "date_updated": stamp,
            "date_sent": None if text.status == "accepted" else stamp,
            "price": None,
            "price_unit": "USD",
            "api_version": "2010-04-01",
            "uri": f"/2010-04-01/Accounts/{self.account_sid}/Messages/{text.sid}.json",
            "subresource_uris": {},
        }

    def _service(self) -> dict[str, Any]:
        return {
            "sid": self.service_sid,
            "account_sid": self.account_sid,
            "friendly_name": "Class updates",
            "inbound_request_url": self.inbound_url,
            "use_inbound_webhook_on_number": False,
            "us_app_to_person_registered": True,
        }

    def _error(self, code: int, status: int) -> dict[str, Any]:
        return {
            "code": code,
            "message": WORDS.get(code, "error"),
            "more_info": f"https://www.twilio.com/docs/errors/{code}",
            "status": status,
        }

    # ------------------------------------------------------------ what it says by itself
    def news(self, **how: str) -> list[Callback]:
        """The callbacks of all texts made since the last call, in their order."""
        with self.lock:
            fresh, self._unsaid = self._unsaid, []
        found = []
        for text in fresh:
            last = "undelivered" if text.to in self.fails else "delivered"
            found += [self.callback(text, status, **how) for status in ("queued", "sent", last)]
        return found

    def callback(self, text: Text, status: str, *, algorithm: str = HMAC_SHA1) -> Callback:
        """Twilio's word that a text is now in this status. It does not speak of the first one."""
        text.status = status
        fields = {
            "AccountSid": self.account_sid,
            "ApiVersion": "2010-04-01",
            "From": self.number,
            "MessageSid": text.sid,
            "MessageStatus": status,
            "SmsSid": text.sid,
            "SmsStatus": status,
            "To": text.to,
        }
        if status in {"failed", "undelivered"}:
            text.error_code = self.fails.get(text.to, 30003)
            fields["ErrorCode"] = str(text.error_code)
        return self.signed(text.callback, fields, algorithm=algorithm)

    def inbound(
        self, url: str, sender: str, body: str, *, algorithm: str = HMAC_SHA1, **more: str
    ) -> Callback:
        """A text that a family sends to the district's number."""
        sid = "SM" + secrets.token_hex(16)
        fields = {
            "AccountSid": self.account_sid,
            "ApiVersion": "2010-04-01",
            "Body": body,
            "From": sender,
            "MessageSid": sid,
            "MessagingServiceSid": self.service_sid,
            "NumMedia": "0",
            "NumSegments": "1",
            "SmsMessageSid": sid,
            "SmsSid": sid,
            "SmsStatus": "received",
            "To": self.number,
            **more,
        }
        return self.signed(url, fields, algorithm=algorithm)

    def signed(self, url: str, fields: Mapping[str, str], *, algorithm: str) -> Callback:
        new = algorithm == HMAC_SHA256
        secret = self.shared_key if new else self.auth_token
        headers = {
            "X-Twilio-Signature": RequestValidator(secret).compute_signature(url, fields, algorithm)
        }
        if new:
            headers["X-Twilio-Webhooks-Signature-Settings"] = (
                f"key=webhooks_sharedkey_1,algorithm={HMAC_SHA256}"
            )
        return Callback(url, fields, headers)


def _messages() -> Any:
    return description("twilio_messages_v2010.openapi.json")
