"""What people copy: requests that work, and an answer with its units."""

from drf_spectacular.utils import OpenApiExample

ENTRY = "7d444840-9dc0-41d1-b245-5ffdce74fad2"
OTHER_ENTRY = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
CHANGE = "6fa459ea-ee8a-4ca4-894e-db77e160355e"

NEW_FALL = OpenApiExample(
    "A fall in the kitchen",
    value={
        "entry_id": ENTRY,
        "kind": "fall",
        "occurred_at": "2026-03-28T14:05:00+01:00",
        "precision": "exact",
        "landed_on_floor": True,
        "place": "kitchen",
        "mechanisms": ["lost_balance"],
        "injuries": ["bruise"],
        "head_strike": "no",
        "got_up": "alone",
    },
    request_only=True,
)
FALL_CHANGE = OpenApiExample("Where it was", value={"version": 1, "place": "bathroom"}, request_only=True)
NEW_SYMPTOMS = OpenApiExample(
    "Three answers, and one that was left open",
    value={
        "entry_id": OTHER_ENTRY,
        "occurred_at": "2026-03-28T18:05:00+01:00",
        "values": {"fatigue": 6, "pain": 0, "spasm_frequency": 2, "numbness": None},
        "areas": {"pain": []},
        "triggers": ["hot_weather"],
        "aids_in_use": [],
    },
    request_only=True,
)
SYMPTOM_CHANGE = OpenApiExample(
    "More tired", value={"version": 1, "values": {"fatigue": 7}}, request_only=True
)
PINS = OpenApiExample("Two questions a day", value={"codes": ["fatigue", "pain"]}, request_only=True)
QUIET_DAY = OpenApiExample("No falls that day", value={"answer": "no_falls"}, request_only=True)
NEW_SWEEP = OpenApiExample(
    "No falls for three days",
    value={"entry_id": OTHER_ENTRY, "first": "2026-03-25", "last": "2026-03-27", "answer": "no_falls"},
    request_only=True,
)
OUTBOX = OpenApiExample(
    "A phone that has signal again",
    value={
        "sent_at": "2026-03-28T18:00:00+01:00",
        "operations": [
            {
                "type": "fall",
                "entry_id": ENTRY,
                "kind": "fall",
                "occurred_at": "2026-03-28T14:05:00+01:00",
                "made_at": "2026-03-28T14:05:00+01:00",
            },
            {
                "type": "fall_change",
                "op_id": CHANGE,
                "entry_id": ENTRY,
                "base": 1,
                "set": {"place": "kitchen"},
            },
        ],
    },
    request_only=True,
)
NEW_INVITATION = OpenApiExample(
    "A therapist, until the end of the year",
    value={"for": "person", "role": "therapist", "scopes": ["falls", "notes"], "ends_on": "2030-12-31"},
    request_only=True,
)
PROFILE = OpenApiExample(
    "For the safety screen",
    value={"blood_thinner": "yes", "person_name": "Carl", "person_number": "+49 30 123456"},
    request_only=True,
)
RATES = OpenApiExample(
    "Three falls in 84 observed days",
    value={
        "results": [
            {
                "window": "3_months",
                "first": "2026-01-01",
                "last": "2026-03-31",
                "complete": True,
                "falls": 3,
                "rated_falls": 3,
                "injurious_falls": 1,
                "near_falls": 4,
                "observed_days": 84,
                "enrolled_days": 90,
                "excluded_days": 0,
                "coverage": 0.9333333333333333,
                "rate": 1.0870535714285714,
                "rate_low": 0.22417580461542486,
                "rate_high": 3.1768178373163126,
                "why_no_rate": None,
                "rate_floor": 1.0145833333333334,
                "population_baseline": 1.0,
                "against_population": "not_distinguishable",
                "personal_baseline": None,
                "against_personal": None,
                "method": "1",
                "computed_at": "2026-04-08T00:01:00+00:00",
            }
        ],
        "next": None,
        "previous": None,
    },
    response_only=True,
)
NEW_WALK = OpenApiExample(
    "Ten minutes through the home",
    value={"entry_id": ENTRY, "checklist": "home", "kind": "quick"},
    request_only=True,
)
WALK_ANSWER = OpenApiExample(
    "The bathroom needs a rail",
    value={"answer": "needs_work", "note": "Only the towel bar to hold on to."},
    request_only=True,
)
ADVICE_DONE = OpenApiExample(
    "The rail is there",
    value={"state": "done", "on": "2026-03-28", "note": "Fitted by the clinic."},
    request_only=True,
)
