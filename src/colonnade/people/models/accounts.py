"""The accounts of those who work here."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class Account(AbstractUser):
    """A member of staff who signs in. An account is not a person of the record, and need not be one."""

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
