"""Judges of what answers: TLS, headers, framing of requests, and two scanners that try to break in."""

import json
import re
import ssl
from pathlib import Path

from launch.ports import HOST, free_port
from tests.judges.installation import NAME, Installation, front
from tests.judges.raw import naive_server, probes
from tests.judges.tools import observatory as scanner
from tests.judges.tools import program, run
from tests.judges.weak_site import weak_site
from tests.servers.programs import CannotRunError

# A front as they were ten years ago.
WEAK_FRONT = """
{
	admin off
	http_port %d
	https_port %d
	auto_https disable_redirects
}
https://localhost {
	tls internal {
		protocols tls1.2 tls1.2
		ciphers TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA
	}
	respond hello
}
"""
COMPLIANT = re.compile(r"OK - Compliant\.")


def sslyze_planted(folder: Path) -> list[str]:
    https = free_port(preferred=None)
    with front(WEAK_FRONT % (free_port(preferred=None), https), folder, {}, https) as authority:
        return _sslyze(https, authority)


def sslyze(there: Installation, _folder: Path) -> list[str]:
    return _sslyze(there.port, there.authority)


def _sslyze(port: int, authority: Path) -> list[str]:
    """Against Mozilla's "intermediate", which is for everybody's browsers."""
    ask = [
        program("sslyze"),
        "--mozilla_config=intermediate",
        f"--certinfo_ca_file={authority}",
        f"{NAME}:{port}",
    ]
    said = run(ask).stdout
    if "COMPLIANCE" not in said:
        raise CannotRunError(f"sslyze said {said[-200:]}")
    if COMPLIANT.search(said):
        return []
    return [
        line.strip()
        for line in said.split("COMPLIANCE")[-1].splitlines()
        if " * " in line or "FAILED" in line
    ]


def observatory_planted(_folder: Path) -> list[str]:
    with weak_site() as port:
        return _observatory(port, port, None)


def observatory(there: Installation) -> list[str]:
    return _observatory(there.http, there.port, there.authority)


def _observatory(http: int, https: int, authority: Path | None) -> list[str]:
    script = str(Path(__file__).with_name("observatory.mjs"))
    done = run(
        ["node", script, str(scanner()), NAME, str(http), str(https)],
        environment={"NODE_EXTRA_CA_CERTS": str(authority)} if authority else None,
    )
    if done.returncode:
        raise CannotRunError(f"the Observatory said {(done.stderr or done.stdout).strip()[-200:]}")
    found: list[str] = json.loads(done.stdout)["failed"]
    return found


def smuggling_planted(_folder: Path) -> list[str]:
    with naive_server() as port:
        return probes(port, None)


def smuggling(there: Installation) -> list[str]:
    context = ssl.create_default_context(cafile=str(there.authority))
    context.set_alpn_protocols(["http/1.1"])
    return probes(there.port, context)


SQLMAP = (
    "--batch",
    "--level=2",
    "--risk=1",
    "--disable-coloring",
    "--threads=4",
    "--technique=BEU",
    "--ignore-code=401,403,404,422",
    "--flush-session",
)


def sqlmap_planted(folder: Path) -> list[str]:
    with weak_site() as port:
        return _sqlmap(folder, "-u", f"http://{HOST}:{port}/?id=1")


def sqlmap(there: Installation, folder: Path) -> list[str]:
    """What reads values from the address. Doors for passwords stop it by their limits after 20 tries."""
    token, found = f"--headers=Authorization: Token {there.token}", []
    cookie = f"--headers=Cookie: {there.cookie}"
    api = f"{there.origin}/api/v1"
    asks: list[list[str]] = [
        ["-u", f"{api}/falls/?first=2026-01-01&last=2026-11-01&kind=fall&patient={there.patient}", token],
        ["-u", f"{api}/rates/?window=month&first=2026-01-01", token],
        ["-u", f"{there.origin}/people/log/?page=1", cookie],
    ]
    for ask in asks:
        found += _sqlmap(folder, *ask)
    return found


def _sqlmap(folder: Path, *ask: str) -> list[str]:
    done = run([program("sqlmap"), *ask, *SQLMAP, f"--output-dir={folder}"])
    said = done.stdout
    if "injection point" in said and "Parameter:" in said:
        return [f"{ask[1]} {line.strip()}" for line in said.splitlines() if line.startswith("Parameter:")]
    if "do not appear to be injectable" not in said:
        raise CannotRunError(f"sqlmap came to no end: {said.strip()[-300:]}")
    return []


MODULES = "csp,cookieflags,http_headers,sql,xss,exec,file,redirect,crlf"


def wapiti_planted(folder: Path) -> list[str]:
    with weak_site() as port:
        return _wapiti(folder / "planted.json", f"http://{HOST}:{port}/")


def wapiti(there: Installation, folder: Path) -> list[str]:
    """A walk as Anna, who is signed in."""
    return _wapiti(
        folder / "ours.json", f"{there.origin}/", "-H", f"Cookie: {there.cookie}", "-x",
        f"{there.origin}/sign-out/", "--verify-ssl", "0",
    )  # fmt: skip


def _wapiti(report: Path, address: str, *more: str) -> list[str]:
    run([
        program("wapiti"), "-u", address, "-m", MODULES, "-d", "2", "--max-links-per-page", "15",
        "--max-files-per-dir", "5", "--max-scan-time", "150", "--max-attack-time", "30", "--flush-session",
        "--no-bugreport", "-f", "json", "-o", str(report), *more,
    ], environment={"HOME": str(report.parent)})  # fmt: skip
    if not report.exists():
        raise CannotRunError("wapiti left no report")
    told = json.loads(report.read_text())
    if not told["infos"].get("crawled_pages_nbr"):
        raise CannotRunError("wapiti saw no page")
    kinds = told["vulnerabilities"] | told["anomalies"]
    return [
        f"{kind}: {one['method']} {one['path']} {one['info']}"
        for kind, all_of in kinds.items()
        for one in all_of
    ]
