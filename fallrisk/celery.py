"""The Celery application, and when its periodic work is due.

The database is the outbox: whatever is promised is a row first, and these beats find the rows that
nobody has dealt with yet. A lost message costs time, never work.
"""

import os

from celery import Celery
from celery.schedules import crontab

from monitoring.beating import WorkerHeart

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fallrisk.settings")

app = Celery("fallrisk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(WorkerHeart)

app.conf.beat_schedule = {
    "rates left dirty": {"task": "logs.tasks.refresh_dirty_rates", "schedule": 60.0},
    # Midnight comes at every hour of the day somewhere, in some zones at a quarter past.
    "rates of patients whose day has ended": {
        "task": "logs.tasks.refresh_rates_after_midnight",
        "schedule": crontab(minute="1,16,31,46"),
    },
    "nightly pass over all rates": {
        "task": "logs.tasks.refresh_all_rates",
        "schedule": crontab(hour="2", minute="30"),
    },
    "what nobody needs any more": {
        "task": "accounts.tasks.clean_up_accounts",
        "schedule": crontab(hour="3", minute="30"),
    },
    "links to reports that are long dead": {
        "task": "reports.tasks.clean_up_reports",
        "schedule": crontab(hour="3", minute="40"),
    },
    "photos kept long enough": {
        "task": "checklists.tasks.remove_old_photos",
        "schedule": crontab(hour="3", minute="15"),
    },
    "heartbeats of yesterday": {
        "task": "monitoring.tasks.forget_heartbeats",
        "schedule": crontab(hour="3", minute="45"),
    },
    "accounts whose days of grace are over": {
        "task": "belongings.tasks.erase_due_accounts",
        "schedule": 60.0,
    },
    "archives left unmade": {"task": "belongings.tasks.make_waiting_exports", "schedule": 60.0},
    "archives that no row names": {
        "task": "belongings.tasks.remove_left_archives",
        "schedule": crontab(minute="7"),
    },
    "digests whose morning has come": {"task": "reminders.tasks.promise_due_digests", "schedule": 60.0},
    "evenings whose hour has come": {"task": "reminders.tasks.promise_due_evenings", "schedule": 60.0},
    "what a fall, a week or a walk asks for": {
        "task": "reminders.tasks.promise_due_reminders",
        "schedule": crontab(minute="*/5"),
    },
    "patients without reminders": {
        "task": "reminders.tasks.give_patients_their_reminders",
        "schedule": crontab(minute="3,18,33,48"),
    },
    "what was promised": {"task": "reminders.tasks.start_sending", "schedule": 60.0},
    "readers without a digest": {
        "task": "reminders.tasks.give_new_readers_a_digest",
        "schedule": crontab(minute="37"),
    },
    "promises kept long enough": {
        "task": "reminders.tasks.clean_up_deliveries",
        "schedule": crontab(hour="3", minute="20"),
    },
    "account mails left unsent": {"task": "accounts.tasks.send_waiting_mails", "schedule": 60.0},
}
