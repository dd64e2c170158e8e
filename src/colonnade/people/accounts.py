"""Who may have an account: whoever the office gives one to, and nobody by signing up."""

from allauth.account.adapter import DefaultAccountAdapter


class OfficeAccounts(DefaultAccountAdapter):
    """Accounts are made at the desk. A stranger registers for an event without one."""

    def is_open_for_signup(self, request):
        return False
