"""`make judges`, or `make judges NAME=bandit`: programs of others look at what we ship.

Each is first shown a planted fault; one that misses it has no say. The last lines say which judged, what
they found, and which could not look here and why. The exit status is 0 when no finding is left; with
CI=true a judge that could not look has failed.

ADVISORIES=FILE is a JSON list of advisories (OSV) for the audit of what we depend on.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.judges import code, dependencies, sites
from tests.judges.installation import Installation, installation
from tests.servers.programs import CannotRunError


@dataclass(frozen=True, slots=True)
class Judge:
    """A judge by name: what it finds in a planted fault, and what it finds here, a line each."""

    name: str
    planted: Callable[[Path], list[str]] = field(repr=False)
    ours: Callable[[Path], list[str]] = field(repr=False)


class Court:
    """The judges; the installation that some look at is started once, for the first of them."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._installation: Installation | None = None
        self.judges = [
            Judge("bandit", code.bandit_planted, code.bandit),
            Judge("semgrep", code.semgrep_planted, code.semgrep),
            Judge("check", code.deploy_check_planted, code.deploy_check),
            Judge("audit", dependencies.planted, dependencies.audit),
            Judge("sslyze", sites.sslyze_planted, lambda folder: sites.sslyze(self.there(), folder)),
            Judge("observatory", sites.observatory_planted, lambda _folder: sites.observatory(self.there())),
            Judge("smuggling", sites.smuggling_planted, lambda _folder: sites.smuggling(self.there())),
            Judge("sqlmap", sites.sqlmap_planted, lambda folder: sites.sqlmap(self.there(), folder)),
            Judge("wapiti", sites.wapiti_planted, lambda folder: sites.wapiti(self.there(), folder)),
        ]

    def there(self) -> Installation:
        if self._installation is None:
            self._installation = self._stack.enter_context(installation())
        return self._installation


def main(names: list[str]) -> int:
    told: list[str] = []
    found_any = could_not = False
    with ExitStack() as stack, tempfile.TemporaryDirectory(prefix="fallrisk-judges-") as folder:
        court = Court(stack)
        unknown = set(names) - {judge.name for judge in court.judges}
        if unknown:
            print(
                f"There is no judge {unknown.pop()}; there are {', '.join(one.name for one in court.judges)}."
            )
            return 2
        for judge in court.judges:
            if names and judge.name not in names:
                continue
            print(f"=== {judge.name}", flush=True)
            began, place = time.monotonic(), Path(folder) / judge.name
            place.mkdir()
            try:
                planted = judge.planted(place)
                if not planted:
                    raise CannotRunError("it missed its planted fault, so it has no say")
                print(f"planted: {planted[0]}", flush=True)
                found = judge.ours(place)
            except CannotRunError as why:
                could_not = True
                told.append(f"{judge.name:<12} COULD NOT LOOK  {why}")
                continue
            print("\n".join(found) or "nothing found", flush=True)
            found_any = found_any or bool(found)
            seconds = time.monotonic() - began
            told.append(f"{judge.name:<12} {f'{len(found)} FOUND' if found else 'ok':<15} ({seconds:.0f} s)")
    print("\n" + "\n".join(told))
    return 1 if found_any or (could_not and os.environ.get("CI") == "true") else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
