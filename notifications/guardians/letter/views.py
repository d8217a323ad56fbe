"""The pages behind the links of a letter. Opening one changes nothing; their buttons do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ...consent import wording
from ...families.preferences.services import key_of
from ...families.tokens import hash_of
from ...families.views import PAGES, in_language, language_for, language_of, mail_page
from ...models import Channel, Guardian, Invitation
from ...rules.masking import mask_address
from ...selectors import has_subscribers
from . import services
from .invitations import refuse
from .offers import offers


@mail_page
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """Lists the classes of the family; POST subscribes to those that the page listed."""
    now = timezone.now()
    invitation = Invitation.objects.filter(token_hash=hash_of(token), expires_at__gt=now).first()
    if invitation is None:
        return render(request, f"{PAGES}/link_over.html", status=404)
    if invitation.refused_at is not None:
        return redirect("notifications:never_invite", token=token)
    offer = offers([invitation.address], timezone.localdate(now)).get(invitation.address)
    if offer is None:
        return render(request, f"{PAGES}/link_over.html", status=404)
    with language_for(request, offer.language):
        language = language_of(request)
        words, _newline, _classes = wording.by_letter(offer.places).partition("\n")
    if request.method == "POST":
        keys = request.POST.getlist("class")
        services.accept(invitation=invitation, keys=keys, language=language, now=now)
        return redirect("notifications:letter", token=token)
    context = {
        "token": token,
        "classes": [(key_of(each.scope, each.page), each) for each in offer.places],
        "wording": words,
        "address": mask_address(invitation.address),
        "answered": invitation.answered_at is not None,
        "subscribed": has_subscribers(address=invitation.address, channel=Channel.EMAIL),
        "texts": any(each.offers_texts for each in offer.places),
    }
    return in_language(request, offer.language, f"{PAGES}/letter.html", context)


@mail_page
def never(request: HttpRequest, token: str) -> HttpResponse:
    """POST never invites the address again: with the button of the page, or with one click in the
    mail program (RFC 8058). Unlike the letter's other link, this one never ends."""
    invitation = Invitation.objects.filter(token_hash=hash_of(token)).first()
    if invitation is None:
        return render(request, f"{PAGES}/link_over.html", status=404)
    if request.method == "POST" and invitation.refused_at is None:
        refuse(invitation)
    context = {
        "refused": request.method == "POST" or invitation.refused_at is not None,
        "subscribed": has_subscribers(address=invitation.address, channel=Channel.EMAIL),
    }
    listed = Guardian.objects.filter(email=invitation.address).values_list("language", flat=True)
    language = listed.first() or language_of(request)
    return in_language(request, language, f"{PAGES}/never_invite.html", context)
