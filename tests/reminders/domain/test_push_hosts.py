"""Where notifications may be sent, whatever a browser claims to be its push service."""

import pytest

from reminders.domain.addresses import is_public
from reminders.domain.push_hosts import NotAPushHost, PushHosts

HOSTS = PushHosts.read(["fcm.googleapis.com", ".push.apple.com", "http://127.0.0.1:9000"])


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/a:b-c_d",
        "https://web.push.apple.com/QAbc",
        "https://a.b.push.apple.com/",
        "http://127.0.0.1:9000/push/x",
    ],
)
def test_a_push_service_on_the_list_is_sent_to(endpoint: str) -> None:
    assert HOSTS.allow(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:443/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com/x",
        "https://a.fcm.googleapis.com/x",
        "https://push.apple.com/x",
        "https://evilpush.apple.com/x",
        "https://anna@fcm.googleapis.com/x",
        "https://fcm.googleapis.com@10.0.0.1/x",
        "https://fcm.googleapis.com\\@10.0.0.1/x",
        "https://10.0.0.1\\.push.apple.com/x",
        "https://10.0.0.1/x",
        "https://[::1]/x",
        "https://2130706433/x",
        "https://localhost/x",
        "https://fcm.googleapis.com./x",
        "https://fcm.googleapis.com",
        "https://fcm.googleapis.com/a b",
        "https://fcm.googleapis.com/x#y",
        "https://fcm.googleapis.com/x\r\nHost: evil",
        "https://fcm.googleapis.com/x\n",
        "https://..push.apple.com/x",
        f"https://{'a' * 64}.push.apple.com/x",
        "HTTPS://FCM.GOOGLEAPIS.COM/x",
        "file:///etc/passwd",
        "",
        "http://127.0.0.1:90001/x",
        "http://127.0.0.1:9000@10.0.0.1/x",
        "https://127.0.0.1:9000/x",
        "http://127.0.0.1:9000",
    ],
)
def test_nothing_else_is(endpoint: str) -> None:
    assert not HOSTS.allow(endpoint)


def test_only_an_origin_that_the_operator_wrote_may_lie_inside() -> None:
    assert HOSTS.is_own_word("http://127.0.0.1:9000/push/x")
    assert not HOSTS.is_own_word("https://fcm.googleapis.com/x")


@pytest.mark.parametrize("entry", ["https://10.0.0.5", "https://[fd00::5]:8443", "push.example.org"])
def test_an_operator_may_name_a_push_service_of_their_own(entry: str) -> None:
    assert PushHosts.read([entry]).allow(f"{entry if '//' in entry else 'https://' + entry}/x")


@pytest.mark.parametrize(
    "entry",
    [
        "*", ".", "com", ".com", "*.push.apple.com", "https://push.example.org", "10.0.0.5", "http://10.0.0.5/",
        "http://10.0.0.500", "http://10.0.0.5:0", "http://10.0.0.5:70000", "http://[zz::1]", "Push.Apple.com",
        "push.apple.com:443", "http://127.1",
    ],
)  # fmt: skip
def test_an_entry_that_could_mean_anything_is_none(entry: str) -> None:
    with pytest.raises(NotAPushHost):
        PushHosts.read([entry])


@pytest.mark.parametrize("address", ["142.250.74.106", "2a00:1450:4001:82a::200a", "64:ff9b::8efa:4a6a"])
def test_addresses_of_the_world_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "255.255.255.255", "224.0.0.1", "239.1.1.1", "192.0.2.1", "198.18.0.1",  # noqa: S104
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::1",
    ],
)  # fmt: skip
def test_addresses_of_somebodys_inside_are_not(address: str) -> None:
    assert not is_public(address)
