"""HTML of mails: each rule of its stylesheet moved to what it is about, because many mail programs drop
stylesheets. Once for a template, not for each mail: what Django fills in is hidden meanwhile."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.template import engines
from django.template.loader import get_template

FILLED_IN = re.compile(r"{%.*?%}|{{.*?}}")
HIDDEN = re.compile(r"<!--filled-(\d+)-->|filled-(\d+)-")


def mail_page(template: str, context: Mapping[str, object]) -> str:
    return str(_inlined(template).render(dict(context)))


@cache
def _inlined(template: str) -> Any:  # noqa: ANN401 - Django's own has no public name
    # What dark and narrow screens ask for stays a stylesheet: it can stand nowhere else.
    from css_inline import CSSInliner

    source = get_template(template).template.source  # type: ignore[attr-defined]  # a template of Django's
    filled_in: list[str] = []

    def hide(found: re.Match[str]) -> str:
        """A comment may stand in a table, where words may not; in an attribute only words may."""
        filled_in.append(found[0])
        number = len(filled_in) - 1
        return f"<!--filled-{number}-->" if found[0].startswith("{%") else f"filled-{number}-"

    inliner = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    page = inliner.inline(FILLED_IN.sub(hide, source))
    return engines["django"].from_string(HIDDEN.sub(lambda found: filled_in[int(found[1] or found[2])], page))
