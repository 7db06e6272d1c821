#!/usr/bin/python3
"""The smallest browser around WebKit that WebDriver can drive and that keeps what its pages store.

WebKit's own test browser forgets everything when it ends, service workers and IndexedDB included; a phone
that was switched off does not. Runs with Debian's Python, which has the bindings.

Usage: keeping_browser.py PROFILE_FOLDER
"""

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402  # versions are chosen first

from launch.lifeline import die_with_parent  # noqa: E402

# What WebDriver is asked for by Selenium; it starts nothing that is called otherwise.
NAME = "MiniBrowser"
WIDTH, HEIGHT = 390, 844  # an iPhone's, of the middle size


def main(profile: str) -> None:
    die_with_parent()
    kept = WebKit2.WebsiteDataManager(
        base_data_directory=f"{profile}/data", base_cache_directory=f"{profile}/cache"
    )
    context = WebKit2.WebContext(website_data_manager=kept)
    context.get_cookie_manager().set_persistent_storage(
        f"{profile}/cookies.sqlite", WebKit2.CookiePersistentStorage.SQLITE
    )
    context.set_automation_allowed(True)
    context.connect("automation-started", _let_in)
    Gtk.main()


def _let_in(context: WebKit2.WebContext, session: WebKit2.AutomationSession) -> None:
    information = WebKit2.ApplicationInfo()
    information.set_name(NAME)
    version = (WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    information.set_version(*version)
    session.set_application_info(information)
    session.connect("create-web-view", lambda _session: _new_window(context))


def _new_window(context: WebKit2.WebContext) -> WebKit2.WebView:
    page = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
    window = Gtk.Window()
    window.set_default_size(WIDTH, HEIGHT)
    window.add(page)
    window.show_all()
    return page


if __name__ == "__main__":
    main(sys.argv[1])
