"""The demo's pictures: each has its file, is described and is shown on a page."""

import tomllib

from PIL import Image

from district_cms.demo.content_files import FOLDER, district, pictures


def shown() -> set[str]:
    files = [tomllib.loads(file.read_text("utf-8")) for file in FOLDER.glob("classes/*/*.toml")]
    periods = [period for content in files for period in content["periods"]]
    return {period["picture"]["name"] for period in periods if "picture" in period}


def test_each_picture_has_a_file_and_is_shown() -> None:
    files = {path.stem for path in FOLDER.glob("pictures/*.webp")}
    assert files == set(pictures()) == shown()


def test_each_logo_has_a_file() -> None:
    files = {path.name for path in FOLDER.glob("logos/*")}
    assert files == {row["file"] for row in district()["logos"]}


def test_the_readme_describes_each_picture_as_the_demo_does() -> None:
    readme = (FOLDER / "pictures" / "README.md").read_text("utf-8")
    rows = [f"| `{name}.webp` | {row['description']} |" for name, row in pictures().items()]
    assert [row for row in rows if row not in readme] == []


def test_the_files_are_small_and_carry_no_metadata() -> None:
    paths = [*FOLDER.glob("pictures/*.webp"), *FOLDER.glob("logos/*.png")]
    assert sum(path.stat().st_size for path in paths) < 500_000
    for path in paths:
        with Image.open(path) as picture:
            assert not {"exif", "xmp", "icc_profile"} & set(picture.info), path.name
