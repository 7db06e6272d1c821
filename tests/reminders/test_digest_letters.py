"""The weekly email as it arrives: private unless its reader agreed to numbers, and true when it leaves."""

import logging
import re
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from io import BytesIO

import pytest
from allauth.account.models import EmailAddress
from PIL import Image
from pytest_django.fixtures import Settings

from accounts.domain.consents import ConsentTo
from accounts.domain.vocabulary import Role, Scope
from accounts.models import AuditEvent, Consent, User
from accounts.services.care_links import end_care_link
from logs.rates import refresh_rates
from reminders.domain.kinds import State, Why
from reminders.models import Delivery, DigestChoice
from reminders.services import delivering
from reminders.services.claiming import LEASE
from reminders.services.delivering import deliver_due
from reminders.services.digest_choices import change_choice, hide_numbers, show_numbers
from reminders.services.digest_examples import promise_example
from reminders.services.digest_letters import digest_letter
from reminders.services.digests import promise_digests
from reminders.services.letters import Letter
from reminders.services.unsubscribing import read_token, unsubscribe
from tests.people import make_account, make_caregiver, make_link, make_patient, make_therapist, quiet_days
from tests.reminders.promises import Clock, clock_at, reads_on_mondays
from tests.reminders.weeks_of_anna import MORNING, anna_and_her_weeks, monday_morning
from tests.servers.smtp import SmtpBox

__all__ = ["monday_morning"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_morning")]

HEADLINE = "No falls and 3 near falls on 5 of 7 days."


@pytest.fixture
def clock() -> Clock:
    return clock_at(MORNING)


def due(account: User, *, numbers: bool = False) -> Delivery:
    reads_on_mondays(account, numbers=numbers)
    promise_digests(now=MORNING.replace(hour=9))
    Delivery.objects.update(next_try_at=MORNING)
    return Delivery.objects.get(account=account)


def letter_to(account: User, *, numbers: bool = False) -> Letter:
    letter = digest_letter(due(account, numbers=numbers), MORNING)
    assert isinstance(letter, Letter)
    return letter


def parts(mail: EmailMessage) -> dict[str, bytes]:
    """What is in them, by their kind."""
    return {
        part.get_content_type(): bytes(part.get_payload(decode=True))
        for part in mail.walk()
        if not part.is_multipart()
    }


def words(mail: EmailMessage, kind: str) -> str:
    return parts(mail)[kind].decode()


def test_the_mail_says_nothing_of_annas_health_and_leads_to_the_page_that_does(
    smtp_box: SmtpBox, clock: Clock
) -> None:
    anna = anna_and_her_weeks()
    due(anna.user)
    deliver_due(clock=clock)
    (mail,) = smtp_box.messages
    assert mail["Subject"] == "Footing: your week"
    said = " ".join(words(mail, kind) for kind in parts(mail))
    assert "http://testserver/digests/2026-W49/" in said
    for word in ("fall", "diary", "Anna", "sclerosis", "MS ", "answered", "near", "sweep"):
        assert word.lower() not in (said + str(mail.items())).lower().replace(anna.user.email, ""), word


def test_whoever_agreed_finds_the_numbers_in_both_parts(smtp_box: SmtpBox, clock: Clock) -> None:
    anna = anna_and_her_weeks()
    due(anna.user)
    show_numbers(anna.user, now=MORNING)
    deliver_due(clock=clock)
    (mail,) = smtp_box.messages
    assert mail["Subject"] == "Footing: your week"
    for kind in ("text/plain", "text/html"):
        said = words(mail, kind)
        assert HEADLINE in said
        assert "Not answered: Tuesday 24 and Thursday 26." in said
        assert "/diary/sweep/?first=2026-11-24" in said
    assert "Near falls: 3 / 0" in words(mail, "text/plain")


def test_annas_falls_come_as_a_picture_within_the_mail_and_as_a_sentence(
    smtp_box: SmtpBox, clock: Clock
) -> None:
    anna = anna_and_her_weeks()
    quiet_days(anna, date(2026, 10, 2), date(2026, 10, 31))
    list(refresh_rates([anna.pk], now=MORNING))
    due(anna.user)
    show_numbers(anna.user, now=MORNING)
    deliver_due(clock=clock)
    (mail,) = smtp_box.messages
    assert mail.get_content_type() == "multipart/related"
    assert [part["Content-ID"] for part in mail.walk() if part["Content-ID"]] == ["<falls>"]
    assert Image.open(BytesIO(parts(mail)["image/png"])).size == (656, 432)
    assert 'src="cid:falls"' in words(mail, "text/html")
    text = words(mail, "text/plain")
    assert re.search(r"October 2026: about 0 falls a month\. No falls on 30 days you answered\.", text)
    assert "about 1 a month: average of 537 people with MS in studies" in text


def test_the_wish_without_the_consent_shows_no_numbers() -> None:
    anna = anna_and_her_weeks()
    letter = letter_to(anna.user, numbers=True)
    assert letter.basis == "private"
    Consent.objects.create(account=anna.user, to=ConsentTo.NUMBERS_IN_MAIL, version=0, given_at=MORNING)
    assert letter_to(anna.user, numbers=True).basis == "private"


def test_numbers_that_are_taken_out_between_two_tries_are_not_in_the_second(
    smtp_box: SmtpBox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = anna_and_her_weeks()
    due(anna.user)
    show_numbers(anna.user, now=MORNING)
    dies_before_it_is_handed_over(monkeypatch, clock)
    hide_numbers(anna.user, now=MORNING)
    deliver_due(clock=clock)
    (mail,) = smtp_box.messages
    assert "near falls" not in str(mail)
    assert (Consent.objects.get().taken_back_at, AuditEvent.objects.filter(action="took_back").count()) == (
        MORNING,
        1,
    )


def test_what_a_patient_shows_no_more_is_not_in_a_second_try(
    smtp_box: SmtpBox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, ben = anna_and_her_weeks(), make_patient("Ben")
    carl = make_caregiver(anna, "Carl")
    make_link(ben, carl, Scope.FALLS, role=Role.CAREGIVER)
    due(carl)
    show_numbers(carl, now=MORNING)
    dies_before_it_is_handed_over(monkeypatch, clock)
    end_care_link(care_link=carl.care_links.get(patient=anna), by=anna.user, now=MORNING)
    deliver_due(clock=clock)
    (mail,) = smtp_box.messages
    assert "3 near falls" not in str(mail)
    assert "No day of this week was answered in time." in str(mail)


def dies_before_it_is_handed_over(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    def dies(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(delivering, "_hand_over", dies)
        with pytest.raises(KeyboardInterrupt):
            deliver_due(clock=clock)
    assert Delivery.objects.get().letter is not None
    clock.goes_on(seconds=LEASE.total_seconds() + 1)


def ends_the_link(account: User) -> None:
    link = account.care_links.get()
    end_care_link(care_link=link, by=link.patient.user, now=MORNING)


def leaves(account: User) -> None:
    User.objects.filter(pk=account.pk).update(leaving_since=MORNING)


def loses_the_address(account: User) -> None:
    EmailAddress.objects.filter(user=account).update(verified=False)


def unsubscribes(account: User) -> None:
    unsubscribe(account=account.public_id, of="digest", now=MORNING)


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (ends_the_link, Why.NOT_ALLOWED),
        (leaves, Why.ENDED),
        (loses_the_address, Why.NO_ADDRESS),
        (unsubscribes, Why.UNSUBSCRIBED),
    ],
)
@pytest.mark.parametrize("numbers", [True, False])
def test_nothing_is_sent_where_the_reason_ends_between_promise_and_mail(
    smtp_box: SmtpBox, clock: Clock, happens: Callable[[User], None], why: Why, *, numbers: bool
) -> None:
    carl = make_caregiver(anna_and_her_weeks(), "Carl")
    delivery = due(carl)
    if numbers:
        show_numbers(carl, now=MORNING)
    happens(carl)
    deliver_due(clock=clock)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.why) == (State.DROPPED, why)
    assert smtp_box.messages == []


def test_who_wants_news_alone_hears_nothing_where_there_is_none() -> None:
    theo = make_therapist("Theo")
    make_link(make_patient(began=MORNING), theo)
    assert isinstance(digest_letter(due(theo), MORNING), Letter)
    DigestChoice.objects.update(only_news=True)
    assert digest_letter(Delivery.objects.get(), MORNING) == Why.NOTHING_TO_SAY
    make_link(make_patient("Ben"), theo)  # of whom nothing was heard for a long time
    assert isinstance(digest_letter(Delivery.objects.get(account=theo), MORNING), Letter)


def test_a_therapists_mail_has_counts_and_no_names() -> None:
    theo, anna = make_therapist("Theo"), anna_and_her_weeks()
    make_link(anna, theo)
    due(theo)
    show_numbers(theo, now=MORNING)
    letter = digest_letter(Delivery.objects.get(account=theo), MORNING)
    assert isinstance(letter, Letter)
    assert "of 1 patient" in letter.text
    assert "http://testserver/patients/" in letter.text
    assert letter.images == {}
    for mark in ("Anna", str(anna.public_id)):
        assert mark not in letter.text + letter.html


def test_whoever_is_told_of_in_a_mail_finds_it_in_their_trail_once(smtp_box: SmtpBox, clock: Clock) -> None:
    anna = anna_and_her_weeks()
    carl = make_caregiver(anna, "Carl")
    due(carl)
    deliver_due(clock=clock)
    assert not AuditEvent.objects.filter(action="read").exists()  # it told him nothing
    show_numbers(carl, now=MORNING)
    promise_example(carl, now=MORNING)
    deliver_due(clock=clock)
    assert AuditEvent.objects.filter(action="read", patient_key=anna.user.audit_key).count() == 1


def test_an_example_comes_at_any_hour_and_to_whom_the_digest_is_off(smtp_box: SmtpBox) -> None:
    anna = anna_and_her_weeks()
    clock = clock_at(MORNING.replace(hour=23))
    change_choice(anna.user, now=clock(), is_on=False, only_news=True)
    promise_example(anna.user, now=clock())
    deliver_due(clock=clock)
    assert len(smtp_box.messages) == 1
    assert "This is the example that you asked for." in str(smtp_box.messages[0])
    assert not DigestChoice.objects.get().is_on


def test_one_click_ends_it_for_her_alone() -> None:
    anna, ben = make_patient().user, make_patient().user
    for account in (anna, ben):
        due(account)
    link = letter_to_known(anna).unsubscribe
    token = link.removeprefix("http://testserver/unsubscribe/").rstrip("/")
    assert read_token(token) == (anna.public_id, "digest")
    unsubscribe(account=anna.public_id, of="digest", now=MORNING)
    unsubscribe(account=anna.public_id, of="digest", now=MORNING)
    assert [choice.is_on for choice in DigestChoice.objects.order_by("pk")] == [False, True]


def letter_to_known(account: User) -> Letter:
    letter = digest_letter(Delivery.objects.get(account=account), MORNING)
    assert isinstance(letter, Letter)
    return letter


@pytest.mark.parametrize("name", ["Fo\r\nBcc: eve@example.org", "Fo\nX-Evil: 1", "Fo\r\n\r\n<b>hello</b>"])
def test_no_name_of_the_installation_becomes_a_header(
    smtp_box: SmtpBox, clock: Clock, settings: Settings, name: str
) -> None:
    due(make_patient().user)
    settings.APP_NAME = name
    deliver_due(clock=clock)
    (mail,) = smtp_box.messages
    assert not {"Bcc", "X-Evil"} & set(mail.keys())
    assert mail["Subject"].startswith("Fo ")


def test_no_name_of_a_person_is_in_any_header(smtp_box: SmtpBox, clock: Clock) -> None:
    anna = make_patient("Anna").user
    User.objects.filter(pk=anna.pk).update(name="Anna\r\nBcc: eve@example.org")
    due(anna)
    deliver_due(clock=clock)
    (mail,) = smtp_box.messages
    assert "Anna" not in str(mail.items()).replace(anna.email, "")
    assert mail["Bcc"] is None


@pytest.mark.parametrize("more", ["\r\nBcc: eve@example.org", "\nX-Evil: 1", ", eve@example.org"])
def test_no_address_becomes_a_header_or_a_second_reader_and_the_others_have_their_mail(
    smtp_box: SmtpBox, clock: Clock, more: str
) -> None:
    anna, ben = make_patient("Anna").user, make_patient("Ben").user
    for account in (anna, ben):
        reads_on_mondays(account)
    EmailAddress.objects.filter(user=anna).update(email=f"{anna.email}{more}")
    promise_digests(now=MORNING.replace(hour=9))
    Delivery.objects.update(next_try_at=MORNING)
    deliver_due(clock=clock)
    assert ben.email in [mail["To"] for mail in smtp_box.messages]
    for mail in smtp_box.messages:
        assert not {"Bcc", "X-Evil"} & set(mail.keys())
        assert "eve@example.org" not in mail["X-Envelope-To"]


def test_names_in_the_page_are_words_and_no_html(settings: Settings) -> None:
    settings.APP_NAME = "<img src=x>"
    letter = letter_to(make_patient().user)
    assert "<img" not in letter.html
    assert "&lt;img src=x&gt;" in letter.html


def test_the_page_loads_nothing_from_anywhere() -> None:
    anna = anna_and_her_weeks()
    due(anna.user)
    show_numbers(anna.user, now=MORNING)
    html = letter_to_known(anna.user).html
    assert not re.findall(r"""(?:src|background)\s*=|url\(|@import|<link|<script""", html.replace("cid:", ""))
    assert set(re.findall(r'href="(https?://[^/"]+)', html)) == {"http://testserver"}


def test_its_look_is_on_each_part_and_the_dark_one_in_a_stylesheet() -> None:
    html = letter_to(make_patient().user).html
    assert re.search(r'<h1 style="[^"]*font-size: ?28px', html)
    assert "@media (prefers-color-scheme: dark)" in html
    assert re.search(
        r"@media \(prefers-color-scheme: dark\) \{.*\.picture \{ filter: invert", html, re.DOTALL
    )
    assert 'name="color-scheme" content="light dark"' in html
    assert '<html lang="en-gb" dir="ltr">' in html
    assert "{%" not in html
    assert "filled-" not in html


def test_languages_from_right_to_left_are_written_so(settings: Settings) -> None:
    settings.LANGUAGE_CODE = "ar"
    html = letter_to(make_patient().user).html
    assert '<html lang="ar" dir="rtl">' in html
    assert '[dir="rtl"] .number { padding: 10px 0 10px 8px !important; }' in html


def test_nothing_of_anybody_is_logged(
    smtp_box: SmtpBox, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    anna = anna_and_her_weeks()
    due(anna.user)
    show_numbers(anna.user, now=MORNING)
    with caplog.at_level(logging.DEBUG):
        deliver_due(clock=clock)
    ours = [record for record in caplog.records if record.name != "mail.log"]  # the mail server's own
    logged = " ".join(record.getMessage() for record in ours)
    for mark in ("Anna", anna.user.email, "near fall", HEADLINE):
        assert mark not in logged


def test_nobody_who_reads_nothing_gets_a_mail() -> None:
    ada = make_account("Ada")
    assert digest_letter(due(ada), MORNING) == Why.NOT_ALLOWED
