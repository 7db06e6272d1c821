"""What a phone or computer is called where somebody's are listed."""

from django.utils.translation import gettext as _

from reminders.domain.devices import Device
from reminders.models import PushSubscription


def device_words(device: PushSubscription | Device) -> str:
    """ "Chrome on Android", or what is known of that."""
    browser, system = device.browser, device.system
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser without a name")
