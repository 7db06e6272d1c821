"""What a page shows: without the templates of what a phone may say by itself later."""

import re

TEMPLATES = re.compile(r"<template\b.*?</template>", re.DOTALL)


def shown(html: str) -> str:
    return TEMPLATES.sub("", html)
