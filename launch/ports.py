"""Loopback ports: is one free, and which one to take."""

import socket

from launch.refusal import Refusal

HOST = "127.0.0.1"


def require_free(port: int) -> None:
    if not is_free(port):
        raise Refusal(f"port {port} is taken by another program; stop it or choose one: PORT={port + 1}.")


def is_free(port: int) -> bool:
    with socket.socket() as listener:
        # As the servers do: the last run's closed connections do not count.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen(1)
        except PermissionError:
            raise Refusal(
                f"port {port} is for the administrator's programs; choose one above 1023."
            ) from None
        except OSError:
            return False
        return True


def free_port(*, preferred: int | None) -> int:
    """The preferred one, so that it stays the same from start to start; else any."""
    if preferred is not None and is_free(preferred):
        return preferred
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def port_from(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        raise Refusal(f"PORT is {text!r}, not a number from 1 to 65535.")
    return int(text)
