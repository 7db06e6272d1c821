"""What the reader has agreed to, with the words they read."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.consents import VERSIONS, ConsentTo
from accounts.models import Consent
from accounts.services.consents import agree
from frontend.acting import AccountRequest
from frontend.views.own import own_patient
from logs.domain.times import local_date

NAMES = {
    ConsentTo.DIARY: gettext_lazy("That my health data is kept"),
    ConsentTo.SHARING: gettext_lazy("What others see whom I let in"),
    ConsentTo.NUMBERS_IN_MAIL: gettext_lazy("Numbers in the weekly email"),
}

# The other one is asked for where it is of use: with the weekly email.
HERE = (ConsentTo.DIARY, ConsentTo.SHARING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """One matter, the words of today, when the reader agreed to them, and to earlier ones."""

    to: ConsentTo
    name: str
    words: str
    on: date | None
    earlier: list[date]


@login_required
@require_safe
def consents(request: AccountRequest) -> HttpResponse:
    patient = own_patient(request)
    rows = list(Consent.objects.of(request.user).newest_first())
    shown = [_agreed(to, rows, patient.time_zone) for to in HERE]
    return render(request, "frontend/consents/consents.html", {"agreed": shown, "nav": "more"})


@login_required
@require_POST
def consent(request: AccountRequest, to: str) -> HttpResponse:
    """To the words as they are now."""
    own_patient(request)
    if to not in HERE:
        raise Http404
    agree(account=request.user, to=ConsentTo(to), now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("consents")


def consent_words(to: ConsentTo) -> str:
    """The words that are asked for now."""
    return render_to_string(f"frontend/consents/{to}-{VERSIONS[to]}.html")


def _agreed(to: ConsentTo, rows: list[Consent], time_zone: str) -> Agreed:
    def day(at: datetime) -> date:
        return local_date(at, time_zone)

    mine = [row for row in rows if row.to == to]
    return Agreed(
        to=to,
        name=str(NAMES[to]),
        words=consent_words(to),
        on=next((day(row.given_at) for row in mine if row.version == VERSIONS[to]), None),
        earlier=[day(row.given_at) for row in mine if row.version != VERSIONS[to]],
    )
