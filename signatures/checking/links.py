"""Accounts and sites that may be someone's own: where links lead, and what is written. Pure."""

import re
from collections.abc import Iterator
from typing import Final

from district_cms.checks.personal_accounts import (
    SOCIAL,
    VIDEO,
    addresses_in,
    kind_of,
    place,
    unwrapped,
)
from district_cms.checks.translation import mark as _

from .contacts import TEXT_ME
from .findings import Finding, Rule, Strength
from .source import Source

ACCOUNT: Final = Rule(
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
RULES: Final = (ACCOUNT, SITE)
_RULES: Final = {"messages": TEXT_ME, "social": ACCOUNT, "site": SITE}

_HANDLE: Final = re.compile(
    r"\b(?:facebook|instagram|insta|ig|twitter|x|tiktok|youtube|threads|bluesky|linkedin|fb)"
    r"\s*[:@]\s*@?[a-z_][\w.]{2,40}"
    r"|(?<![\w.@/])@[a-z]\w{2,30}\b(?!\.\w)"
    r"|\b(?:find|add|follow|friend) me on (?P<service>facebook|instagram|twitter|x|tiktok|youtube"
    r"|threads|bluesky|linkedin)\b",
    re.IGNORECASE,
)


def check(source: Source) -> Iterator[Finding]:
    """Yield each account and site once."""
    told = set()
    written = (link for line in source.different_lines for link in addresses_in(line))
    for host, where in map(place, (*map(unwrapped, source.links), *written)):
        rule = _RULES.get(kind_of(host))
        if rule is not None and where not in told and not VIDEO.search(where):
            told.add(where)
            yield rule.found(where)
    services = {each.partition("/")[0].rpartition(".")[0] for each in told}
    for line in source.different_lines:
        lowered = line.lower()
        if any(host in lowered for host in SOCIAL):
            continue  # told as an address
        for handle in _HANDLE.finditer(line):
            if (handle["service"] or "").lower() not in services:
                yield ACCOUNT.found(handle[0])
