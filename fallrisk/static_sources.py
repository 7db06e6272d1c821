"""Our scripts and stylesheets as browsers get them: sheets joined, comments and spaces gone."""

import re
from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage

# Where collectstatic finds each file: name -> storage and the name in it.
Sources = Mapping[str, tuple[Storage, str]]

# Not the admin's and the API browser's: what others wrote stays as they tried it.
OUR_FOLDERS = ("frontend/", "api/")
KINDS = {".js": "text/javascript", ".css": "text/css"}
# Of the same folder alone, so that what the joined sheet names with url() stays where it was.
IMPORTED_SHEET = re.compile(r"""@import\s+["']([\w-]+\.css)["']\s*;""")
# Types name scripts in circles, and Django would follow what looks like an import in a comment for ever.
TYPES = re.compile(r"/\*\*.*?\*/", re.DOTALL)
# Django finds `export * from` with a space in it, and imports that end in a semicolon.
EXPORT_ALL = re.compile(r"""(^|;)export\*(?=from["'])""")


class BrokenSource(ValueError):
    """A script or stylesheet of ours that nothing can be made of; says which and where."""


def prepared(sources: Sources) -> dict[str, tuple[Storage, str]]:
    """The same files under the same names, ours joined and minified."""
    memory = InMemoryStorage()
    ready = dict(sources)
    for name in sources:
        if _is_ours_to_change(name):
            text = _joined(name, sources) if name.endswith(".css") else _text(name, sources)
            memory.save(name, ContentFile(_minified(name, text).encode()))
            ready[name] = (memory, name)
    return ready


def _is_ours_to_change(name: str) -> bool:
    return (
        name.startswith(OUR_FOLDERS)
        and name.endswith(tuple(KINDS))
        and "/vendor/" not in name
        and ".min." not in name
    )


def _joined(name: str, sources: Sources) -> str:
    folder = name.rpartition("/")[0]
    return IMPORTED_SHEET.sub(
        lambda found: _text(f"{folder}/{found[1]}", sources, named_by=name), _text(name, sources)
    )


def _text(name: str, sources: Sources, *, named_by: str = "") -> str:
    if name not in sources:
        raise BrokenSource(f"{named_by} imports {name}, which is not there")
    storage, path = sources[name]
    with storage.open(path) as file:
        text: str = file.read().decode()
    return text


def _minified(name: str, text: str) -> str:
    """As it is on machines that the minifier is not made for: all works, with more bytes."""
    try:
        from minify import MinifyError, string
    except ImportError:
        return TYPES.sub("", text) if name.endswith(".js") else text
    kind = KINDS[name[name.rindex(".") :]]
    try:
        small: str = string(kind, text)
    except MinifyError as error:
        raise BrokenSource(f"{name}: {error}") from error
    if name.endswith(".js"):
        small = EXPORT_ALL.sub(r"\1export * ", small) + ";"
    return small
