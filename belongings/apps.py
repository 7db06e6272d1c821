from django.apps import AppConfig


class BelongingsConfig(AppConfig):
    name = "belongings"
