"""Django's own commands, for those who work on Colonnade. The office uses `colonnade`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colonnade.settings")
    execute_from_command_line(sys.argv)
