"""The demo's drawings: each can be drawn, at one size, the same every time, and is described."""

import io
from pathlib import Path

import pytest
from PIL import Image

from district_cms.demo import drawings
from district_cms.demo.drawings import SCENES, render

SIZE = (1200, 800)
LIGHT = 200_000  # bytes


@pytest.fixture(scope="module")
def drawn() -> dict[str, Image.Image]:
    """Each scene, drawn once for the module: drawing is what costs."""
    return {name: scene.draw() for name, scene in SCENES.items()}


@pytest.fixture(scope="module")
def rendered() -> dict[str, bytes]:
    """Each scene as a file: drawn a second time."""
    return {name: render(name) for name in SCENES}


def opened(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        return picture


def test_a_scene_is_drawn_at_the_size_pages_expect(drawn: dict[str, Image.Image]) -> None:
    wrong = {
        name: (p.size, p.mode) for name, p in drawn.items() if (p.size, p.mode) != (SIZE, "RGB")
    }
    assert wrong == {}


# The scenes of the demo change when someone draws them anew.
@pytest.mark.slow
def test_a_scene_has_the_same_pixels_every_time_and_in_its_file(
    drawn: dict[str, Image.Image], rendered: dict[str, bytes]
) -> None:
    again = {name: opened(content).tobytes() for name, content in rendered.items()}
    assert [name for name, picture in drawn.items() if picture.tobytes() != again[name]] == []


def test_a_scene_is_more_than_an_empty_sheet(drawn: dict[str, Image.Image]) -> None:
    assert [name for name, picture in drawn.items() if is_nearly_empty(picture)] == []


def is_nearly_empty(picture: Image.Image) -> bool:
    colors = picture.getcolors(maxcolors=SIZE[0] * SIZE[1])
    assert colors is not None
    commonest = max(count for count, _ in colors)
    return len(colors) <= 20 or commonest >= SIZE[0] * SIZE[1] * 0.95


def test_a_scene_is_described_in_a_sentence_that_the_gate_lets_through() -> None:
    descriptions = {name: scene.description for name, scene in SCENES.items()}
    assert {name: said for name, said in descriptions.items() if not is_fit(said)} == {}


def is_fit(description: str) -> bool:
    return (
        30 <= len(description) <= 130
        and description.endswith(".")
        and description[0].isupper()
        and not description.lower().startswith(("image of", "picture of", "a picture", "an image"))
    )


def test_no_two_scenes_share_a_title_a_description_or_pixels(
    drawn: dict[str, Image.Image],
) -> None:
    scenes = SCENES.values()
    assert len({scene.title for scene in scenes}) == len(SCENES)
    assert len({scene.description for scene in scenes}) == len(SCENES)
    assert len({picture.tobytes() for picture in drawn.values()}) == len(SCENES)


@pytest.mark.slow
def test_a_rendered_scene_is_the_same_light_file_each_time_and_carries_no_metadata(
    rendered: dict[str, bytes],
) -> None:
    assert {name: len(content) for name, content in rendered.items() if len(content) >= LIGHT} == {}
    files = {name: opened(content) for name, content in rendered.items()}
    assert {
        name for name, file in files.items() if (file.format, file.info) != ("PNG", {})
    } == set()
    assert render("number-line") == rendered["number-line"]


def test_asking_for_a_scene_that_does_not_exist_says_which() -> None:
    with pytest.raises(KeyError, match="no-such-scene"):
        render("no-such-scene")


def test_the_drawings_need_no_file_beside_their_code() -> None:
    folder = Path(drawings.__file__).parent
    assert {path.suffix for path in folder.iterdir() if path.is_file()} == {".py"}
