from django.apps import AppConfig
from django.conf import settings


class MonitoringConfig(AppConfig):
    name = "monitoring"

    def ready(self) -> None:
        if settings.METRICS:
            from monitoring import task_figures  # noqa: F401 - its receivers
