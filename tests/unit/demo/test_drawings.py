"""The demo's drawings: each can be drawn, at one size, the same every time, and is described."""

import io
from pathlib import Path

import pytest
from PIL import Image

from district_cms.demo import drawings
from district_cms.demo.drawings import SCENES, render

SIZE = (1200, 800)

every_scene = pytest.mark.parametrize("name", sorted(SCENES))


@every_scene
def test_a_scene_is_drawn_at_the_size_pages_expect(name: str) -> None:
    picture = SCENES[name].draw()
    assert picture.size == SIZE
    assert picture.mode == "RGB"


@every_scene
def test_a_scene_has_the_same_pixels_every_time(name: str) -> None:
    assert SCENES[name].draw().tobytes() == SCENES[name].draw().tobytes()


@every_scene
def test_a_scene_is_more_than_an_empty_sheet(name: str) -> None:
    colours = SCENES[name].draw().getcolors(maxcolors=SIZE[0] * SIZE[1])
    assert colours is not None
    commonest = max(count for count, _ in colours)
    assert len(colours) > 20
    assert commonest < SIZE[0] * SIZE[1] * 0.95


@every_scene
def test_a_scene_is_described_in_a_sentence_that_the_gate_lets_through(name: str) -> None:
    description = SCENES[name].description
    assert 30 <= len(description) <= 130
    assert description.endswith(".")
    assert description[0].isupper()
    assert not description.lower().startswith(("image of", "picture of", "a picture", "an image"))


def test_no_two_scenes_share_a_title_a_description_or_pixels() -> None:
    scenes = SCENES.values()
    assert len({scene.title for scene in scenes}) == len(SCENES)
    assert len({scene.description for scene in scenes}) == len(SCENES)
    assert len({scene.draw().tobytes() for scene in scenes}) == len(SCENES)


def test_rendering_gives_a_file_that_opens_as_the_drawing_and_carries_no_metadata() -> None:
    content = render("number-line")
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.format == "PNG"
        assert picture.info == {}
        assert picture.tobytes() == SCENES["number-line"].draw().tobytes()
    assert render("number-line") == content


@every_scene
def test_a_rendered_scene_is_light_enough_for_a_phone(name: str) -> None:
    assert len(render(name)) < 200_000


def test_asking_for_a_scene_that_does_not_exist_says_which() -> None:
    with pytest.raises(KeyError, match="no-such-scene"):
        render("no-such-scene")


def test_the_drawings_need_no_file_beside_their_code() -> None:
    folder = Path(drawings.__file__).parent
    assert {path.suffix for path in folder.iterdir() if path.is_file()} == {".py"}
