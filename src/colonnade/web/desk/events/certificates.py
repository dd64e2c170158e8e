"""Certificates of an event at the desk: order them, watch them being issued, revoke one, reissue one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages

from colonnade.capacity.actions import order_certificates, reissue_certificate, revoke_certificate
from colonnade.capacity.models import Certificate, CertificateBatch, CertificateKind
from colonnade.capacity.queries import batch_progress, entitled, without_certificate
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.web.desk.events.workspace import EventPage
from colonnade.web.desk.rights import may_see
from colonnade.web.events.certificates import pdf_response

SHOWN = 200


def may_issue(user) -> bool:
    """May the account issue and revoke? No form changes a certificate, so the record's own policy knows readers only."""
    return user.has_perm("capacity.change_certificate")


class ReasonForm(forms.Form):
    """Why a certificate ends, and for a new one the name to print."""

    because = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
    name = forms.CharField(
        label=gettext_lazy("Name to be printed"), max_length=200, required=False,
        help_text=gettext_lazy("Only where it differs from the name in the record."),
    )  # fmt: skip


class CertificatesPage(EventPage):
    """Who is entitled, what is being issued, and every certificate there is."""

    tab = "event_certificates"
    right_on = Certificate
    template_name = "desk/events/certificates.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        event = self.event
        kinds = self._kinds()
        rows = standing(Certificate.objects).filter(participation__event=event).select_related(
            "participation__person", "participation__country", "replaces", "replaced_by"
        )  # fmt: skip
        words = self.request.GET.get("q", "").strip()
        if words:
            rows = rows.filter(name__icontains=words) | rows.filter(code__icontains=words)
        waiting = batch_progress(event)
        return super().get_context_data(
            kinds=kinds,
            total=rows.count(),
            rows=rows.order_by("name", "-code")[:SHOWN],
            shown=SHOWN,
            words=words,
            batches=event.certificate_batches.select_related("ordered_by")[:10],
            waiting=waiting,
            changes=may_issue(self.request.user),
            form=kwargs.pop("form", ReasonForm()),
            **kwargs,
        )

    def _kinds(self) -> list[dict[str, Any]]:
        """For each kind the event issues: how many are entitled, how many of them have none."""
        event = self.event
        issued = {
            "": (), CertificateKind.PARTICIPATION: (CertificateKind.PARTICIPATION,),
            CertificateKind.COMPLETION: (CertificateKind.PARTICIPATION, CertificateKind.COMPLETION),
        }[event.certificate_kind]  # fmt: skip
        return [
            {
                "kind": CertificateKind(kind),
                "entitled": entitled(event, kind).count(),
                "without": without_certificate(event, kind).count(),
            }
            for kind in issued
        ]

    def post(self, request, *args, **kwargs):
        if not may_issue(self.request.user):
            raise PermissionDenied
        try:
            self._do(request.POST)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("event_certificates", self.event.pk)

    def _do(self, told) -> None:
        if "order" in told:
            batch = order_certificates(event=self.event, kind=told["order"], member=self.request.user)
            messages.success(
                self.request,
                _("%(total)s certificates are ordered. You may leave this page.") % {"total": batch.total},
            )
            return
        held = get_object_or_404(Certificate, pk=told.get("certificate"), participation__event=self.event)
        form = ReasonForm(told)
        if not form.is_valid():
            raise Refused(_("Say why: the reason is kept with the certificate."))
        if told.get("act") == "revoke":
            revoke_certificate(certificate=held, because=form.cleaned_data["because"])
            messages.success(self.request, _("%(code)s is revoked.") % {"code": held.code})
        else:
            new = reissue_certificate(certificate=held, **form.cleaned_data)
            messages.success(
                self.request, _("%(old)s is replaced by %(new)s.") % {"old": held.code, "new": new.code}
            )


class CertificatePaper(View):
    """A certificate as its holder has it."""

    def get(self, request, pk: int):
        if not may_see(request.user, Certificate):
            raise PermissionDenied
        return pdf_response(get_object_or_404(Certificate, pk=pk))


class BatchFile(View):
    """All certificates of a batch, for the printer."""

    def get(self, request, pk: int):
        if not may_issue(request.user):
            raise PermissionDenied
        batch = get_object_or_404(CertificateBatch, pk=pk)
        if not batch.file:
            raise Http404
        return FileResponse(
            batch.file.open("rb"), as_attachment=True, filename=batch.file.name.rsplit("/", 1)[-1]
        )


URLS = [
    path("<int:pk>/certificates/", CertificatesPage.as_view(), name="event_certificates"),
    path("certificates/<int:pk>/paper/", CertificatePaper.as_view(), name="certificate_paper"),
    path("certificates/batches/<int:pk>/", BatchFile.as_view(), name="certificate_batch"),
]
