"""Which pictures may be logos, by their size alone, and which characters their texts may contain.
Pure."""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .rendering import display_size

MOST_PIXELS: Final = 16_000_000
"""Width times height. A logo is shown at 480 by 120 at most, and rendering needs 4 bytes of memory
for each pixel; a photograph may have more."""
LEAST_HEIGHT: Final = 120
LEAST_WIDTH: Final = 480
"""Either is enough, in pixels of the file: a wordmark is wide and not high."""


_TURNING: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def check_no_turning_letters(text: str) -> None:
    """Raises `ValidationError` for invisible characters that change the direction of the text after
    them: mails and pages would show other words than the office approved. Right-to-left letters
    need no such characters."""
    if match := _TURNING.search(text):
        raise ValidationError(
            _(
                "There is a hidden character before “%(rest)s” that reverses the order of letters. "
                "Type these words instead of pasting them."
            ),
            code="turning_letters",
            params={"rest": _TURNING.sub("", text[match.end() :])[:30]},
        )


def too_large(error: ValidationError) -> ValidationError:
    """Returns the error of `strip_metadata` for too many pixels, worded for a logo."""
    return ValidationError(
        _(
            "“%(name)s” has %(pixels)s million pixels, more than a logo may have: %(limit)s "
            "million. Make it smaller, for example 960 pixels wide, and choose it again."
        ),
        code=error.code,
        params=error.params,
    )


def check_is_large_enough(width: int, height: int) -> None:
    """Raises `ValidationError` for a picture that would be shown too small: sharp screens show it
    at half its pixels."""
    if height < LEAST_HEIGHT and width < LEAST_WIDTH:
        raise ValidationError(
            _(
                "This picture has %(width)d × %(height)d pixels, too few for a logo. Choose one "
                "that is at least %(least_height)d pixels high or %(least_width)d pixels wide."
            ),
            code="too_few_pixels",
            params={
                "width": width,
                "height": height,
                "least_height": LEAST_HEIGHT,
                "least_width": LEAST_WIDTH,
            },
        )


def check_smallest_height(width: int, height: int, smallest_height: int) -> None:
    """Raises `ValidationError` if a picture of this size can never be shown at its smallest
    height."""
    height_shown = display_size(width, height)[1]
    if height_shown < smallest_height:
        raise ValidationError(
            _(
                "The picture has %(width)d × %(height)d pixels and is shown %(shown)d pixels high. "
                "Its smallest height is %(smallest)d pixels: choose a larger picture or a smaller "
                "height."
            ),
            code="below_smallest_height",
            params={
                "width": width, "height": height, "shown": height_shown,
                "smallest": smallest_height,
            },
        )  # fmt: skip
