"""docker-compose.yml as Compose reads it: variables filled in, anchors merged."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = ROOT / "docker-compose.yml"
EXAMPLE = ROOT / "deploy" / "env.example"
APP_SERVICES = ("web", "worker", "passes", "beat", "migrate")
_VARIABLE = re.compile(r"\$\{(\w+)(?:(:-|:\?)([^}]*))?\}")


@cache
def compose() -> dict[str, Any]:
    """The whole file, with what deploy/env.example says."""
    return composed(example_values())


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


def composed(values: dict[str, str]) -> dict[str, Any]:
    """Raises KeyError for a variable that must be said and is not."""

    def filled(found: re.Match[str]) -> str:
        name, kind, default = found.groups()
        if kind == ":-":
            return values.get(name) or str(default)
        return values[name]

    lines = (line for line in FILE.read_text().splitlines() if not line.lstrip().startswith("#"))
    read: dict[str, Any] = yaml.safe_load(_VARIABLE.sub(filled, "\n".join(lines)))
    return read


def example_values() -> dict[str, str]:
    lines = (line for line in EXAMPLE.read_text().splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def words(service: str) -> list[str]:
    """The command of a service's containers, word for word."""
    return [str(word) for word in services()[service]["command"]]
