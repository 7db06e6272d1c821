from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> "User":
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, *, name: str = "") -> "User":
        user = self.create_user(email, password, name=name)
        user.is_staff = user.is_superuser = True
        user.save(update_fields=["is_staff", "is_superuser"])
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """An account. What it may do is a matter of capabilities: a nurse with MS is patient and therapist.

    Addresses may repeat until one of their accounts has confirmed it: refusing a second one would
    tell a stranger who has an account here.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    # Stands for the person in the audit trail, so that erasing the account needs no change there.
    audit_key = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(_("email"), db_index=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    is_staff = models.BooleanField(_("admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    # When the person asked to be erased. From then on nothing is open to them but taking it back.
    leaving_since = models.DateTimeField(null=True, editable=False)
    # How often the account was signed out everywhere at once; each time ends all its sessions.
    sign_outs = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return str(self.public_id)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's own, and another one after each sign-out everywhere."""
        usual = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]  # Django's, not in its stubs
        if not self.sign_outs:
            return str(usual)
        return salted_hmac("accounts.sign_outs", f"{usual} {self.sign_outs}", secret=secret).hexdigest()

    @property
    def is_leaving(self) -> bool:
        return self.leaving_since is not None

    @property
    def is_patient(self) -> bool:
        return hasattr(self, "patient")

    @property
    def is_therapist(self) -> bool:
        return hasattr(self, "therapist")


def display_name(user: User) -> str:
    return user.name or str(_("Someone without a name"))
