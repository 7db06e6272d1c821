from django.contrib.admin.apps import AdminConfig


class AdminOfOurs(AdminConfig):
    default_site = "fallrisk.admin.Admin"
