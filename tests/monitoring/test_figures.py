"""Figures for Prometheus."""

import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from logs.tasks import refresh_patient_rates
from monitoring.heartbeats import beat
from monitoring.models import Kind
from reminders.models import Delivery
from tests.people import fall, make_patient
from tests.reminders.promises import promised
from tests.servers.web import WebServer
from tests.servers.worker import CeleryWorkerProcess


@pytest.fixture
def on(tmp_path: Path) -> dict[str, str]:
    return {"METRICS": "1", "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}


@pytest.fixture
def web(on: dict[str, str], transactional_db: None, redis_url: str) -> Iterator[WebServer]:
    server = WebServer(redis_url=redis_url, workers=2, **on)  # type: ignore[arg-type]  # variables, not options
    yield server.start()
    server.stop()


ADDRESS = "172.18.0.5:8000"  # of a container, by which Prometheus asks each


def figures(web: WebServer) -> dict[str, float]:
    asked = urllib.request.Request(f"{web.origin}/metrics", headers={"Host": ADDRESS})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        lines = [line for line in answer.read().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _space, value in (line.rpartition(" ") for line in lines)}


@pytest.mark.django_db
def test_figures_are_off_by_default() -> None:
    assert Client().get("/metrics").status_code == 404


@pytest.mark.django_db
def test_figures_are_shown_to_who_has_the_token_alone(settings: Settings) -> None:
    settings.METRICS, settings.METRICS_TOKEN, settings.LOOPBACK_DEMO = True, "a token", False
    assert Client().get("/metrics").status_code == 404
    assert Client().get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 404


@pytest.mark.django_db
def test_a_machine_may_ask_a_container_by_its_address_and_a_person_may_not() -> None:
    by_address = Client(headers={"Host": ADDRESS})
    assert by_address.get("/health/live").status_code == 200
    assert by_address.get("/").status_code == 400


def test_requests_of_all_processes_are_counted_by_the_name_of_their_address(web: WebServer) -> None:
    before = figures(web)
    for _request in range(20):
        urllib.request.urlopen(f"{web.origin}/api/v1/schema/?patient=nobody", timeout=30).close()
    line = 'fallrisk_request_seconds_count{method="GET",route="api:schema",status="200"}'
    assert figures(web)[line] == before.get(line, 0) + 20
    assert not any("nobody" in name or "health" in name for name in figures(web))


def test_a_process_that_has_counted_nothing_yet_hides_no_figures(web: WebServer, on: dict[str, str]) -> None:
    (Path(on["PROMETHEUS_MULTIPROC_DIR"]) / "histogram_1.db").touch()
    assert "fallrisk_rates_waiting_months" in figures(web)


def test_what_waits_is_shown_with_its_age(web: WebServer) -> None:
    fall(make_patient())
    beat(Kind.SCHEDULER, "the scheduler")
    shown = figures(web)
    assert shown["fallrisk_rates_waiting_months"] == 1
    assert 0 < shown["fallrisk_rates_oldest_wait_seconds"] < 3600
    assert 0 <= shown['fallrisk_heartbeat_age_seconds{kind="scheduler"}'] < 150
    assert shown['fallrisk_queue_tasks{queue="celery"}'] >= 0
    assert shown["fallrisk_account_mails_waiting"] == 0


def test_digests_that_wait_or_have_ended_are_shown_by_kind_and_reason(web: WebServer) -> None:
    sent, waits = promised(make_patient().user), promised(make_patient().user)
    now = timezone.now()
    Delivery.objects.filter(pk=sent.pk).update(state="failed", why="refused", ended_at=now)
    Delivery.objects.filter(pk=waits.pk).update(next_try_at=now - timedelta(minutes=5))
    shown = figures(web)
    assert shown["fallrisk_deliveries_waiting"] == 1
    assert 300 <= shown["fallrisk_deliveries_oldest_wait_seconds"] < 3600
    assert shown['fallrisk_deliveries_ended_day{kind="digest",state="failed",why="refused"}'] == 1


def test_tasks_are_counted_by_how_they_end(
    web: WebServer, on: dict[str, str], celery_worker_process: Callable[..., CeleryWorkerProcess]
) -> None:
    patient = make_patient()
    celery_worker_process(**on)
    began = timezone.now()
    refresh_patient_rates.delay(patient.pk)
    line = 'fallrisk_task_seconds_count{outcome="success",task="logs.tasks.refresh_patient_rates"}'
    while line not in figures(web):
        assert (timezone.now() - began).total_seconds() < 20
    assert figures(web)[line] == 1
