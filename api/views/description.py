"""The description of the JSON door: for programs, and for people who write them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page, require_safe
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from api.schema import openapi
from api.views.base import JsonView


class Schema(JsonView):
    schema = None
    authentication_classes = []
    permission_classes = [AllowAny]

    @method_decorator(conditional_page)
    def get(self, request: Request) -> Response:
        """OpenAPI 3.1."""
        return Response(openapi())


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same to read and to try."""
    return render(request, "api/docs.html", {"app_name": settings.APP_NAME})
