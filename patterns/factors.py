"""What days are compared by, in the fixed order of every page, and what a symptom entry says of it."""

from accounts.domain.vocabulary import Aid
from ledger.domain.times import local_date
from ledger.domain.vocabulary import Trigger
from patterns.domain.counting import DailyAnswer, Factor, Group, Rule
from symptoms.domain.catalogue import CATALOGUE
from symptoms.domain.vocabulary import Group as PageGroup
from symptoms.domain.vocabulary import Recall, Scale
from symptoms.models import SymptomEntry

TRIGGERS = {code: Factor(group=Group.TRIGGER, code=code, rule=Rule.NAMED) for code in Trigger}
# What is asked about a week belongs to no day.
SYMPTOMS = {
    one.code: Factor(
        group=Group.MEDICINE if one.group == PageGroup.MEDICINE else Group.SYMPTOM,
        code=one.code,
        rule=Rule.NAMED if one.scale == Scale.YES_NO else Rule.MORE_THAN_USUAL,
    )
    for one in CATALOGUE
    if one.recall != Recall.LAST_WEEK
}
AIDS = {code: Factor(group=Group.AID, code=code, rule=Rule.NAMED) for code in Aid if code != Aid.NONE}
FACTORS = (*TRIGGERS.values(), *SYMPTOMS.values(), *AIDS.values())


def daily_answer(entry: SymptomEntry) -> DailyAnswer:
    """A symptom entry as an answer to the daily question; what is null was not asked."""
    told = {
        SYMPTOMS[code]: value
        for code, value in entry.values.items()
        if code in SYMPTOMS and value is not None
    }
    for factors, named in ((TRIGGERS, entry.triggers), (AIDS, entry.aids_in_use)):
        if named is not None:
            told |= {factor: int(code in named) for code, factor in factors.items()}
    return DailyAnswer(
        day=entry.local_date,
        made_at=entry.made_at,
        made_on=local_date(entry.made_at, entry.time_zone),
        told=told,
    )
