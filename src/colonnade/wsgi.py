"""The office as a web server sees it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colonnade.settings")

application = get_wsgi_application()

if os.environ.get("COLONNADE_WORK") == "1":  # set by `colonnade serve`: one command is a whole office
    from colonnade.web.work import work_beside_requests

    work_beside_requests()
