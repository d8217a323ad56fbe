"""Dockerfile, both compose files and .env.example name only what is there, and fit each other.

No container engine runs here, so the files are read and compared with the project.
"""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from django.core.management import get_commands
from django.urls import resolve

from district_cms.reports.site import views
from tests.architecture.test_docs import variables_read

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE_TEXT = (ROOT / "compose.yaml").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
OURS = ("web", "worker", "prepare")
ADDRESS = re.compile(r"https?://127\.0\.0\.1:(\d+)(/[\w/-]*)")


COMPOSE = yaml.safe_load(COMPOSE_TEXT)
CLUSTER_TEXT = (ROOT / "compose.cluster.yaml").read_text(encoding="utf-8")
CLUSTER: dict[str, Any] = yaml.safe_load(CLUSTER_TEXT)["services"]
SERVICES: dict[str, Any] = COMPOSE["services"]
IMAGE = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]  # the stage that is kept


def example() -> dict[str, str]:
    rows = [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")]
    return dict(row.split("=", 1) for row in rows)  # type: ignore[misc]  # one "=" each: a fault else


def words(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value or "")


def test_there_are_a_website_a_worker_a_database_and_a_step_before_them() -> None:
    assert set(SERVICES) == {*OURS, "postgres", "caddy"}
    assert {SERVICES[name]["image"] for name in OURS} == {"district-cms"}


def test_every_management_command_that_the_files_name_exists() -> None:
    texts = DOCKERFILE + COMPOSE_TEXT + CLUSTER_TEXT
    named = re.findall(r'manage\.py(?:"?,? "?)([a-z]\w+)', texts)
    assert {"migrate", "apply_roles", "apply_schedules", "qcluster", "collectstatic"} <= set(named)
    assert set(named) - set(get_commands()) == set()


def test_every_path_that_compose_names_exists() -> None:
    built = [SERVICES[name]["build"] for name in OURS if "build" in SERVICES[name]]
    assert {build["context"] for build in built} == {"."}
    assert set(built[0]["args"]) <= set(re.findall(r"^ARG (\w+)", DOCKERFILE, re.M))
    assert (ROOT / "Dockerfile").is_file()
    assert {SERVICES[name]["env_file"] for name in OURS} == {".env"}
    paths = re.findall(r"\b(?:docs|scripts|district_cms)/[\w./-]+\w", COMPOSE_TEXT + EXAMPLE)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_step_before_migrates_first() -> None:
    commands = re.findall(r"manage\.py (\w+)", words(SERVICES["prepare"]["command"]))
    assert commands == ["migrate", "apply_roles", "apply_schedules"]
    assert SERVICES["prepare"]["restart"] == "no"


@pytest.mark.parametrize("name", ["web", "worker"])
def test_what_runs_waits_for_the_database_and_the_step_before(name: str) -> None:
    assert SERVICES[name]["depends_on"] == {
        "postgres": {"condition": "service_healthy"},
        "prepare": {"condition": "service_completed_successfully"},
    }
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_whoever_is_waited_for_to_be_healthy_says_whether_it_is() -> None:
    for service in SERVICES.values():
        for other, how in service.get("depends_on", {}).items():
            assert how["condition"] != "service_healthy" or "healthcheck" in SERVICES[other]


def test_the_health_check_asks_an_address_of_ours_at_the_port_that_is_served() -> None:
    ((port, path),) = ADDRESS.findall(words(SERVICES["web"]["healthcheck"]["test"]))
    assert resolve(path).func is views.health
    assert re.findall(r"^EXPOSE (\d+)$", IMAGE, re.MULTILINE) == [port]
    assert f'"--bind", "0.0.0.0:{port}"' in IMAGE
    assert [ports.rsplit(":", 1)[1] for ports in SERVICES["web"]["ports"]] == [port]


def test_the_health_check_is_a_program_that_can_be_read() -> None:
    kind, python, option, program = SERVICES["web"]["healthcheck"]["test"]
    assert (kind, python, option) == ("CMD", "python", "-c")
    compile(program, "healthcheck", "exec")


def test_the_website_is_reached_from_this_machine_and_over_https_by_caddy_only() -> None:
    assert all(ports.startswith("127.0.0.1:") for ports in SERVICES["web"]["ports"])
    assert {name for name, each in SERVICES.items() if "ports" in each} == {"web", "caddy"}
    assert SERVICES["caddy"]["profiles"] == [example()["COMPOSE_PROFILES"]]
    caddyfile = (ROOT / "docs/how-to/proxy/Caddyfile").read_text(encoding="utf-8")
    named = re.findall(r"^\{\$(\w+)\} \{$", caddyfile, re.MULTILINE)
    assert set(named) == set(SERVICES["caddy"]["environment"])
    [(service, port)] = re.findall(r"reverse_proxy (\w+):(\d+)", caddyfile)
    assert SERVICES[service]["ports"] == [f"127.0.0.1:{port}:{port}"]


def test_no_log_of_a_container_of_ours_grows_without_end() -> None:
    for name in (*OURS, "caddy"):
        assert SERVICES[name]["logging"]["options"] == {"max-size": "10m", "max-file": "5"}


def test_the_units_start_what_the_image_starts() -> None:
    folder = ROOT / "docs/how-to/systemd"
    units = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    command = json.loads(re.findall(r"^CMD (\[.+?\])$", IMAGE.replace("\\\n", ""), re.MULTILINE)[0])
    web = units["district-web.service"].replace("\\\n", " ")
    assert " ".join(command).replace("0.0.0.0", "127.0.0.1") in " ".join(web.split())
    assert "manage.py qcluster" in units["district-worker.service"]
    assert set(re.findall(r"district-\w+\.\w+", units["district-backup.timer"])) <= set(units)


@pytest.mark.parametrize("name", OURS)
def test_every_variable_that_a_service_sets_is_read_by_the_settings(name: str) -> None:
    assert set(SERVICES[name]["environment"]) - set(variables_read()) == set()


def test_every_variable_of_the_example_is_read_by_the_settings_or_by_compose() -> None:
    filled_in = set(re.findall(r"\$\{(\w+)", COMPOSE_TEXT))
    assert filled_in == {"POSTGRES_PASSWORD", "BROWSER", "BASE_URL"}
    # What docker compose itself reads.
    others = {"POSTGRES_PASSWORD", "BROWSER", "COMPOSE_PROFILES"}
    assert set(example()) - set(variables_read()) == others


def test_every_variable_that_must_be_set_is_in_the_example_and_empty() -> None:
    must = {name for name, default in variables_read().items() if default is None}
    assert must
    assert {example()[name] for name in must | {"POSTGRES_PASSWORD", "MAIL_PASSWORD"}} == {""}


def test_the_database_address_fits_the_database_beside_it() -> None:
    own = SERVICES["postgres"]["environment"]
    wanted = (
        f"postgres://{own['POSTGRES_USER']}:{own['POSTGRES_PASSWORD']}"
        f"@postgres:5432/{own['POSTGRES_DB']}"
    )
    assert {SERVICES[name]["environment"]["DATABASE_URL"] for name in OURS} == {wanted}


def test_every_volume_is_declared_and_the_uploads_are_where_the_image_has_them() -> None:
    mounted = [
        each.split(":")
        for service in SERVICES.values()
        for each in service.get("volumes", [])
        if not each.startswith("./")
    ]
    assert {volume for volume, _folder in mounted} == set(COMPOSE["volumes"])
    uploads = {folder for volume, folder in mounted if volume in {"media", "private"}}
    assert uploads == set(re.findall(r"^VOLUME (.+)$", IMAGE, re.MULTILINE)[0].split())
    var = re.findall(r"VAR_DIR=(\S+)", IMAGE)[0]
    assert uploads == {f"{var}/media", f"{var}/private"}


def test_the_image_runs_as_an_account_that_may_not_much() -> None:
    users = re.findall(r"^USER (\S+)$", IMAGE, re.MULTILINE)
    assert users == ["district"]
    made = re.findall(r"useradd --system --uid (\d+) .* (\w+) ", IMAGE)
    assert made == [("10001", "district")]
    assert IMAGE.index("\nUSER ") < IMAGE.index("\nCMD ")
    assert all("user" not in SERVICES[name] for name in OURS)


def test_of_several_machines_only_the_database_and_the_bucket_have_a_disk() -> None:
    assert set(CLUSTER) == {*OURS, "caddy", "pooler", "postgres", "redis", "uploads"}
    with_disks = {name for name, each in CLUSTER.items() if "volumes" in each}
    assert with_disks == {"postgres", "uploads", "caddy"}  # Caddy's has its certificates
    assert {CLUSTER[name]["deploy"]["replicas"] for name in ("web", "worker")} == {2}


@pytest.mark.parametrize("name", OURS)
def test_each_of_several_machines_finds_what_all_share(name: str) -> None:
    own = CLUSTER[name]["environment"]
    assert set(own) - set(variables_read()) == set()
    named = [own[each] for each in ("DATABASE_URL", "REDIS_URL", "UPLOADS_ENDPOINT")]
    places = [urlsplit(re.sub(r"\$\{.+?\}", "secret", each)) for each in named]
    # Migrations need the database itself.
    database = "postgres" if name == "prepare" else "pooler"
    assert [each.hostname for each in places] == [database, "redis", "uploads"]
    assert own["DATABASE_POOLED"] == str(database == "pooler").lower()
    assert f":{places[2].port}" in CLUSTER["uploads"]["command"]
    assert CLUSTER["pooler"]["environment"]["LISTEN_PORT"] == "6432"
    assert own["UPLOADS_BUCKET"] == CLUSTER["uploads"]["volumes"][0].rpartition("/")[2]


def test_every_service_of_several_machines_waits_for_what_it_needs() -> None:
    for name in ("web", "worker"):
        wanted = CLUSTER[name]["depends_on"]
        assert wanted["prepare"] == {"condition": "service_completed_successfully"}
        assert set(wanted) == {"prepare", "redis", "uploads"}
    for name in ("pooler", "prepare"):
        assert CLUSTER[name]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert "healthcheck" in CLUSTER["postgres"]
    assert CLUSTER["caddy"]["depends_on"] == ["web"]
    assert {name for name, each in CLUSTER.items() if "ports" in each} == {"caddy"}
