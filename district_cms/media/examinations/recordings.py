"""The values of blocks that hold videos, sound and pictures, as the rules read them. Pure."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from district_cms.checks.accessibility.recordings import (
    LinedFault,
    check_audio,
    check_embedded_video,
    check_media_address,
    check_movement,
    check_uploaded_video,
)
from district_cms.checks.findings import Fault


def recording_faults(kind: str, value: Mapping[str, Any]) -> Iterator[LinedFault]:
    """The faults of one block, and the child that each concerns.

    `kind` is how a fragment of content calls the block: "video", "audio", "embed" or "picture".
    """
    match kind:
        case "video":
            if value.get("file"):
                yield from check_uploaded_video(
                    _name(value),
                    has_captions=bool(value.get("captions")),
                    silent=bool(value.get("silent")),
                    transcript=_words(value.get("transcript")),
                )
        case "audio":
            if value.get("file"):
                for fault in check_audio(_words(value.get("transcript"))):
                    yield Fault(fault.rule, _name(value)), "transcript"
        case "embed":
            if value.get("url"):
                yield from _embedded(value)
        case "picture":
            image = value.get("image")
            for fault in check_movement(
                getattr(image, "moves", False), getattr(image, "title", "")
            ):
                yield fault, "image"


def _embedded(value: Mapping[str, Any]) -> Iterator[LinedFault]:
    yield from check_embedded_video(
        str(value.get("title") or value["url"]),
        value.get("captions") or "",
        value.get("checked_by") or "",
        _day(value.get("checked_on")),
    )
    for fault in check_media_address(str(value["url"])):
        yield fault, "url"


def _name(value: Mapping[str, Any]) -> str:
    return str(value.get("title") or getattr(value.get("file"), "title", ""))


def _words(text: Any) -> str:
    """Rich text as its source's words: tags alone say nothing."""
    return re.sub(r"<[^>]*>", " ", str(getattr(text, "source", text) or ""))


def _day(value: Any) -> dt.date | None:
    return value if isinstance(value, dt.date) else None
