from django.urls import path

from bench.bare.views import Falls

urlpatterns = [path("api/v1/falls/", Falls.as_view())]
