"""The local mail box: an SMTP server on loopback that keeps each message as one file.

Usage: python -m launch.mailbox PORT FOLDER
"""

import asyncio
import os
import signal
import sys
import time
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST_MESSAGE = 20_000_000  # bytes


class Mailbox:
    """Takes every message; a file appears whole or not at all, named in order of arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """aiosmtpd calls this for each message."""
        name = f"{time.time_ns():020d}-{os.getpid()}-{next(self._numbers)}.eml"
        try:
            self._keep(name, envelope.original_content or b"")
        except OSError as error:
            print(f"mail not kept: {error.strerror}", flush=True)
            return "452 Requested action not taken: insufficient system storage"
        print(f"mail kept: {name}", flush=True)
        return "250 Message accepted for delivery"

    def _keep(self, name: str, content: bytes) -> None:
        unfinished = self.folder / f".{name}"
        try:
            with unfinished.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(self.folder / name)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise


async def serve(port: int, folder: Path) -> None:
    """Until SIGTERM or SIGINT."""
    loop, done = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, done.set)
    mailbox = Mailbox(folder)
    server = await loop.create_server(
        lambda: SMTP(mailbox, data_size_limit=LARGEST_MESSAGE, enable_SMTPUTF8=True, loop=loop),
        host="127.0.0.1",
        port=port,
    )
    await done.wait()
    server.close()


if __name__ == "__main__":
    os.umask(0o077)
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
