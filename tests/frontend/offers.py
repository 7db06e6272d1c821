"""What a page offers its reader: links and forms, each with its method and whether it names a patient."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from tests.frontend.addresses import address_of, table

REFUSED = (401, 403, 404)


@dataclass(slots=True)
class Offer:
    """`about` is the patient that the address or a hidden field names; empty: the reader's own diary."""

    method: str
    path: str
    about: str = field(default="")


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.offers: list[Offer] = []
        self._form: Offer | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = self._offer(told.get("method", "get").upper(), told.get("action", ""))
        elif tag == "a" and "href" in told:
            self._offer("GET", told["href"])
        elif tag == "input" and told.get("name") == "patient" and self._form is not None:
            self._form.about = told.get("value", "")
        for attribute, method in (("hx-get", "GET"), ("hx-post", "POST")):
            if attribute in told:
                self._offer(method, told[attribute])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    def _offer(self, method: str, url: str) -> Offer:
        parts = urlsplit(url)
        offer = Offer(method, parts.path, parse_qs(parts.query).get("patient", [""])[0])
        if parts.path.startswith("/"):
            self.offers.append(offer)
        return offer


def refused_offers(page: str, who: str, names: dict[str, str], patient: str) -> Iterator[str]:
    """What a page offers that its reader would be refused, by the table of addresses.

    `names` are those of addresses by path; an offer about anybody but the reader and `patient` is left out.
    """
    parser = Page()
    parser.feed(page)
    for offer in parser.offers:
        name = names.get(offer.path)
        if name is None or offer.about not in ("", patient):
            continue
        row = _row_of(name, offer)
        if row is None or row[who] in REFUSED:
            yield f"{offer.method} {name}{' about Anna' if offer.about else ''}"


def _row_of(name: str, offer: Offer) -> dict[str, int] | None:
    """What the table says of exactly this, else of the address in general; None where nobody may."""
    about = f"{offer.method}{'?' if offer.method == 'GET' else '+'}"
    methods = [about, offer.method] if offer.about else [offer.method, about]
    rows = table()
    keys = [(named, method) for named in (name, address_of(name)) for method in methods]
    return next((rows[key] for key in keys if key in rows), None)
