from django.db import migrations, models
from django.db.models import Q

STATES = ["waiting", "sent", "dropped", "failed"]
CHANNELS = ["", "mail", "push"]
BEFORE = [
    "", "ended", "unsubscribed", "no_address", "nothing_to_say", "settled", "not_allowed", "enough_today",
    "paused", "too_late", "refused", "gave_up", "broken",
]  # fmt: skip


def words(*whys: str) -> models.CheckConstraint:
    known = Q(channel__in=CHANNELS, state__in=STATES, why__in=whys)
    return models.CheckConstraint(condition=known, name="known_words_of_deliveries")


class Migration(migrations.Migration):
    dependencies = [("reminders", "0005_pauses_and_planner_runs")]

    operations = [
        migrations.RemoveConstraint("delivery", "known_words_of_deliveries"),
        migrations.AddConstraint("delivery", words(*BEFORE[:-1], "came_back", BEFORE[-1])),
    ]
