"""Everything that is kept about people: whose it is, what an archive has of it, and how it goes.

A model without an entry fails a test, and so does a link to an account that no entry names. Export and
erasure read nothing but this list.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model, Q

from accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """One model.

    `whose`: the way from a row to its account; empty where rows are nobody's.
    `file`: what the archive calls it; else `why_not` says why it is not in there.
    `hides`: columns that no archive has. `names`: links to accounts that are let go when those accounts are
    erased, while the row stays. `also`: a second way to rows that go.
    """

    model: str
    whose: str = ""
    file: str = ""
    why_not: str = ""
    hides: Sequence[str] = ()
    names: Sequence[str] = ()
    also: str = ""

    @property
    def kept_in(self) -> type[Model]:
        return apps.get_model(self.model)

    def rows_of(self, account: User) -> Q:
        """Those that are the account's, as a condition."""
        of_account = Q(**{self.whose: account.pk})
        return of_account | Q(**{self.also: account.pk}) if self.also else of_account


def _(model: str, whose: str = "", file: str = "", **more: object) -> Belonging:
    return Belonging(model=model, whose=whose, file=file, **more)  # type: ignore[arg-type]


NOBODYS = "It is about nobody."
OPENS = "It opens something, and is worth nothing elsewhere."
OF_A_CLINIC = "A clinic's own words for its staff; the clinic answers who asks to read them."

# In the order in which they can be made again: what others point to comes first. Erased from below.
REGISTRY: tuple[Belonging, ...] = (
    _("accounts.User", "pk", "account", hides=("password", "audit_key", "sign_outs")),
    _("account.EmailAddress", "user", "addresses"),
    _("account.EmailConfirmation", "email_address__user", why_not=OPENS),
    _("accounts.Consent", "account", "consents"),
    _("mfa.Authenticator", "user", why_not=OPENS),
    _("usersessions.UserSession", "user", why_not=OPENS),
    _("accounts.Therapist", "user", "therapist"),
    _("accounts.Patient", "user", "profile"),
    _("accounts.ApiToken", "account", "programs", hides=("key_hash",)),
    _("accounts.AccountMail", "account", why_not="It goes when it is sent, and tells nothing new."),
    _("accounts.WrongCodeTry", "account", why_not="A limit, forgotten after a day."),
    _("accounts.ClinicMember", "account", "clinics"),
    _("accounts.ClinicInvitation", "made_by", why_not=OPENS),
    _("accounts.CareLink", "patient__user", "people", also="person"),
    _("accounts.CareInvitation", "patient__user", why_not=OPENS),
    _("reminders.PushSubscription", "account", "notifications", hides=("endpoint", "p256dh", "auth")),
    _("reminders.DigestChoice", "account", "weekly_digest"),
    _("reminders.ReminderChoice", "account", "reminders"),
    _(
        "reminders.Delivery",
        "account",
        "messages_sent",
        hides=("claim", "claimed_until", "letter", "held_since", "at_once"),
    ),
    _("reminders.DeadAddress", "account", "addresses_off"),
    _("belongings.Export", "account", why_not="The archive itself."),
    _("admin.LogEntry", "user", why_not="What an admin did about accounts, by their keys."),
    _("ledger.Operation", "patient__user", "operations", names=("made_by",)),
    _("logs.DiaryDay", "patient__user", "diary_days", names=("given_by",)),
    _("logs.Fall", "patient__user", "falls", names=("made_by",)),
    _("logs.FallVersion", "fall__patient__user", "fall_versions", names=("made_by",)),
    _("logs.PrivateAnswer", "fall__patient__user", "private_answers"),
    _("logs.FallRate", "patient__user", "rates"),
    _("logs.DirtyMonth", "patient__user", why_not="Work of ours that waits."),
    _("symptoms.SymptomEntry", "patient__user", "symptoms", names=("made_by",)),
    _("symptoms.SymptomVersion", "entry__patient__user", "symptom_versions", names=("made_by",)),
    _("symptoms.SymptomPin", "patient__user", "symptom_pins"),
    _("symptoms.WeeklyCheck", "patient__user", "weekly_checks", names=("made_by",)),
    _("checklists.Home", "patient__user", "homes"),
    _(
        "checklists.Assessment",
        "patient__user",
        "assessments",
        names=("made_by", "reviewed_by"),
    ),
    _(
        "checklists.Answer",
        "assessment__patient__user",
        "assessment_answers",
        names=("note_by", "made_by", "decided_by"),
    ),
    _("checklists.Hazard", "patient__user", "hazards"),
    _("checklists.HazardEvent", "hazard__patient__user", "hazard_events", names=("by",)),
    _("checklists.Recommendation", "hazard__patient__user", "recommendations", names=("issued_by",)),
    _("checklists.Photo", "patient__user", "photos", names=("made_by",), hides=("file",)),
    _("treatments.Medicine", "patient__user", "medicines", names=("made_by",)),
    _("treatments.SideEffect", "patient__user", "side_effects", names=("made_by",)),
    _("treatments.AidPeriod", "patient__user", "aids", names=("made_by",)),
    _("treatments.ExerciseEntry", "patient__user", "exercise", names=("made_by",)),
    _("reports.ReportQuestion", "patient__user", "report_questions"),
    _("reports.ReportLink", "patient__user", why_not=OPENS),
    _("caseload.Contact", "patient__user", why_not=OF_A_CLINIC, names=("made_by", "handed_to")),
    _("caseload.WeaknessOrigin", "patient__user", "weakness_origins", names=("made_by",)),
    _("caseload.KnownAs", "patient__user", why_not=OF_A_CLINIC),
    # Keys that point to nobody once the account is gone; the trail itself stays as it was.
    _("accounts.AuditEvent", why_not="Read as who_looked.json, by the account's key."),
    # Sessions are found by what is in them, and erased so (belongings.services.erasing).
    _("sessions.Session", why_not=OPENS),
    *(
        _(model, why_not=NOBODYS)
        for model in (
            "accounts.Clinic",
            "auth.Group",
            "auth.Permission",
            "belongings.Tombstone",
            "checklists.Checklist",
            "checklists.ChecklistItem",
            "checklists.ClinicChoices",
            "checklists.Snippet",
            "contenttypes.ContentType",
            "monitoring.Heartbeat",
            "monitoring.Watch",
            "reminders.MailMinute",
            "reminders.PlannerRun",
            "reminders.SendingPause",
            "reminders.VapidKey",
        )
    ),
)


def owned() -> Iterator[Belonging]:
    """What belongs to somebody, in the order in which it can be made again."""
    return (belonging for belonging in REGISTRY if belonging.whose)
