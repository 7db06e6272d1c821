"""How much harm a fall did: derived from what was answered, never typed."""

from collections.abc import Collection

from logs.domain.vocabulary import Care, Injury, InjuryGrade, Kind

# Campbell & Robertson, in Schwenk 2012 (BMC Med Res Methodol 12:50): a fracture, a hospital
# admission or stitches.
SERIOUS_CARE = frozenset({Care.FRACTURE_CONFIRMED, Care.ADMITTED, Care.STITCHES})

# The same source: "sought medical help". Looking after oneself is none.
MEDICAL_HELP = frozenset(
    {
        Care.PHONE_ADVICE,
        Care.CLINIC,
        Care.URGENT_CARE,
        Care.EMERGENCY_DEPARTMENT,
        Care.AMBULANCE,
    }
)

# Hopkins Falls Grading Scale (Davalos-Bichara 2013, PMC3867809): medical attention; a fracture
# that is confirmed and stitches were both somebody's work.
MEDICAL_ATTENTION = MEDICAL_HELP | {Care.STITCHES, Care.FRACTURE_CONFIRMED}
HOPKINS_NEAR_FALL = 1
HOPKINS_NO_ATTENTION = 2
HOPKINS_ATTENTION = 3
HOPKINS_ADMITTED = 4


def injury_grade(
    *,
    injuries: Collection[Injury] | None,
    care: Collection[Care] | None,
    function_loss: bool | None = None,
) -> InjuryGrade | None:
    """None where no question was answered (Schwenk 2012, after Campbell & Robertson).

    An empty list answers nothing: the answer for nothing is `none`. `function_loss`: less was possible three
    days later, which alone is moderate.
    """
    if not injuries and not care and not function_loss:
        return None
    if SERIOUS_CARE.intersection(care or ()):
        return InjuryGrade.SERIOUS
    hurt = any(injury is not Injury.NONE for injury in injuries or ())
    if hurt or function_loss or MEDICAL_HELP.intersection(care or ()):
        return InjuryGrade.MODERATE
    return InjuryGrade.NONE


# The grades of an injurious fall: any injury, or medical care sought.
INJURIOUS = frozenset({InjuryGrade.MODERATE, InjuryGrade.SERIOUS})


def hopkins_grade(*, kind: Kind, care: Collection[Care] | None) -> int | None:
    """1 near fall, 2 fall, 3 with medical attention, 4 admitted; None where care was not asked."""
    if kind is Kind.NEAR_FALL:
        return HOPKINS_NEAR_FALL
    if not care:
        return None
    if Care.ADMITTED in care:
        return HOPKINS_ADMITTED
    return HOPKINS_ATTENTION if MEDICAL_ATTENTION.intersection(care) else HOPKINS_NO_ATTENTION
