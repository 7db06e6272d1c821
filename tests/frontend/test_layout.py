"""The page around every screen, and the pages for when something is wrong."""

import re

import pytest
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.utils.translation import override

from tests.shown import shown

ERROR_PAGES = ["403.html", "403_csrf.html", "404.html", "405.html", "429.html", "500.html", "503.html"]


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_needs_nothing_but_itself(name: str) -> None:
    html = shown(render_to_string(name))
    assert html.startswith("<!DOCTYPE html>")
    assert len(re.findall("<h1>", html)) == 1
    assert '<main id="screen"' in html


def test_a_fragment_is_a_title_the_masthead_and_the_screen() -> None:
    html = render_to_string("404.html", {"layout": "frontend/fragment.html", "app_name": "Footing"})
    assert html.strip().startswith("<title>Page not found – Footing</title>")
    assert '<div id="masthead"' in html
    assert "<html" not in html
    assert "<link" not in html


def test_a_page_holds_no_inline_style_or_script() -> None:
    html = render_to_string("404.html")
    assert "style=" not in html
    assert "<style" not in html
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_htmx_never_evaluates_text_and_swaps_a_refused_form() -> None:
    html = render_to_string("404.html")
    assert '"allowEval":false' in html
    assert '{"code":"422","swap":true}' in html


def test_a_right_to_left_language_turns_the_page() -> None:
    with override("ar"):
        assert '<html lang="ar" dir="rtl">' in render_to_string("404.html")


def test_a_message_with_an_address_can_be_undone() -> None:
    undoable = Message(25, "Saved.", extra_tags="/falls/9/withdrawal/")
    html = shown(render_to_string("404.html", {"messages": [undoable], "csrf_token": "token"}))
    assert '<form method="post" action="/falls/9/withdrawal/">' in html
    assert "Undo" in html


def test_a_message_without_an_address_only_says_what_happened() -> None:
    html = shown(
        render_to_string(
            "404.html", {"messages": [Message(40, "That code has run out.", extra_tags="account")]}
        )
    )
    assert "saved-warning" in html
    assert "Undo" not in html
