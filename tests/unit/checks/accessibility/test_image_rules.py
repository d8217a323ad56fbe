"""Pictures: descriptions in blocks, and `alt` in rendered HTML."""

import pytest

from district_cms.checks.accessibility import check_html, check_picture, images

OWN = {rule.id for rule in images.RULES}

LEAF = "A maple leaf under a magnifying glass, its veins in red"
LONG = "A leaf. " * 25


def picture_rules(description: str, filename: str = "", caption: str = "") -> list[str]:
    return [fault.rule for fault in check_picture(description, False, filename, caption)]


def html_rules(html: str) -> list[str]:
    """Returns the broken rules of this subject only."""
    return [fault.rule for fault in check_html(html) if fault.rule in OWN]


@pytest.mark.parametrize("description", ["", " ", "\u00a0", "\u200b\ufeff"])
def test_a_picture_without_a_description_is_an_error(description: str) -> None:
    assert picture_rules(description) == ["img-alt-missing"]


@pytest.mark.parametrize("size", [None, (40, 40), (300, 300), (1600, 900)])
@pytest.mark.parametrize("description", ["", " ", "IMG_2031.jpg", "image", "Leaves that we drew"])
def test_a_picture_marked_as_decorative_raises_no_question(
    description: str, size: tuple[int, int] | None
) -> None:
    caption = "Leaves that we drew"
    assert check_picture(description, True, "IMG_2031.jpg", caption, size=size) == []


@pytest.mark.parametrize("description", [LEAF, LONG])
def test_a_decorative_picture_with_a_description_is_asked_about(description: str) -> None:
    [fault] = check_picture(description, True, "IMG_2031.jpg", "image")
    assert fault.rule == "img-decorative-described"
    assert fault.excerpt.startswith(description[:20])


@pytest.mark.parametrize(
    "filename, size, rules",
    [
        ("book-fair-flyer.png", (1600, 900), ["img-of-text"]),
        ("Screenshot_2026.png", (300, 300), ["img-of-text"]),
        ("book-fair-flyer.png", (299, 2000), []),
        ("book-fair-flyer.png", None, []),
        ("leaf.jpg", (1600, 900), []),
    ],
)
def test_words_in_a_picture_that_is_marked_as_decorative_are_asked_about(
    filename: str, size: tuple[int, int] | None, rules: list[str]
) -> None:
    assert [fault.rule for fault in check_picture("", True, filename, size=size)] == rules


@pytest.mark.parametrize(
    "description",
    [
        "IMG_2031.jpg",
        "img_2031",
        "leaf.jpeg",
        "spelling-list-3.webp",
        "Captura de pantalla 2026-11-02",
    ],
)
def test_a_file_name_is_no_description(description: str) -> None:
    assert picture_rules(description) == ["img-alt-filename"]


@pytest.mark.parametrize(
    "description, filename",
    [
        ("Field trip final.jpg", "Field trip final.jpg"),
        ("Field trip final.jpg", "Field_trip_final.jpg"),
        ("unit_3_plants", "unit_3_plants.png"),
        ("plants-2", "original_images/plants-2.png"),
    ],
)
def test_the_name_of_the_file_is_no_description(description: str, filename: str) -> None:
    assert picture_rules(description, filename) == ["img-alt-filename"]


@pytest.mark.parametrize(
    "description, filename",
    [
        (LEAF, "IMG_2031.jpg"),
        ("Maple leaf", "maple-leaf.jpg"),
        ("Maple leaf", "Maple leaf.jpg"),
        ("An icon for a file called photo.jpg", ""),
        ("Twelve kites", ""),
        ("2026 beads", ""),
        ("🍎", ""),
        ("Un dibujo de la célula", ""),
    ],
)
def test_words_about_the_picture_pass(description: str, filename: str) -> None:
    assert picture_rules(description, filename) == []


@pytest.mark.parametrize(
    "description",
    [
        "image",
        "Image",
        "picture 3",
        "Photo #12",
        "N/A",
        "none",
        "-",
        "...",
        "una fotografía",
        "sin título",
        "texto alternativo",
    ],
)
def test_a_placeholder_is_no_description(description: str) -> None:
    assert picture_rules(description) == ["img-alt-placeholder"]


@pytest.mark.parametrize(
    "description",
    [
        "The garden in a photo album",
        "Picture day",
        "Map",
        "Photographers at work",
        "None of the seeds have sprouted",
    ],
)
def test_a_placeholder_word_beside_others_passes(description: str) -> None:
    assert picture_rules(description) == []


@pytest.mark.parametrize("length, rules", [(150, []), (151, ["img-alt-long"])])
def test_a_description_may_have_150_characters(length: int, rules: list[str]) -> None:
    words = ("Leaves and seeds " * 20)[: length - 1] + "x"
    assert picture_rules(words) == rules


def test_the_fault_of_a_long_description_has_its_length() -> None:
    (fault,) = check_picture(LONG, False)
    assert dict(fault.params) == {"length": "199"}
    assert len(fault.excerpt) <= 120


@pytest.mark.parametrize(
    "description, caption, rules",
    [
        (LEAF, LEAF, ["img-alt-duplicate-caption"]),
        ("Our kites", "our kites!", ["img-alt-duplicate-caption"]),
        ("Día de campo", "Dia de campo.", ["img-alt-duplicate-caption"]),
        ("Our kites over the field", "Our kites", []),
        ("Our kites", "", []),
        ("🍎", "🍏", []),
    ],
)
def test_a_description_does_not_repeat_the_caption(
    description: str, caption: str, rules: list[str]
) -> None:
    assert picture_rules(description, caption=caption) == rules


@pytest.mark.parametrize(
    "html",
    [
        '<img src="leaf.jpg">',
        '<p>Look: <img src="/media/leaf.jpg"> here</p>',
        '<img src="leaf.jpg" alt=" ">',
        '<img src="leaf.jpg" aria-label="" title="">',
        '<img src="leaf.jpg" aria-labelledby="nowhere">',
        '<a href="/leaves/">Leaves <img src="leaf.jpg"></a>',
        '<span role="img"></span>',
        '<svg role="img"><path d="M0 0"/></svg>',
        '<input type="image" src="go.png">',
        '<button><img src="go.png"> Go</button>',
        '<svg><circle role="graphics-symbol" r="4"/></svg>',
        '<span role="image" aria-labelledby="gone"></span>',
        '<span role="nonsense img"></span>',
        '<div hidden style="display:block"><img src="leaf.jpg"></div>',
        '<div style="visibility:hidden"><img style="visibility:visible" src="leaf.jpg"></div>',
        '<div hidden="until-found"><img src="leaf.jpg"></div>',
        '<details><summary>More</summary><img src="leaf.jpg"></details>',
    ],
)
def test_a_shown_picture_without_alt_is_found(html: str) -> None:
    assert html_rules(html) == ["img-alt-missing"]


@pytest.mark.parametrize(
    "html",
    [
        '<img src="leaf.jpg" alt="">',
        '<img src="leaf.jpg" alt>',
        f'<img src="leaf.jpg" alt="{LEAF}">',
        '<img src="leaf.jpg" role="presentation">',
        '<img src="leaf.jpg" role="none">',
        '<img src="leaf.jpg" aria-label="A maple leaf">',
        '<p id="leaf">A maple leaf</p><img src="leaf.jpg" aria-labelledby="leaf">',
        '<p id="leaf" hidden>A maple leaf</p><img src="leaf.jpg" aria-labelledby="leaf">',
        '<img src="leaf.jpg" alt="A maple leaf" title="A maple leaf">',
        '<span role="img" aria-label="Thumbs up">👍</span>',
        '<svg role="img"><title>A maple leaf</title><path d="M0 0"/></svg>',
        "<svg><path d='M0 0'/></svg>",
        '<input type="image" alt="Search">',
        '<label for="go">Search</label><input type="image" id="go">',
        '<svg><g role="graphics-object"><path d="M0 0"/></g></svg>',
        '<svg><circle role="graphics-symbol" aria-label="Sun"/></svg>',
        '<span role="image nonsense" title="Sun"></span>',
    ],
)
def test_a_named_or_decorative_picture_passes(html: str) -> None:
    assert html_rules(html) == []


@pytest.mark.parametrize(
    "wrapper",
    [
        "<div hidden>{}</div>",
        '<div style="color: red; DISPLAY : none !important">{}</div>',
        '<div style="visibility:hidden">{}</div>',
        '<div aria-hidden="true"><p>{}</p></div>',
        "<div inert>{}</div>",
        "<template>{}</template>",
        "<noscript>{}</noscript>",
        "<dialog>{}</dialog>",
        "<!-- {} -->",
        "<script>'{}'</script>",
        "<textarea>{}</textarea>",
    ],
)
def test_a_hidden_picture_is_not_checked(wrapper: str) -> None:
    assert html_rules(wrapper.format('<img src="leaf.jpg">')) == []


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/leaves/"><img src="leaf.jpg"></a>',
        '<a href="/leaves/"><img src="leaf.jpg" alt=""></a>',
        '<a href="/leaves/"><span> <img src="leaf.jpg" alt=""> </span></a>',
        '<a href="/leaves/"><svg><path d="M0 0"/></svg></a>',
        '<a linktype="page" id="3"><img src="leaf.jpg" alt=""></a>',
        '<map name="m"><area href="/leaves/"></map>',
    ],
)
def test_a_linked_picture_says_where_it_goes(html: str) -> None:
    assert html_rules(html) == ["img-link-alt-empty"]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/leaves/"><img src="leaf.jpg" alt="All our leaves"></a>',
        '<a href="/leaves/"><img src="leaf.jpg" alt=""> All our leaves</a>',
        '<a href="/leaves/" aria-label="All our leaves"><img src="leaf.jpg" alt=""></a>',
        '<a href="/leaves/" title="All our leaves"><img src="leaf.jpg" alt=""></a>',
        '<a href="/leaves/"><svg><title>All our leaves</title></svg></a>',
        '<a href="/leaves/"><svg><text>All our leaves</text></svg></a>',
        '<a href="/leaves/"><i aria-hidden="true">→</i><img alt="All our leaves"></a>',
        '<a href="/leaves/" hidden><img src="leaf.jpg"></a>',
        '<a id="leaves"><img src="leaf.jpg" alt=""></a>',
        '<map name="m"><area href="/leaves/" alt="All our leaves"><area></map>',
    ],
)
def test_every_way_to_name_a_linked_picture_passes(html: str) -> None:
    assert html_rules(html) == []


@pytest.mark.parametrize(
    "html, rule",
    [
        ('<img src="/media/IMG_2031.jpg" alt="IMG_2031.jpg">', "img-alt-filename"),
        ('<img src="/m/trip_2.2e16d0ba.fill-800x450.jpg" alt="trip_2">', "img-alt-filename"),
        ('<img src="leaf.jpg" alt="imagen">', "img-alt-placeholder"),
        (f'<img src="leaf.jpg" alt="{LONG}">', "img-alt-long"),
        (
            (
                "<figure><p><img src='a' alt='Our kites'></p><figcaption>Our kites.</figcaption>"
                "</figure>"
            ),
            "img-alt-duplicate-caption",
        ),
    ],
)
def test_the_words_of_alt_are_read_too(html: str, rule: str) -> None:
    assert html_rules(html) == [rule]


@pytest.mark.parametrize("source", ["data:image/png;base64,AAAA", "http://[", "", "%zz", "//"])
def test_any_address_of_a_picture_can_be_parsed(source: str) -> None:
    assert html_rules(f'<img src="{source}">') == ["img-alt-missing"]


def test_a_fault_names_the_file_and_the_place() -> None:
    (fault,) = check_html('<p>One</p><p>Two <img src="/media/leaf.jpg?v=2"></p>')
    assert fault.excerpt == "leaf.jpg"
    assert fault.selector == "p:nth-of-type(2) > img:nth-of-type(1)"


@pytest.mark.parametrize(
    "description, filename, rules",
    [
        ("Flyer for the book fair", "", ["img-of-text"]),
        ("A poster about the water cycle", "", ["img-of-text"]),
        ("Infografía del agua", "", ["img-of-text"]),
        ("Students hold up a poster", "", []),
        ("The class stands before the schedule of a bus", "", []),
        # A file name or an empty description is reported first.
        ("flyer.png", "flyer.png", ["img-alt-filename"]),
        ("", "flyer.png", ["img-alt-missing"]),
    ],
)
def test_a_picture_of_words_is_asked_about(
    description: str, filename: str, rules: list[str]
) -> None:
    assert picture_rules(description, filename) == rules


@pytest.mark.parametrize(
    "html",
    [
        '<img src="leaf.jpg" alt="" aria-label="A maple leaf">',
        '<img src="leaf.jpg" alt="" tabindex="0">',
        '<img src="leaf.jpg" alt="" tabindex="-1">',
        '<p id="l" hidden>Leaf</p><img src="leaf.jpg" alt="" aria-labelledby="l">',
        '<img src="leaf.jpg" role="presentation" aria-label="Leaf">',
        '<svg role="none" aria-label="Sun"><circle r="4"/></svg>',
        '<nav role="presentation" aria-label="Main"></nav>',
        '<div><p><img src="leaf.jpg" alt="" aria-describedby="l"></p></div>',
    ],
)
def test_decoration_that_screen_readers_announce_is_reported(html: str) -> None:
    assert html_rules(html) == ["decorative-exposed"]


@pytest.mark.parametrize(
    "html",
    [
        '<img src="leaf.jpg" alt="">',
        '<img src="leaf.jpg" alt="" aria-label=" ">',
        '<img src="leaf.jpg" alt="" tabindex="no">',
        '<img src="leaf.jpg" alt="" title="Leaf">',
        '<img src="leaf.jpg" alt="Leaf" tabindex="0">',
        '<div hidden><img src="leaf.jpg" alt="" tabindex="0"></div>',
        '<img src="leaf.jpg" alt="" aria-hidden="true" aria-label="Leaf">',
        '<ul role="none"><li>One</li></ul>',
    ],
)
def test_decoration_that_screen_readers_skip_passes(html: str) -> None:
    assert html_rules(html) == []


def test_a_picture_of_a_download_may_have_the_files_name() -> None:
    assert html_rules('<a href="/m/map.png">Download <img src="m.png" alt="map.png"></a>') == []
    assert html_rules('<a href="/m/">Download <img src="m.png" alt="map.png"></a>') == [
        "img-alt-filename"
    ]


@pytest.mark.parametrize(
    "description, rules",
    [
        ("Photo of the garden", ["img-alt-says-picture"]),
        ("An image of a cell", ["img-alt-says-picture"]),
        ("Picture of the Day winner holding her ribbon", []),
        ("Foto del mes: la ganadora con su cinta", []),
        # The kind of picture matters here.
        ("Map of the trails", []),
        ("Drawing of a cell by Ana", []),
    ],
)
def test_a_description_does_not_begin_with_picture_of(description: str, rules: list[str]) -> None:
    assert picture_rules(description) == rules


@pytest.mark.parametrize("words", ["equation", "Blue button 2", "chart", "icono", "ecuación"])
def test_a_description_that_fits_any_picture_is_reported(words: str) -> None:
    assert picture_rules(words) == ["img-alt-placeholder"]


def test_a_tooltip_is_no_description() -> None:
    assert html_rules('<img src="leaf.jpg" title="A maple leaf">') == ["img-alt-in-title"]
    assert html_rules('<img src="l.jpg" title="Leaf" aria-label="A maple leaf">') == []


def test_a_decorative_picture_whose_file_is_a_flyer_is_asked_about() -> None:
    assert html_rules('<img src="/m/dance-flyer.png" alt="">') == ["img-of-text"]
    assert html_rules('<img src="/m/line.png" alt="">') == []


def test_three_pictures_with_one_description_are_asked_about_once() -> None:
    three = "".join(f'<img src="{name}.jpg" alt="Students at the fair">' for name in "abc")
    told = [fault.params for fault in check_html(three) if fault.rule == "img-alt-same"]
    assert told == [(("count", "3"),)]
    again = '<img src="a.jpg" alt="Students at the fair">' * 3
    assert "img-alt-same" not in [fault.rule for fault in check_html(again)]
    assert [fault.rule for fault in check_picture("Untitled design", False)] == [
        "img-alt-placeholder"
    ]
