from django import forms

from caseload.timeline import MOST_SKIPPED
from frontend.timeline_rows import KIND_WORDS


class TimelineForm(forms.Form):
    """What of a time line is looked at, and from where on."""

    show = forms.MultipleChoiceField(
        required=False,
        choices=[(str(kind), words) for kind, words in KIND_WORDS.items()],
    )
    until = forms.DateField(required=False)
    skip = forms.IntegerField(required=False, min_value=0, max_value=MOST_SKIPPED)
