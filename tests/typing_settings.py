"""The project's settings for mypy, which reads them without an installation around it."""

import os

os.environ.setdefault("SECRET_KEY", "a key that only type checkers read, and no installation")

from fallrisk.settings import *  # noqa: F403
