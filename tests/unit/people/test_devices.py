"""What a sign-in is said to come from."""

import pytest

from district_cms.people.sign_in.devices import device_of
from district_cms.web.visitors import one_caller, place_of

GECKO = "Mozilla/5.0 ({}; rv:131.0) Gecko/20100101 Firefox/131.0"
BLINK = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0 Safari/537.36"
WEBKIT = "Mozilla/5.0 ({}) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15"


@pytest.mark.parametrize("user_agent, device", [
    (GECKO.format("Windows NT 10.0; Win64; x64"), "Firefox, Windows"),
    (GECKO.format("X11; Linux x86_64"), "Firefox, Linux"),
    (BLINK.format("X11; CrOS x86_64 14541.0.0"), "Chrome, Chromebook"),
    (BLINK.format("Linux; Android 14"), "Chrome, Android"),
    (BLINK.format("Windows NT 10.0") + " Edg/129.0", "Edge, Windows"),
    (WEBKIT.format("Macintosh; Intel Mac OS X 14_5"), "Safari, Mac"),
    (WEBKIT.format("iPhone; CPU iPhone OS 17_4 like Mac OS X"), "Safari, iPhone"),
    (WEBKIT.format("iPad; CPU OS 17_4 like Mac OS X") + " CriOS/129.0", "Chrome, iPad"),
    ("curl/8.5.0", ""),
    ("", ""),
])  # fmt: skip
def test_a_device_is_named_roughly(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device


@pytest.mark.parametrize("address, caller, place", [
    ("203.0.113.9", "203.0.113.9", "203.0.113.0/24"),
    ("::ffff:203.0.113.9", "203.0.113.9", "203.0.113.0/24"),
    ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64", "2001:db8:1::/48"),
    ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64", "2001:db8:1::/48"),
    ("", "", ""),
    ("unix:", "unix:", "unix:"),
])  # fmt: skip
def test_an_address_counts_with_its_network(address: str, caller: str, place: str) -> None:
    assert one_caller(address) == caller
    assert place_of(address) == place
