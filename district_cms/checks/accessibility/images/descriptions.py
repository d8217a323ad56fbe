"""What is said of a picture: does someone who cannot see it learn the same? (WCAG 1.1.1)"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ...findings import Fault
from ...rules import Rule
from ...translation import mark as _
from ...word_sets import word_set
from ..words import bare_words, clip, is_picture_placeholder, same_words, squeeze

_SCREEN_READER: Final = _("Families who use a screen reader would miss it.")

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "img-alt-missing",
        "1.1.1",
        "error",
        _("This picture has no description."),
        _SCREEN_READER,
        _("Describe what it shows, or select “Decorative”."),
        needs="picture",
    ),
    Rule(
        "img-alt-filename",
        "1.1.1",
        "error",
        _("The description is a file name: “%(excerpt)s”."),
        _("A screen reader reads it aloud, and it says nothing about the picture."),
        _("Say what the picture shows."),
        needs="picture",
    ),
    Rule(
        "img-alt-placeholder",
        "1.1.1",
        "error",
        _("“%(excerpt)s” does not describe the picture."),
        _("A screen reader already says that there is a picture."),
        _("Say what or who is in it, or select “Decorative”."),
        needs="picture",
    ),
    Rule(
        "img-alt-long",
        "1.1.1 advice",
        "warning",
        _("The description has %(length)s characters; up to 150 is easy to listen to."),
        _("A screen reader reads it in one go, and it cannot be skimmed."),
        _("Keep what matters most, and put the rest in the text next to the picture."),
        needs="picture",
    ),
    Rule(
        "img-alt-duplicate-caption",
        "1.1.1 advice",
        "warning",
        _("The description repeats the caption: “%(excerpt)s”."),
        _("A screen reader would say the same words twice."),
        _("Describe what the caption leaves out, or select “Decorative”."),
        needs="picture",
    ),
    Rule(
        "img-alt-same",
        "1.1.1 advice",
        "warning",
        _("The same description stands for %(count)s pictures: “%(excerpt)s”."),
        _("Families who use a screen reader cannot tell them apart."),
        _("Say in each what only that picture shows, or confirm that they show the same."),
    ),
    Rule(
        "img-alt-says-picture",
        "1.1.1 advice",
        "warning",
        _("The description begins by saying that it is a picture: “%(excerpt)s”."),
        _("A screen reader says that already, and would say it twice."),
        _("Begin with what it shows, or confirm that it matters what kind of picture it is."),
        needs="picture",
    ),
    Rule(
        "img-decorative-described",
        "1.1.1 advice",
        "warning",
        _("You marked this picture as decorative, and it has a description: “%(excerpt)s”."),
        _("Screen readers skip what is decorative: families would not hear the description."),
        _("Clear “Decorative”, or delete the description."),
    ),
    Rule(
        "img-of-text",
        "1.4.5 advice",
        "warning",
        _("“%(excerpt)s” seems to be a picture of words, such as a flyer."),
        _("Words in a picture cannot be enlarged, translated or read aloud."),
        _("Type what it says on the page, or confirm that all of it is there."),
    ),
)

LONGEST_DESCRIPTION: Final = 150
"""Characters after which a description is a burden to listen to: it cannot be paused or skimmed."""

LARGE: Final = 300
"""Pixels, in both directions, from which a picture has room for words."""

# What is made of words, in English and Spanish; as a description begins or a short one ends, or a
# file is called.
_MADE_OF_WORDS: Final = word_set("""
    brochure flier flyer handout infographic invitation invite newsletter poster screenshot
    boletin cartel folleto infografia invitacion volante
""")
# These are also called so which show no words: a calendar on a wall.
_OFTEN_OF_WORDS: Final = word_set("""
    agenda calendar itinerary menu rubric schedule timetable calendario horario rubrica
""")
_SHORT_DESCRIPTION: Final = 4  # words
# "Image of our garden". What kind it is may matter: a map, a drawing, a painting stay.
_SAYS_PICTURE: Final = re.compile(
    r"(?:(?:an?|the|this|una?|la|el|esta) )?"
    r"(?:(?:image|picture|photo|photograph|graphic|pic) (?:of|showing|shows|that shows)"
    r"|(?:imagen|foto|fotografía|fotografia) (?:de|del|que muestra|muestra)) "
    # "Picture of the Day winner" is the name of a prize.
    r"(?!(?:the )?(?:day|week|month|year)\b|(?:la )?semana\b|día\b|mes\b|año\b).",
    re.IGNORECASE,
)
_ARTICLES: Final = word_set("a an our the el la nuestra nuestro un una")

_FILE_NAME: Final = re.compile(
    r"(?P<stem>.+)\.(?:avif|bmp|gif|heic|heif|jfif|jpe?g?|pdf|png|svg|tiff?|webp)", re.IGNORECASE
)

# What cameras, phones and programs call their files.
_MACHINE_NAME: Final = re.compile(
    r"""(?:
        (?:img|imag|dsc[nf]?|dscf|dcim|pxl|mvimg|p|pict|gopr|sam|scan|image|imagen|photo|foto)
            [_-]?\d{3,}[\w-]*                       # IMG_2031, DSC01234, image001
      | (?:screen\ ?shot|captura\ de\ pantalla|whatsapp\ image)\ ?[\d(][\w\ .:()-]*
      | \d{8}[_-]\d{4,}[\w-]*                       # 20261102_101233
      | [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12} # a UUID
      | (?=[a-f]*\d)[0-9a-f]{20,}                   # a checksum
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_FEWEST_SAME: Final = 3
_DIGIT: Final = re.compile(r"\d")
_GAPS: Final = re.compile(r"[\s_-]+")


def check_picture(
    description: str,
    decorative: bool,
    filename: str = "",
    caption: str = "",
    *,
    size: tuple[int, int] | None = None,
) -> list[Fault]:
    """Return the faults of one picture's own words.

    `filename` is the name or path of the file as it was uploaded; it may be empty. `size` is the
    width and height of the file in pixels, if known.

    Whoever marks a picture as decorative has answered whether anything is lost without it, however
    large it is, and is not asked again: only what speaks against it is asked about.
    """
    filename = filename.rsplit("/", 1)[-1]
    words = squeeze(description)
    if decorative:
        return list(_check_decorative(words, filename, caption, size))
    if not words:
        return [Fault("img-alt-missing", clip(filename))]
    return list(check_words(words, filename, caption))


def same_descriptions(pictures: Iterable[tuple[str, object]]) -> Iterator[tuple[int, Fault]]:
    """Yield the last of three or more different pictures with one description, by its place.

    `pictures` are the description and the file of each, as they come on the page.
    """
    same: dict[str, dict[object, int]] = {}
    described: dict[str, str] = {}
    for place, (description, file) in enumerate(pictures):
        if words := squeeze(description):
            same.setdefault(words.casefold(), {})[file] = place
            described[words.casefold()] = words
    for key, places in same.items():
        if len(places) >= _FEWEST_SAME:
            params = (("count", str(len(places))),)
            yield max(places.values()), Fault("img-alt-same", clip(described[key]), params=params)


def _check_decorative(
    words: str, filename: str, caption: str, size: tuple[int, int] | None
) -> Iterator[Fault]:
    # What is no description, or is in the caption, is lost on nobody: we advise the mark there.
    is_lost = words and not is_file_name(words, filename) and not is_picture_placeholder(words)
    if is_lost and not same_words(words, caption):
        yield Fault("img-decorative-described", clip(words))
    elif size is not None and min(size) >= LARGE and is_of_words("", filename):
        yield Fault("img-of-text", clip(filename))


def is_file_name(words: str, filename: str = "") -> bool:
    """True if a description is the name of a file: of this file, or of any.

    "Maple leaf" for maple-leaf.jpg is a description: the file was named with care.
    """
    if _same_file(words, filename):
        return True
    ending = _FILE_NAME.fullmatch(words) if "." in words else None
    stem = ending["stem"] if ending else words
    if _DIGIT.search(stem) and _MACHINE_NAME.fullmatch(stem):
        return True
    return ending is not None and " " not in words


def check_words(words: str, filename: str, caption: str) -> Iterator[Fault]:
    """Yield the faults of a description that is there."""
    wrong = list(_check_form(words, filename, caption))
    yield from wrong
    if wrong:
        return
    if _SAYS_PICTURE.match(words):
        yield Fault("img-alt-says-picture", clip(words))
    elif is_of_words(words, filename):
        yield Fault("img-of-text", clip(words))


def _check_form(words: str, filename: str, caption: str) -> Iterator[Fault]:
    if is_file_name(words, filename):
        yield Fault("img-alt-filename", clip(words))
    elif is_picture_placeholder(words):
        yield Fault("img-alt-placeholder", clip(words))
    elif len(words) > LONGEST_DESCRIPTION:
        yield Fault("img-alt-long", clip(words), params=(("length", str(len(words))),))
    if same_words(words, caption):
        yield Fault("img-alt-duplicate-caption", clip(words))


def _same_file(words: str, filename: str) -> bool:
    """True if the words are the whole file name, or a stem that nobody would write as words."""
    said = words.casefold()
    if " " in said and "." not in said:
        return False
    name = squeeze(filename).casefold()
    if not name:
        return False
    ending = _FILE_NAME.fullmatch(name)
    stem = ending["stem"] if ending else name
    # Uploading turns spaces into underscores.
    if ending and _GAPS.sub(" ", said) == _GAPS.sub(" ", name):
        return True
    machine_made = "_" in stem or bool(_DIGIT.search(stem) and "-" in stem)
    return machine_made and " " not in said and said == stem


def is_of_words(words: str, filename: str) -> bool:
    """True if a picture seems to be made of words, by its description or its file's name."""
    every = bare_words(words)
    first = [word for word in every[:3] if word not in _ARTICLES][:1]
    last = every[-1:] if len(every) <= _SHORT_DESCRIPTION else []  # "Fall Festival flyer"
    called = bare_words(filename.replace("_", " "))
    return not (
        _MADE_OF_WORDS.isdisjoint([*first, *last, *called]) and _OFTEN_OF_WORDS.isdisjoint(last)
    )
