"""Which passwords are guessed by whoever knows what they open."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

# Words of this product and of what it is for (ASVS 5.0, 6.1.2).
WORDS = ("fallrisk", "falls", "fall", "diary", "sclerosis", "multiple", "password")
LEAST_BESIDE = 6  # letters and digits


class NotThisProduct:
    """Refuses a password that is little more than the product's name or words of what it is for."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError."""
        rest = password.casefold()
        for word in sorted((settings.APP_NAME.casefold(), *WORDS), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(re.sub(r"[\W_]", "", rest)) < LEAST_BESIDE and rest != password.casefold():
            raise ValidationError(
                _("Strangers try words like “%(name)s” first. Add words of your own.")
                % {"name": settings.APP_NAME},
                code="password_of_this_product",
            )

    def get_help_text(self) -> str:
        return _("Not only words like “%(name)s”.") % {"name": settings.APP_NAME}
