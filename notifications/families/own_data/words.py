"""What the codes of the machines' file mean, for people."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Words = Mapping[str, Promise]

LANGUAGES: Final[Words] = {
    "en": _("We write to you in English."),
    "es": _("We write to you in Spanish."),
}
CHANNELS: Final[Words] = {"email": _("by email"), "text": _("by text message")}
MESSAGES: Final[Words] = {
    "subscription": _("class updates"),
    "notice": _("a notice"),
    "urgent": _("an urgent notice"),
    "confirmation": _("a link or a code that you asked for"),
    "reply": _("an answer to your text message"),
    "staff": _("about your work for the district"),
    "account": _("about your account for work"),
}
CAME_OF_IT: Final[Words] = {
    "ready": _("It is waiting to be sent."),
    "claimed": _("It is waiting to be sent."),
    "handed_over": _("It is being sent."),
    "accepted": _("It was sent."),
    "delivered": _("It arrived."),
    "bounced": _("It came back."),
    "rejected": _("It could not be sent."),
    "unknown": _("We cannot tell whether it arrived."),
    "resolved": _("We cannot tell whether it arrived."),
    "canceled": _("It was not sent, because it was no longer wanted."),
}
WHERE: Final[Words] = {
    "form": _("You did this with the form on a page of our website."),
    "preferences": _("You did this on the page where you choose what you get."),
    "stop page": _("You did this on the page to stop messages."),
    "one-click": _("You did this with the “Unsubscribe” button of your email program."),
    "text": _("You did this by a text message."),
}
PROVED: Final[Words] = {
    "button": _("We know that it was you by the button behind the link that we emailed you."),
    "code": _("We know that it was you by the code that we texted you and you typed back."),
    "link": _("We know that it was you by the link that we sent you."),
    "number": _("We know that it was you because the text came from your number."),
}
WHY_NONE: Final[Words] = {
    "hard_bounce": _("the mailbox does not exist"),
    "complaint": _("a message of ours was marked as spam there"),
    "stop": _("its owner texted STOP"),
    "no_number": _("the number takes no texts"),
}
NOT_SENT: Final[Words] = {
    "nothing_new": _("there was nothing new in your classes"),
    "sent_before": _("you had everything new already"),
    "mail_off": _("your classes did not send updates this way"),
    "no_classes": _("your classes were over or gone"),
    "enough": _("you had as many texts in that week as we promised at most"),
    "paused": _("you had paused the updates"),
    "student": _(
        "with a student address only high-school classes can be followed, while the school lists it"
    ),
}
