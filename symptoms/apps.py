from django.apps import AppConfig


class SymptomsConfig(AppConfig):
    name = "symptoms"

    def ready(self) -> None:
        from ledger.signals import lived
        from symptoms.demo import live_with_symptoms

        lived.connect(live_with_symptoms, dispatch_uid="symptoms")
