"""Medicines as FHIR R4: kinds of medicine in codes of our own, and no dose, because none is kept."""

from collections.abc import Iterator
from typing import Any

from accounts.models import Patient
from treatments.models import Medicine

MEDICINE_CLASSES = "urn:fallrisk:diary:medicine_class"


def medication_statements(patient: Patient) -> Iterator[dict[str, Any]]:
    """One for each medicine that was not taken back; told by the patient."""
    for medicine in Medicine.objects.active().filter(patient=patient).order_by("pk"):
        told: dict[str, Any] = {
            "resourceType": "MedicationStatement",
            "id": str(medicine.public_id),
            "status": "active" if medicine.is_current else "stopped",
            "medicationCodeableConcept": {
                "coding": [{"system": MEDICINE_CLASSES, "code": medicine.medicine_class}],
                "text": medicine.own_name or medicine.medicine_class.replace("_", " "),
            },
            "subject": {"reference": f"urn:uuid:{patient.public_id}"},
            "dateAsserted": medicine.made_at.isoformat(),
        }
        period = {
            name: day.isoformat()
            for name, day in (("start", medicine.started_on), ("end", medicine.stopped_on))
            if day is not None
        }
        if period:
            told["effectivePeriod"] = period
        yield told
