"""The log's shell as the pages that a phone makes of it: each template in the place where it is shown."""

import re
from collections.abc import Iterator

TEMPLATE = re.compile(r'<template [^>]*?(?:id|data-slug)="([^"]+)"[^>]*>(.*?)</template>', re.DOTALL)
SCREEN = re.compile(r"(<main [^>]*>).*?(</main>)", re.DOTALL)
# Their words come from the phone.
EMPTY = re.compile(r"<(h1|button|span)( [^>]*)?></\1>")


def without_templates(page: str) -> str:
    return TEMPLATE.sub("", page)


def screens_of(shell: str) -> Iterator[tuple[str, str]]:
    """The name of each template, and a page that shows it alone; and the shell as it comes."""
    without = without_templates(shell)
    yield "shell", without
    for name, content in TEMPLATE.findall(shell):
        filled = EMPTY.sub(r"<\1\2>Words</\1>", content)
        if filled.lstrip().startswith("<li"):
            filled = f'<ul class="rows">{filled}</ul>'
        yield name, SCREEN.sub(lambda main, shown=filled: f"{main[1]}{shown}{main[2]}", without)  # type: ignore[misc]
