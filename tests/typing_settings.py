"""The project's settings for mypy, which reads them without an installation around it."""

import os

os.environ.setdefault("SECRET_KEY", "read by a type checker only")

from fallrisk.settings import *  # noqa: F403
