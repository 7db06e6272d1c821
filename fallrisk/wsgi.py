"""The web application, for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from fallrisk.celery import app as celery_app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fallrisk.settings")

application = get_wsgi_application()

# A worker may wait for messages; a request waits a second at most for a broker that hangs.
celery_app.conf.broker_transport_options["socket_timeout"] = 1
