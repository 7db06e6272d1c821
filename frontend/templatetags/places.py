"""The navigation: the few places a person has, the current one marked."""

from typing import Any, TypedDict

from django import template
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()

# Name of the URL and of the place -> its word.
PATIENT: dict[str, Promise] = {
    "home": _("Home"),
    "diary": _("Diary"),
    "my_home": _("My home"),
    "more": _("More"),
}
CARER: dict[str, Promise] = {"patients": _("Patients"), "people": _("People"), "more": _("More")}
THERAPIST: dict[str, Promise] = {
    "patients": _("Today"),
    "reviews": _("Reviews"),
    "people": _("People"),
    "more": _("More"),
}


class Place(TypedDict):
    """One entry of the navigation."""

    url: str
    label: Promise
    current: bool


@register.inclusion_tag("frontend/parts/places.html", takes_context=True)
def places(context: Context) -> dict[str, list[Place]]:
    """The places of the person who is signed in; none where nothing is open to them any more."""
    user: Any = context.get("user")  # AnonymousUser or our own model, which this package does not know
    if user is None or not user.is_authenticated or user.is_leaving:
        return {"places": []}
    words = PATIENT if user.is_patient else THERAPIST if user.is_therapist else CARER
    here = context.get("nav") or ""
    # What lies under "More" keeps it marked.
    current = here if here in words or not here else "more"
    found = [Place(url=_address(name), label=words[name], current=name == current) for name in words]
    return {"places": [place for place in found if place["url"]]}


def _address(name: str) -> str:
    """Address of a place, empty where this installation does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
