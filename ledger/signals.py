"""What rooms side by side tell each other without knowing one another."""

from django.dispatch import Signal

# Invented people have lived through their days. `lives`: (patient, their days, those of them with a fall),
# in the order of the people; `number` of the first one; `seed`: of their stories; `now`.
lived = Signal()
