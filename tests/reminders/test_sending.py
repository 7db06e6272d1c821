"""No browser's word leads us into a network that is not the world's."""

import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from reminders.services import sending
from reminders.services.sending import AddressNotPublic, post
from tests.servers.push_service import PushService

NAME = "fcm.googleapis.com"
PUBLIC, OTHER_PUBLIC = "142.250.74.106", "2a00:1450:4001:82a::200a"


class Names:
    """The domain name system as somebody's own; `connected` are the addresses that were gone to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers: list[list[str]] = []
        self.connected: list[str] = []
        self.port = 0  # of the server that stands for every public address; 0: there is none

        def asked(host: str, port: int, **options: Any) -> list[Any]:
            addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

        def gone_to(address: tuple[str, int], timeout: float) -> socket.socket:
            self.connected.append(address[0])
            if not self.port:
                raise ConnectionRefusedError
            made = socket.socket()
            made.settimeout(timeout)
            made.connect(("127.0.0.1", self.port))
            return made

        monkeypatch.setattr("reminders.services.sending.socket.getaddrinfo", asked)
        monkeypatch.setattr("reminders.services.sending.create_connection", gone_to)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    return Names(monkeypatch)


def send() -> int:
    return post(f"https://{NAME}/push/x", body=b"sealed", headers={}, inside=False)


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["::1"], ["::ffff:10.0.0.1"], [PUBLIC, "10.0.0.1"],
        ["192.168.0.1", PUBLIC],
    ],
)  # fmt: skip
def test_a_name_that_leads_inside_is_not_gone_to(addresses: list[str], names: Names) -> None:
    names.answers = [addresses]
    with pytest.raises(AddressNotPublic):
        send()
    assert names.connected == []


def test_a_name_that_answers_differently_the_second_time_is_asked_once(names: Names) -> None:
    names.answers = [[PUBLIC], ["127.0.0.1"]]
    with pytest.raises(requests.ConnectionError):
        send()
    assert names.connected == [PUBLIC]


def test_the_next_address_is_tried_where_one_does_not_answer(names: Names) -> None:
    names.answers = [[PUBLIC, OTHER_PUBLIC]]
    with pytest.raises(requests.ConnectionError):
        send()
    assert names.connected == [PUBLIC, OTHER_PUBLIC]


def test_a_name_that_nobody_knows_is_nobody_who_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_arguments: object, **_options: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr("reminders.services.sending.socket.getaddrinfo", unknown)
    with pytest.raises(requests.ConnectionError):
        send()


def test_plain_http_is_for_addresses_that_the_operator_named(names: Names) -> None:
    names.answers = [[PUBLIC]]
    with pytest.raises(requests.exceptions.InvalidSchema):
        post(f"http://{NAME}/push/x", body=b"sealed", headers={}, inside=False)
    assert names.connected == []


def test_a_proxy_of_the_environment_does_not_connect_for_us(
    names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    names.answers = [["10.0.0.1"]]
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    with pytest.raises(AddressNotPublic):
        send()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of NAME, by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = timezone.now()
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    written = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(written + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def tls_service(certificate: Path, names: Names) -> Iterator[PushService]:
    """Stands for the push service at its public address."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    service = PushService(tls=tls).start()
    service.status = 202
    names.answers, names.port = [[PUBLIC]], service.port
    yield service
    service.stop()


def test_a_push_service_with_the_right_certificate_gets_it(
    tls_service: PushService, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate))
    assert send() == 202
    assert tls_service.asked == ["/push/x"]


def test_one_that_drips_through_tls_is_given_up_too(
    tls_service: PushService, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate))
    monkeypatch.setattr(sending, "TIMEOUT", 0.5)
    tls_service.drip = 0.1
    with pytest.raises(requests.ConnectionError):
        send()


def test_one_that_nobody_vouches_for_gets_nothing(tls_service: PushService) -> None:
    with pytest.raises(requests.exceptions.SSLError):
        send()
    assert tls_service.asked == []
