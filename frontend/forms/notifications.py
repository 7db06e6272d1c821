from django import forms

from accounts.domain.errors import FieldError
from frontend.forms.errors import as_form_error
from reminders.domain.subscriptions import BrowserSubscription


class SubscriptionForm(forms.Form):
    """Filled in by the browser when its owner said yes."""

    subscription = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_subscription(self) -> BrowserSubscription:
        try:
            return BrowserSubscription.read(self.cleaned_data["subscription"])
        except FieldError as error:
            raise as_form_error(error) from None
