from django.apps import AppConfig


class LogsConfig(AppConfig):
    name = "logs"

    def ready(self) -> None:
        from logs import signals  # noqa: F401 - connects the receivers
