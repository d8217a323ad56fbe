"""What someone would paste to keep a server busy: each text is as long as it is asked to be."""

from collections.abc import Callable
from typing import Final

SIGNATURE: Final = "<p>Elena Rivera</p><p>Grade 3 Teacher</p>"

PASTES: Final[dict[str, Callable[[int], str]]] = {
    "spaces before the original message": lambda n: "-- " + " " * n + "x",
    "dashes before the original message": lambda n: "- " * (n // 2) + "x",
    "an attribution without an end": lambda n: "On 1 Jan" + " wrote" * (n // 6) + "x",
    "conditions without an end": lambda n: f"{SIGNATURE}<!--{'[if' * (n // 3)}-->",
    "many conditions": lambda n: f"{SIGNATURE}<!--{'[if a]>a<<![endif]' * (n // 18)}-->",
    "comments without an end": lambda n: SIGNATURE + "<!--" * (n // 4),
    "heads without an end": lambda n: SIGNATURE + "<head " * (n // 6),
    "style sheets without an end": lambda n: SIGNATURE + "<style>" * (n // 7),
    "a picture that is all spaces": lambda n: f'{SIGNATURE}<img src="data:;{" " * n}x">',
    "parts of the document": lambda n: f'{SIGNATURE}<p style="background:{"url(#" * (n // 5)}">x',
    "addresses in addresses": lambda n: f'{SIGNATURE}<img src="{"http://a#" * (n // 9)}">',
    "wrapped links": lambda n: (
        f'{SIGNATURE}<a href="https://urldefense.com{"/v3/__a" * (n // 7)}">x</a>'
    ),
    "many sources": lambda n: f'{SIGNATURE}<img srcset="{"a 1x," * (n // 5)}">',
    "quotes with words behind": lambda n: (
        SIGNATURE + "<blockquote cite=x></blockquote>a" * (n // 33)
    ),
    "attributions": lambda n: (
        f"{SIGNATURE}<div class=gmail_quote>q</div>" + "<p>On 1 Jan Ana wrote:</p>" * (n // 26)
    ),
    "signatures without words": lambda n: "<p>wrote:</p>" + "<i id=signature>" * (n // 16),
    "line ends": lambda n: "wrote:<div>" + "a<br>" * (n // 5),
    "tables in links": lambda n: "<a><table>" * (n // 10),
    "brackets in a style sheet": lambda n: f"{SIGNATURE}<style>{'([' * (n // 2)}</style>",
    "brackets in a style": lambda n: f'{SIGNATURE}<p style="background:{"(" * n}">x</p>',
    "addresses in a style sheet": lambda n: (
        f"{SIGNATURE}<style>{'a{background:url(' * (n // 17)}</style>"
    ),
    "separators": lambda n: "Elena\n" + "--\n" * (n // 3) + "x",
    "senders": lambda n: "From: x\n" * (n // 8),
    "names": lambda n: "Elena Rivera\n" * (n // 13),
    "digits": lambda n: "406 " * (n // 4),
    "letters and dots": lambda n: "a." * (n // 2) + "@",
    "disguises": lambda n: "\u0415l\u0435na R\u0456vera a@b.example \u200b" * (n // 25),
    "one long word": lambda n: "a" * n,
    "bytes of a picture": lambda n: f'{SIGNATURE}<img src="data:image/png;base64,{"A" * n}">',
}

HEADER: Final = b"From: Elena Rivera <e@larkspur.example>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
_PLAIN: Final = b"Content-Type: text/plain; "
_MIXED: Final = b'Content-Type: multipart/mixed; boundary="b'
_BODY: Final = b"\r\n\r\nElena Rivera\r\nTeacher"

MESSAGES: Final[dict[str, Callable[[int], bytes]]] = {
    "parameters in parts": lambda n: HEADER + _PLAIN + b"a*0=b; " * (n // 7) + _BODY,
    "parameters": lambda n: (
        HEADER + _PLAIN + b"".join(b"a%d=b; " % at for at in range(n // 10)) + _BODY
    ),
    "an open quotation mark": lambda n: HEADER + _PLAIN + b'charset="' + b";" * n + _BODY,
    "parts": lambda n: HEADER + _MIXED + b'"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * (n // 10),
    "boundaries in boundaries": lambda n: (
        HEADER
        + b"".join(_MIXED + b'%d"\r\n\r\n--b%d\r\n' % (at, at) for at in range(n // 200))
        + _PLAIN
        + _BODY
        + b"\r\nx" * (n // 6)
    ),
    "header fields": lambda n: HEADER + b"X-a: b\r\n" * (n // 8) + _BODY,
    "a sender in parts": lambda n: (
        b"From: " + b"=?utf-8?q?a?= " * (n // 14) + b"\r\nTo: x\r\nMIME-Version: 1.0" + _BODY
    ),
    "a charset of Python's": lambda n: (
        HEADER + b"Content-Type: text/plain; charset=punycode\r\n\r\nElena \xffa-" + b"z" * n
    ),
    "another one": lambda n: (
        HEADER + b"Content-Type: text/plain; charset=idna\r\n\r\nElena \xff " + b"a" * n
    ),
    "uuencode": lambda n: (
        HEADER + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 1 a\r\n" + b"M" * n
    ),
}
