"""Why the launcher cannot go on, as one sentence for the person at the terminal."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Refusal(Exception):
    """A sentence that says what is wrong and what to do about it."""


@contextmanager
def refusals_as_sentences() -> Iterator[None]:
    """Ends the program with one line on stderr, never with a traceback."""
    try:
        yield
    except Refusal as refusal:
        print(f"fallrisk cannot start: {refusal}", file=sys.stderr, flush=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


@contextmanager
def disk_troubles(folder: Path, *, remedy: str = "; set DATA_DIR to one that can") -> Iterator[None]:
    """Turns what the disk says about this folder into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refusal(f"the disk that holds {folder} is full.") from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise Refusal(f"the folder {folder} cannot be written to{remedy}.") from None
        raise Refusal(f"{folder}: {error.strerror or error}.") from None
