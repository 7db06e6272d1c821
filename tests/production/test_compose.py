"""The Compose file is valid, and each container may do no more than it needs."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # its stubs are a package of their own
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from fallrisk.middleware import JsonDoor
from tests.production.compose import APP_SERVICES, EXAMPLE, FILE, compose, composed, example_values, services

VENDOR = Path(__file__).parent / "vendor"
CADDYFILE = FILE.parent / "deploy" / "Caddyfile"
EVERY = sorted(services())
NOT_PASSED = {
    "DATA_DIR": "the image says where",
    "STATIC_ROOT": "the image holds the collected files",
    "DEBUG": "debug pages are for nobody who can reach this",
    "LOOPBACK_DEMO": "of `make run` alone",
}


def faults(content: dict[str, Any]) -> list[str]:
    schema = json.loads((VENDOR / "compose-spec.json").read_text())
    return [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(content)]


def test_the_schema_is_the_one_that_was_taken_over() -> None:
    digest = hashlib.sha256((VENDOR / "compose-spec.json").read_bytes()).hexdigest()
    assert f"sha256 {digest}" in (VENDOR / "README.md").read_text()


def test_compose_can_read_the_file() -> None:
    assert faults(compose()) == []


def test_a_misspelt_word_would_be_found() -> None:
    misspelt = compose() | {"services": services() | {"web": services()["web"] | {"red_only": True}}}
    assert "'red_only' does not match" in " ".join(faults(misspelt))


@pytest.mark.parametrize("name", ["DOMAIN", "DEFAULT_FROM_EMAIL"])
def test_what_an_operator_must_say_is_asked_for(name: str) -> None:
    said = example_values()
    del said[name]
    with pytest.raises(KeyError, match=name):
        composed(said)


def test_the_example_names_every_variable() -> None:
    asked = set(re.findall(r"\$\{(\w+)", FILE.read_text()))
    assert asked == set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE))


def readme_settings() -> dict[str, str]:
    """Each setting of the README's table, with what stands there as its default."""
    readme = (FILE.parent / "README.md").read_text()
    return dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]*) \|", readme, re.MULTILINE))


@pytest.mark.parametrize("service", APP_SERVICES)
def test_every_setting_reaches_the_product_or_makes_no_sense_there(service: str) -> None:
    passed = {name.removesuffix("_FILE") for name in services()[service]["environment"]}
    assert set(readme_settings()) - passed == set(NOT_PASSED)


def test_what_an_operator_leaves_open_is_what_the_readme_says() -> None:
    open_to_all = dict(re.findall(r"^ +([A-Z_]+): \"?\$\{\1:-(.*)\}\"?$", FILE.read_text(), re.MULTILINE))
    for name, default in readme_settings().items():
        if name in open_to_all:
            assert default.startswith(f"`{open_to_all[name]}`" if open_to_all[name] else "none"), name


@pytest.mark.parametrize("service", APP_SERVICES)
def test_figures_are_counted_in_memory(service: str) -> None:
    folder = Path(services()[service]["environment"]["PROMETHEUS_MULTIPROC_DIR"])
    assert str(folder.parent) in {mount.split(":")[0] for mount in services()[service]["tmpfs"]}


@pytest.mark.parametrize("name", EVERY)
def test_a_container_can_change_neither_its_own_programs_nor_its_rights(name: str) -> None:
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "front" else [])
    assert not service.get("privileged", False)
    assert service["init"] is True


@pytest.mark.parametrize("name", EVERY)
def test_a_container_takes_no_more_than_its_share(name: str) -> None:
    service = services()[name]
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    assert service["logging"]["options"]["max-size"]


@pytest.mark.parametrize("name", EVERY)
def test_a_container_that_dies_comes_back(name: str) -> None:
    assert services()[name]["restart"] == ("on-failure:3" if name == "migrate" else "unless-stopped")


@pytest.mark.parametrize("name", APP_SERVICES)
def test_the_product_runs_as_nobody_in_particular(name: str) -> None:
    assert services()[name]["user"] == "10001:10001"


def test_only_the_front_can_be_reached_from_outside() -> None:
    assert [name for name in EVERY if services()[name].get("ports")] == ["front"]
    assert not any("network_mode" in service for service in services().values())
    for network in ("front", "inside"):
        assert compose()["networks"][network] == {"internal": True}
    for name in ("postgres", "redis", "web", "beat", "migrate"):
        assert "outside" not in services()[name]["networks"]


def test_the_front_reaches_neither_database_nor_messages() -> None:
    reached = set(services()["front"]["networks"])
    assert not reached & set(services()["postgres"]["networks"])
    assert not reached & set(services()["redis"]["networks"])


def test_no_secret_stands_in_an_environment() -> None:
    for secret in compose()["secrets"].values():
        assert set(secret) == {"file"}
    for name in APP_SERVICES:
        environment = services()[name]["environment"]
        assert not {"SECRET_KEY", "DATABASE_PASSWORD", "EMAIL_URL"} & set(environment)
        assert re.fullmatch(r"postgres://fallrisk@postgres:5432/fallrisk", environment["DATABASE_URL"])
        for variable, path in environment.items():
            if variable.endswith("_FILE"):
                assert path.removeprefix("/run/secrets/") in services()[name]["secrets"]


def test_the_product_starts_on_a_migrated_database() -> None:
    done = {"condition": "service_completed_successfully"}
    for name in APP_SERVICES:
        if name != "migrate":
            assert services()[name]["depends_on"]["migrate"] == done
    assert services()["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_falls_are_logged_without_redis() -> None:
    assert "redis" not in services()["web"]["depends_on"]


def test_there_is_one_beat() -> None:
    assert services()["beat"]["deploy"]["replicas"] == 1


def test_redis_never_throws_a_message_away() -> None:
    command = " ".join(services()["redis"]["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command
    assert services()["redis"]["volumes"] == ["messages:/data"]


def test_every_volume_is_kept_by_a_name() -> None:
    kept = {volume.split(":")[0] for service in services().values() for volume in service.get("volumes", [])}
    assert kept - {"./deploy/Caddyfile"} == set(compose()["volumes"])


@pytest.mark.parametrize("name", ["front", "postgres", "redis"])
def test_an_image_of_others_is_pinned(name: str) -> None:
    assert re.fullmatch(r"[a-z]+:\d+(\.\d+)?-[a-z]+", services()[name]["image"])


@pytest.mark.parametrize("name", ["front", "web", "postgres", "redis"])
def test_compose_sees_whether_a_server_answers(name: str) -> None:
    assert services()[name]["healthcheck"]["test"][0] == "CMD"


def test_the_front_looks_up_the_pages_where_they_are() -> None:
    assert "dynamic a web 8000" in site("{$DOMAIN}")
    ports = services()["front"]["ports"]
    assert ports == ["80:8080", "443:8443", "443:8443/udp"]
    assert re.search(r"http_port 8080\s+https_port 8443", CADDYFILE.read_text())
    assert "max_size 16MB" in site("{$DOMAIN}")


def test_a_program_that_speaks_http_to_the_front_is_refused_as_the_json_door_does(
    settings: Settings,
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    refusal = JsonDoor(nobody)(RequestFactory().get("/api/v1/falls/"))
    front = block("handle @programs", site("http://{$DOMAIN}"))
    said = re.search(r"^\s*respond `(.*)` (\d+)$", front, re.MULTILINE)
    assert said is not None
    assert (json.loads(said[1]), int(said[2])) == (json.loads(refusal.content), refusal.status_code)
    assert f"header Content-Type {refusal['Content-Type']}" in front
    assert "header Cache-Control no-store" in front
    assert "@programs path /api /api/*" in site("http://{$DOMAIN}")


def test_a_person_who_types_http_is_sent_to_https_and_nothing_goes_on_in_clear() -> None:
    assert "auto_https disable_redirects" in CADDYFILE.read_text()  # they would come before any refusal
    assert "redir https://{host}{uri} 308" in block("handle", site("http://{$DOMAIN}"))
    assert "reverse_proxy" not in site("http://{$DOMAIN}")


def test_no_scrape_from_outside_meets_a_random_container() -> None:
    assert "respond /metrics 404" in site("{$DOMAIN}")


def nobody(_request: HttpRequest) -> HttpResponse:
    raise AssertionError("this request should have been refused")


def site(address: str) -> str:
    """What the front does for one address."""
    return block(address, CADDYFILE.read_text())


def block(head: str, text: str) -> str:
    """What stands between the braces that follow `head`."""
    found = re.search(rf"^(\t*){re.escape(head)} {{\n(.*?)^\1}}$", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"no {head}"
    return found[2]
