"""A damaged, false or oversized file is refused with its name; no bytes make the code fail."""

import io
import struct
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from district_cms.media.pictures.formats.exif import orientation_in
from district_cms.media.pictures.formats.icc import without_device
from district_cms.media.pictures.stripping import strip_metadata
from tests.factories import media

MAKERS: dict[str, Callable[..., bytes]] = {
    "jpg": media.jpeg,
    "png": media.png,
    "webp": media.webp,
    "avif": media.avif,
}


def strip(data: bytes, name: str = "") -> bytes:
    return strip_metadata(io.BytesIO(data), name=name or None).read()


@given(st.binary(max_size=400))
def test_any_bytes_give_a_profile_or_none(data: bytes) -> None:
    clean = without_device(data)
    assert clean is None or without_device(clean) == clean


def test_a_second_picture_inside_the_first_is_refused() -> None:
    one = media.jpeg(secrets=False)
    for inner in (one, one[2:]):
        with pytest.raises(ValidationError) as refused:
            strip(one[:-2] + inner)
        assert refused.value.code == "broken_picture"


@pytest.mark.parametrize("options", [{}, {"progressive": True}])
@pytest.mark.parametrize("extension", [*MAKERS, "gif"])
def test_a_file_that_ends_too_early_is_refused(extension: str, options: dict[str, object]) -> None:
    if extension == "gif":
        whole, least = media.gif(secrets=False), 2  # decoders do without the last byte of a GIF
    elif extension == "jpg":
        picture = media.drawing((640, 480))
        whole, least = media.jpeg(image=picture, secrets=False, **options), 1
    else:
        whole, least = MAKERS[extension](secrets=False), 1
    for missing in range(least, len(whole) - 20, 1 + len(whole) // 150):
        with pytest.raises(ValidationError) as refused:
            strip(whole[:-missing])
        assert refused.value.code == "broken_picture", missing


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "empty.jpg", "not_a_picture"),
        (b"<html>not a picture</html>", "page.jpg", "not_a_picture"),
        (b"%PDF-1.7 a letter", "letter.png", "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg", "not_a_picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "IMG_1.HEIC", "unsupported_format"),
        (media.png(), "photo.jpg", "wrong_extension"),
        (media.jpeg(), "photo.png", "wrong_extension"),
        (media.webp(), "photo.gif", "wrong_extension"),
        (media.jpeg(secrets=False)[:-200], "photo.jpg", "broken_picture"),
        (media.png(secrets=False)[:-40], "photo.png", "broken_picture"),
        (media.webp(secrets=False)[:-40], "photo.webp", "broken_picture"),
        (media.gif(secrets=False)[:-40], "photo.gif", "broken_picture"),
        (media.avif(secrets=False)[:-40], "photo.avif", "broken_picture"),
        (media.jpeg()[:3], "photo.jpg", "broken_picture"),
    ],
)
def test_the_refusal_of_a_bad_file_has_its_name(data: bytes, name: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        strip(data, name)
    assert refused.value.code == code
    assert refused.value.params is not None
    assert refused.value.params["name"] == name


@pytest.mark.parametrize("name", ["photo.JPG", "photo.jpeg", "photo", "photo.of.me", ""])
def test_a_name_without_a_false_extension_is_accepted(name: str) -> None:
    assert strip(media.jpeg(), name)


def bomb(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + media.chunk(b"IHDR", header)
        + media.chunk(b"IDAT", b"x")
        + media.chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(9_000, 9_000), (12_000, 12_000), (60_000, 60_000)])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded(
    size: tuple[int, int],
) -> None:
    with pytest.raises(ValidationError) as refused:
        strip(bomb(*size), "huge.png")
    assert refused.value.code == "too_many_pixels"


def test_the_frames_of_an_animation_count_together() -> None:
    file = io.BytesIO(media.gif(frames=5))
    with pytest.raises(ValidationError) as refused:
        strip_metadata(file, max_pixels=4 * 64 * 48)
    assert refused.value.code == "too_many_pixels"
    assert strip_metadata(file, max_pixels=5 * 64 * 48)


SAMPLES = {
    "jpg": media.jpeg(orientation=6),
    "png": media.png(orientation=6),
    "webp": media.webp(orientation=6),
    "gif": media.gif(),
}


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_damaged_file_is_refused_or_becomes_a_clean_picture(
    extension: str, data: st.DataObject
) -> None:
    damaged = bytearray(SAMPLES[extension])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    try:
        after = strip_metadata(io.BytesIO(bytes(damaged)))
    except ValidationError as refused:
        assert refused.code  # noqa: PT017  # one of two good outcomes
    else:
        data = after.read()
        assert strip(data) == data


@given(st.binary(max_size=300))
def test_reading_exif_never_fails(data: bytes) -> None:
    assert orientation_in(b"II*\0" + data) in range(1, 9)
    assert orientation_in(data) in range(1, 9)
