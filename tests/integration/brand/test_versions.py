"""A logo's versions: two files of each, at permanent addresses, and who is affected by a new
one."""

import datetime as dt
import html
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django.fixtures import Settings

from district_cms.audit_log.models import AuditEntry
from district_cms.brand import uses
from district_cms.brand.models import Logo, LogoVersion, Organization
from district_cms.brand.selectors import files_by_hash, known_addresses, logo_file
from district_cms.brand.services import replace_picture, retire_logo, use_logo_again
from district_cms.brand.uses import Affected, Use
from district_cms.people.roles import Role
from tests.factories import media
from tests.factories.pages import make_home, make_school
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Affected]:
    """The employees whose signatures show the logo; empty at first."""
    people: list[Affected] = []

    def ask(item: Any) -> Use:
        return Use("Email signatures", len(people), lambda start, n: people[start : start + n])

    monkeypatch.setattr(uses, "_registered", [ask])
    return people


def picture(size: tuple[int, int] = (600, 300), color: Any = (0, 120, 0)) -> bytes:
    return media.png(image=media.drawing(size=size, color=color))


def add_logo(name: str = "Juniper Creek", **drawn: Any) -> Logo:
    school = Organization.objects.create(kind=Organization.Kind.SCHOOL, name=name)
    file = ContentFile(picture(**drawn), name="logo.png")
    return Logo.objects.create(
        name=name, description=f"Logo of {name}", organization=school, file=file
    )


def with_picture(logo: Logo, day: dt.date, **drawn: Any) -> LogoVersion:
    logo.file = ContentFile(picture(**drawn), name="new.png")
    replace_picture(logo=logo, valid_from=day, user="office")
    newest = logo.versions.order_by("pk").last()
    assert newest is not None
    return newest


def current(logo: Logo) -> LogoVersion:
    found = logo.versions.valid(timezone.localdate()).last()
    assert found is not None
    return found


# ---------------------------------------------------------------- files and addresses
@pytest.mark.parametrize(("upload", "shown_at"), [
    ((600, 300), (240, 120)),
    ((2000, 200), (480, 48)),
    ((64, 48), (32, 24)),
    ((320, 320), (120, 120)),
])  # fmt: skip
def test_one_of_the_two_files_is_exactly_twice_the_other(
    upload: tuple[int, int], shown_at: tuple[int, int]
) -> None:
    version = current(add_logo(size=upload))
    assert (version.width, version.height) == shown_at
    for file, times in ((version.file, 1), (version.file_2x, 2)):
        with file.open() as opened, Image.open(opened) as image:
            assert (image.format, image.size) == (
                "PNG",
                (shown_at[0] * times, shown_at[1] * times),
            )


def test_a_transparent_logo_stays_transparent_and_a_detailed_one_stays_light(
    client: Client,
) -> None:
    clear = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    noisy = Image.effect_noise((960, 240), 80).convert("RGB")
    for image, mode in ((clear, "RGBA"), (noisy, "P")):
        out = io.BytesIO()
        image.save(out, "PNG")
        logo = add_logo(name=f"School {mode}")
        logo.file = ContentFile(out.getvalue(), name="a.png")
        logo.save()
        with Image.open(io.BytesIO(client.get(current(logo).url).content)) as made:
            assert made.mode == mode


@pytest.mark.parametrize("name", [
    "juniper-creek.png",
    "juniper-creek-0000000000000000.png",
    "../logos/a.png",
    "..%2Flogos%2Fa.png",
    "%00.png",
    "a" * 3000 + ".png",
])  # fmt: skip
def test_only_files_of_the_registry_are_served(name: str, client: Client) -> None:
    add_logo()
    assert client.get(f"/brand/{name}").status_code == 404


# ---------------------------------------------------------------- which one, on which day
def test_a_new_picture_starts_on_its_day_and_the_old_one_is_still_served(client: Client) -> None:
    today = timezone.localdate()
    logo = add_logo()
    old = current(logo)
    new = with_picture(logo, today + 10 * DAY, color=(200, 0, 0))
    owner = logo.organization_id
    for after, version in ((0, old), (9, old), (10, new), (400, new)):
        assert logo_file([owner], today + after * DAY)[owner].version_id == version.pk
    sooner = with_picture(logo, today + 5 * DAY, color=(0, 0, 200))
    for after, version in ((4, old), (5, sooner), (10, sooner)):
        assert logo_file([owner], today + after * DAY)[owner].version_id == version.pk
    for version in (old, new, sooner):
        assert client.get(version.url).status_code == 200
    assert [*AuditEntry.objects.values_list("action", flat=True)] == ["logo.replaced"] * 2


def test_a_retired_logo_is_unused_until_it_is_used_again(
    client: Client,
) -> None:
    today = timezone.localdate()
    logo = add_logo()
    version = current(logo)
    owner = logo.organization_id
    assert known_addresses(today)[version.url].state == "current"
    retire_logo(logo=logo, user="office", today=today)
    assert logo_file([owner], today) == {}
    hashes = [version.sha256.upper(), version.sha256_1x, logo.sha256, "0" * 64]
    found = files_by_hash(hashes, today)
    assert {known.state for known in found.values()} == {"retired"}
    assert set(found) == {version.sha256, version.sha256_1x, logo.sha256}
    assert client.get(version.url).status_code == 200
    use_logo_again(logo=logo, user="office", today=today)
    again = logo_file([owner], today)[owner]
    assert (again.url, again.version_id == version.pk) == (version.url, False)
    assert known_addresses(today)[version.url].state == "current"
    assert files_by_hash(hashes, today)[version.sha256].state == "current"


def test_deleting_an_unused_logo_takes_its_files_but_not_those_of_its_twin(
    shown: list[Affected],
    storage: Path,
    django_capture_on_commit_callbacks: Any,
    client: Client,
) -> None:
    logo = add_logo()
    version = current(logo)
    with django_capture_on_commit_callbacks(execute=True):
        logo.delete()
    assert client.get(version.url).status_code == 404
    assert not (storage / version.file.name).exists()


# ---------------------------------------------------------------- the screens
@pytest.fixture
def office(client: Client) -> Iterator[Client]:
    make_home()
    client.force_login(make_staff((Role.COMMUNICATIONS, None)).user)
    return client


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def test_replacing_a_picture_lists_who_is_affected_and_asks_to_confirm(
    office: Client, shown: list[Affected]
) -> None:
    logo = add_logo()
    shown += [Affected(f"Employee {number:02}", "Teacher") for number in range(60)]
    address = reverse("logos:replace", args=[logo.pk])
    first = text(office.get(address))
    assert "Email signatures: 60" in first
    assert "Employee 24" in first
    assert "Employee 25" not in first
    assert "Part 1 of 3" in first
    assert "Employee 59" in text(office.get(f"{address}?list1=3"))

    def post(**more: str) -> Any:
        file = SimpleUploadedFile("new.png", picture(color=(7, 7, 7)))
        day = timezone.localdate().isoformat()
        said = {"description": "A green hill", "described": "on", "valid_from": day, "file": file}
        return office.post(address, said | more)

    assert "Please confirm this first." in text(post())
    assert logo.versions.count() == 1
    assert post(confirm="on").status_code == 302
    assert logo.versions.count() == 2
    assert current(logo).description == "A green hill"


def test_a_past_day_or_a_missing_picture_is_an_error_at_its_field(
    office: Client, shown: list[Affected]
) -> None:
    logo = add_logo()
    yesterday = timezone.localdate() - DAY
    response = office.post(
        reverse("logos:replace", args=[logo.pk]),
        {"description": "x", "valid_from": yesterday.isoformat()},
    )
    errors = response.context["form"].errors
    assert "That day has passed" in str(errors["valid_from"])
    assert "Choose the new picture" in str(errors["file"])


def test_retiring_shows_who_is_affected_and_using_it_again_brings_it_back(
    office: Client, shown: list[Affected]
) -> None:
    logo = add_logo()
    shown.append(Affected("Elena Rivera", "Teacher"))
    retire = reverse("logos:retire", args=[logo.pk])
    assert "Elena Rivera" in text(office.get(retire))
    assert "Please confirm this first." in text(office.post(retire, {}))
    assert office.post(retire, {"confirm": "on"}).status_code == 302
    logo.refresh_from_db()
    assert not logo.active
    assert "Use it again" in text(office.get(reverse("logos:edit", args=[logo.pk])))
    assert office.post(reverse("logos:again", args=[logo.pk]), {"confirm": "on"}).status_code == 302
    logo.refresh_from_db()
    assert logo.active
    assert [*AuditEntry.objects.order_by("pk").values_list("action", flat=True)] == [
        "logo.retired",
        "logo.used_again",
    ]


def test_a_corrected_description_changes_the_current_version(
    office: Client, shown: list[Affected]
) -> None:
    logo = add_logo()
    said = {
        "name": "Juniper Creek",
        "description": "A juniper beside a creek",
        "organization": logo.organization_id,
        "clear_space": 12,
        "smallest_height": 30,
    }
    response = office.post(reverse("logos:edit", args=[logo.pk]), said)
    assert response.status_code == 302, response.context["form"].errors
    version = current(logo)
    assert (version.description, version.clear_space, version.smallest_height) == (
        "A juniper beside a creek", 12, 30,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["edit", "replace", "retire", "again"])
def test_nobody_but_the_office_opens_a_logo(name: str, client: Client) -> None:
    school = make_school(make_home(), title="Cottonwood")
    logo = add_logo()
    client.force_login(make_staff((Role.PRINCIPAL, school)).user)
    for method in (client.get, client.post):
        assert method(reverse(f"logos:{name}", args=[logo.pk])).status_code == 302
    assert logo.versions.count() == 1
