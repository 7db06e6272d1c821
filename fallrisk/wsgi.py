"""The web application, for gunicorn."""

import os

import django

from fallrisk.celery import app as celery_app
from fallrisk.handler import Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fallrisk.settings")

django.setup(set_prefix=False)
application = Handler()

# A worker may wait for messages; a request waits a second at most for a broker that hangs.
celery_app.conf.broker_transport_options["socket_timeout"] = 1
