#!/usr/bin/env python
"""Django's command line for fallrisk."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fallrisk.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong_setting:
        sys.exit(str(wrong_setting))


if __name__ == "__main__":
    main()
