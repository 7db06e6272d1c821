from django.db import models

from logs.models.fall import Fall


class PrivateAnswer(models.Model):
    """What the patient alone answered to "Did someone push or hurt you?" about one fall.

    No field of the fall: it has no version, no history, no operation and no way from the fall to it, so
    that nothing which shows, sends or copies falls can take it along. No row is "not answered", and
    also "I would rather not say".
    """

    fall = models.OneToOneField(Fall, on_delete=models.CASCADE, primary_key=True, related_name="+")
    pushed_or_hurt = models.BooleanField()
    for_therapist = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    # When it was last given: therapists whom the patient let in later were not named to them then.
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.fall_id)
