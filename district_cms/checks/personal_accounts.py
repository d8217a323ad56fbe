"""Finds personal accounts, websites and phones on pages and in signatures. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator
from html import unescape
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from .accessibility.words import clip
from .findings import Fault
from .rules import Rule, register_rules
from .translation import mark as _
from .word_sets import word_set

RULE: Final = Rule(
    "personal-account",
    "",
    "warning",
    _("“%(excerpt)s” looks like a personal account, website or phone."),
    _("School matters go through the district's own accounts and tools."),
    _(
        "Use the district's instead. If your supervisor has authorized this one, or it belongs to "
        "the school, leave it."
    ),
    clause="personal-accounts",
)
register_rules((RULE,))

SOCIAL: Final = word_set(
    "facebook.com fb.com fb.me instagram.com twitter.com x.com t.co tiktok.com snapchat.com "
    "linkedin.com lnkd.in youtube.com pinterest.com threads.net threads.com reddit.com "
    "tumblr.com bsky.app mastodon.social truthsocial.com nextdoor.com goodreads.com twitch.tv "
    "linktr.ee about.me"
)
_MESSAGES: Final = word_set(
    "wa.me whatsapp.com t.me telegram.me m.me messenger.com discord.gg discord.com signal.me "
    "groupme.com"
)
_SITES: Final = word_set(
    "blogspot.com wordpress.com weebly.com wixsite.com wix.com squarespace.com sites.google.com "
    "medium.com substack.com godaddysites.com github.io carrd.co strikingly.com webs.com"
)
_TOOLS: Final = word_set(
    "remind.com rmd.at rmd.me classdojo.com dojo.me seesaw.me bloomz.net bloomz.com classtag.com "
    "band.us talkingpts.org"
)
_HOSTS: Final = {"messages": _MESSAGES, "social": SOCIAL, "site": _SITES, "tool": _TOOLS}
_FREE: Final = word_set(
    "gmail googlemail yahoo ymail rocketmail hotmail outlook live msn icloud me mac aol proton "
    "protonmail pm gmx mail zoho yandex hey fastmail tutanota tuta hushmail comcast att verizon "
    "charter bresnan centurylink spectrum cox sbcglobal bellsouth earthlink frontier optonline "
    "blackfoot q juno netzero duck"
)
_ENDS_OF_FREE: Final = word_set("com net me org us ca uk es mx de fr br in co.uk com.mx com.br")
# Mail servers and Google wrap links in redirects of their own.
_WRAPPED: Final = ("url", "q", "u", "target", "redirect")
_WRAPPED_V3: Final = re.compile(r"/v3/__", re.IGNORECASE)
_WRAPPED_V2: Final = re.compile(r"-([0-9A-Fa-f]{2})")
_ADDRESS: Final = re.compile(
    r"(?<![@\w.-])(?:https?://)?(?:[\w-]{1,63}\.){1,5}[a-z]{2,12}(?:/[^\s|,;<>()'\x22\\]*)?", re.I
)
# A link to a video is not a link to an account.
VIDEO: Final = re.compile(r"youtube\.com/(?:watch|embed|playlist|shorts)")
_DEEPEST: Final = 3
_EMAIL: Final = re.compile(r"[\w.+'-]{1,64}@((?:[\w-]{1,63}\.){1,4}[a-z]{2,24})", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_APPS: Final = r"(?:Remind(?:101)?|Class ?Dojo|Seesaw|GroupMe|Bloomz|TalkingPoints)"
_CODE: Final = r"(?:[Cc]ode|[Cc][oó]digo)\b"
_NUMBER: Final = r"\(?\d{3}\)?[ .-]{0,2}\d{3}[ .-]?\d{4}"
_MINE: Final = (
    r"(?:\b(?:my|personal) (?:own )?(?:cell|mobile)\b|\b(?:text|whats ?app) me at\b"
    r"|\bmi (?:celular|m[oó]vil)\b)"
)
# Words that reveal a personal account without an address, by the resource that a supervisor would
# authorize.
_WORDS: Final = {
    "phone": re.compile(rf"{_MINE}.{{0,30}}?{_NUMBER}|{_NUMBER}.{{0,12}}?{_MINE}", re.IGNORECASE),
    "app": re.compile(
        rf"\b{_APPS}(?: app| class| group)?(?:,? (?:with|using|by) (?:the|our|my))?"
        rf"(?: class| join)? {_CODE}.{{0,20}}|@\w{{3,20}} (?:to|al?) 81010"
        rf"|\b{_CODE}[^.!?]{{0,30}}\b(?:on|for|to|in|join|en|de|para) (?:our |my |the )?{_APPS}\b"
    ),
    "social": re.compile(
        r"\b(?:facebook|whats ?app) (?:group|page|chat)\b|\bgrupo de (?:facebook|whats ?app)\b"
        r"|\b(?:follow|find|add|friend) (?:me|us) on (?:facebook|instagram|twitter|tiktok)\b",
        re.IGNORECASE,
    ),
}
_ALSO: Final = {"phone": ("phone", "texts"), "texts": ("texts", "app")}


def find(source: str) -> Iterator[Fault]:
    """Yields each personal account, website or phone in a text or in HTML once. The param
    `resource` is what a supervisor would authorize."""
    resources: dict[str, str] = {}
    for host, where in map(place, addresses_in(source)):
        if (kind := kind_of(host)) and not VIDEO.search(where):
            resources[where] = "social" if kind == "social" else "app"
    for address in _EMAIL.finditer(source):
        if is_free_mail(address[1].casefold()):
            resources[address[0].casefold()] = "email"
    words = " ".join(unescape(_TAG.sub(" ", source)).split())
    for resource, pattern in _WORDS.items():
        resources.update((match[0].strip(), resource) for match in pattern.finditer(words))
    for excerpt, resource in resources.items():
        yield Fault(RULE.id, clip(excerpt), params=(("resource", resource),))


def addresses_in(text: str) -> Iterator[str]:
    """Yields the web addresses in a text, without redirects."""
    return (unwrapped(match[0].rstrip(".")) for match in _ADDRESS.finditer(text))


def is_authorized(excerpt: str, resource: str, authorizations: Collection[tuple[str, str]]) -> bool:
    """True if one of these authorizations, pairs of resource and service name, covers the
    excerpt."""
    kinds, text = _ALSO.get(resource, (resource,)), _bare(excerpt)
    return any(kind in kinds and _bare(service) in text for kind, service in authorizations)


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()


def is_approved(excerpt: str, approved: Iterable[str]) -> bool:
    """True if the excerpt contains one of the office's hosts, addresses or names as a whole."""
    names = (place(line)[1] if "/" in line else line for line in approved)
    return any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", excerpt, re.I) for name in names)


def kind_of(host: str) -> str:
    """Returns the kind of service of a host: "messages", "social", "site" or "tool"; "" for
    others."""
    labels = host.split(".")
    ends = {".".join(labels[at:]) for at in range(len(labels))}
    return next((kind for kind, hosts in _HOSTS.items() if ends & hosts), "")


def unwrapped(link: str, depth: int = 0) -> str:
    """Returns the target of a link without the redirects of mail servers."""
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return link
    inner = ""
    if "urldefense" in host:
        if match := _WRAPPED_V3.search(link):
            inner, _end, _rest = link[match.end() :].partition("__;")
        elif old := parse_qs(parts.query).get("u"):
            inner = unquote(_WRAPPED_V2.sub(r"%\1", old[0]).replace("_", "/"))
    elif host.endswith("safelinks.protection.outlook.com") or host in (
        "www.google.com",
        "l.facebook.com",
    ):
        queries = parse_qs(parts.query)
        inner = next((queries[name][0] for name in _WRAPPED if name in queries), "")
    if not inner.lower().startswith(("http://", "https://")) or depth >= _DEEPEST:
        return link
    return unwrapped(inner, depth + 1)


def place(link: str) -> tuple[str, str]:
    """Returns the host of a link, and the link without scheme and query, as messages show it."""
    link = re.sub(r"[\x00-\x20]+", "", link)
    if "://" not in link:
        if ":" in link.partition("/")[0]:
            return "", link
        link = f"https://{link}"
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return "", link
    return host, f"{host}{parts.path.rstrip('/')}"


def is_free_mail(domain: str) -> bool:
    name, _dot, end = domain.partition(".")
    return name in _FREE and end in _ENDS_OF_FREE
