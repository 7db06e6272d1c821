"""Whether this container's web server answers; the exit status says so.

Asked as the front asks: by the name of the installation, and as https.
"""

import http.client
import os
import sys
from urllib.parse import urlsplit

WAIT = 4  # seconds


def main() -> int:
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=WAIT)
    host = urlsplit(os.environ["ORIGIN"]).netloc
    try:
        connection.request("GET", "/health/live", headers={"Host": host, "X-Forwarded-Proto": "https"})
        status = connection.getresponse().status
    except OSError as trouble:
        print(f"no answer: {trouble}", file=sys.stderr)
        return 1
    finally:
        connection.close()
    if status != http.client.OK:
        print(f"/health/live answered {status}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
