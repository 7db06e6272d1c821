from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.forms.accounts import SignInForm


def welcome(request: HttpRequest) -> HttpResponse:
    """Home of somebody who is not signed in: what this is, and the way in."""
    return render(request, "frontend/accounts/welcome.html", {"form": SignInForm(request=request)})
