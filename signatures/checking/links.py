"""Accounts and sites that may be someone's own: where links lead, and what is written. Pure."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from district_cms.checks.translation import mark as _
from district_cms.checks.word_sets import word_set

from .contacts import TEXT_ME
from .findings import Finding, Rule, Strength
from .source import Source

SOCIAL: Final = Rule(
    "social-link",
    "personal-accounts",
    Strength.QUESTION,
    _("Is this a personal account? %(excerpt)s"),
    _(
        "If it is yours, remove it, unless your supervisor has authorized it. If it is your "
        "school’s or the district’s, leave it."
    ),
)
SITE: Final = Rule(
    "personal-site",
    "personal-sites",
    Strength.QUESTION,
    _("Is this a website of your own? %(excerpt)s"),
    _(
        "Link to your class page on the district’s website instead. If your supervisor has "
        "authorized the other site, leave it."
    ),
)
RULES: Final = (SOCIAL, SITE)

_SOCIAL: Final = word_set(
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
# "facebook": no line without one of these has an address of theirs.
_NAMES: Final = frozenset(site.partition(".")[0] for site in _SOCIAL | _MESSAGES | _SITES)
_LABEL: Final = re.compile(r"[^\w-]+")
# Mail servers and Google send people through an address of theirs.
_WRAPPED: Final = ("url", "q", "u", "target", "redirect")
_WRAPPED_V3: Final = re.compile(r"/v3/__", re.IGNORECASE)
_WRAPPED_V2: Final = re.compile(r"-([0-9A-Fa-f]{2})")
_BARE: Final = re.compile(
    r"(?:https?://)?(?:[\w-]{1,63}\.){1,5}[a-z]{2,12}(?:/[^\s|,;<>()]*)?", re.I
)
# A video is no account.
_VIDEO: Final = re.compile(r"youtube\.com/(?:watch|embed|playlist|shorts)")
_HANDLE: Final = re.compile(
    r"\b(?:facebook|instagram|insta|ig|twitter|x|tiktok|youtube|threads|bluesky|linkedin|fb)"
    r"\s*[:@]\s*@?[a-z_][\w.]{2,40}"
    r"|(?<![\w.@/])@[a-z]\w{2,30}\b(?!\.\w)"
    r"|\b(?:find|add|follow|friend) me on (?P<service>facebook|instagram|twitter|x|tiktok|youtube"
    r"|threads|bluesky|linkedin)\b",
    re.IGNORECASE,
)
# The sign in a handle, before a name: behind "IG" or another service, or at the begin of a word.
_HANDLE_SIGN: Final = re.compile(
    r"[:@](?:(?<=@)(?<![\w.@/]@)[a-z]|(?=\s*@?[a-z_][\w.]{2})"
    r"(?<=[\skmagrxeynbs][:@])(?:(?<=\s.)|(?<=\bx.)|(?<=(?:ok|am|ta|ig|er|be|ds|ky|in|fb).)))",
    re.IGNORECASE,
)
_DEEPEST: Final = 3


def check(source: Source) -> Iterator[Finding]:
    """Yield each account and site once."""
    told = set()
    for link in (*map(unwrapped, source.links), *_written(source)):
        host, where = _place(link)
        rule = _rule(host)
        if rule is not None and where not in told and not _VIDEO.search(where):
            told.add(where)
            yield rule.found(where)
    services = {place.partition("/")[0].rpartition(".")[0] for place in told}
    for line in filter(_may_have_handle, source.different_lines):
        lowered = line.lower()
        if any(host in lowered for host in _SOCIAL):
            continue  # told as an address
        for handle in _HANDLE.finditer(line):
            if (handle["service"] or "").lower() not in services:
                yield SOCIAL.found(handle[0])


def unwrapped(link: str, depth: int = 0) -> str:
    """The address that a link leads to, without those of mail servers that it goes through."""
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return link
    inner = ""
    if "urldefense" in host:
        if found := _WRAPPED_V3.search(link):
            inner, _end, _rest = link[found.end() :].partition("__;")
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


def _written(source: Source) -> Iterator[str]:
    """Addresses that stand in the text, of lines that have the name of a site that we know. A word
    with "@" is none of them."""
    for line in source.different_lines:
        if "." not in line or _NAMES.isdisjoint(_LABEL.split(line.lower())):
            continue
        for word in line.split():
            if "." in word and "@" not in word:
                for found in _BARE.finditer(word):
                    yield found[0].rstrip(".")


def _may_have_handle(line: str) -> bool:
    """False for most lines: no sign of a handle stands where one can, and nobody says "me on"."""
    return _HANDLE_SIGN.search(line) is not None or "me on " in line.lower()


def _place(link: str) -> tuple[str, str]:
    """The host of a link, and the link as it is told: without its query."""
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


def _rule(host: str) -> Rule | None:
    labels = host.split(".")
    ends = {".".join(labels[at:]) for at in range(len(labels))}
    if ends & _MESSAGES:
        return TEXT_ME
    if ends & _SOCIAL:
        return SOCIAL
    return SITE if ends & _SITES else None
