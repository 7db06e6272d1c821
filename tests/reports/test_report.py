"""What Anna takes to her appointment: what it says, who sees it, and how it prints."""

import csv
import io
from datetime import date, timedelta
from uuid import uuid4

import pikepdf
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone as clock

from accounts.domain.vocabulary import AuditAction, Scope
from accounts.models import AuditEvent, Patient
from accounts.services.leaving import ask_to_be_erased
from belongings.tables import cell
from frontend.report_sheet import report_sheet
from logs.domain.times import local_date
from logs.domain.vocabulary import Injury, Place
from logs.services.private_answers import keep_private_answer
from reports.contents import Report, report_of
from reports.domain.characters import BREAK, UNKNOWN
from reports.domain.paper import Paper, paper_asked, paper_of
from reports.domain.periods import months_asked, period_ending
from reports.errors import WrongReportCode
from reports.models import ReportLink
from reports.services.links import LINK_LIFETIME, end_links, forget_dead_links, make_link, open_link
from reports.services.questions import add_question
from reports.typesetting import covered, pdf_of
from tests.frontend.marked_home import overdue_home
from tests.people import (
    fall,
    make_caregiver,
    make_patient,
    make_therapist,
    near_fall,
    quiet_days,
    signed_in,
)
from tests.people import (
    make_link as let_in,
)

pytestmark = pytest.mark.django_db
ALL = frozenset(Scope)


def test_an_open_hazard_is_told_with_its_answer() -> None:
    ben = make_patient("Ben")
    overdue_home(ben)
    [block] = [one for one in report_sheet(report(ben)).blocks if one.title.startswith("Home")]
    assert block.lines[0] == "Answered “needs work”:"
    assert "“" in block.lines[1]


@pytest.fixture
def anna() -> Patient:
    return make_patient("Anna", began=clock.now() - timedelta(days=60))


def today_of(patient: Patient) -> date:
    return local_date(clock.now(), patient.time_zone)


def report(patient: Patient, *, months: int = 6, scopes: frozenset[Scope] = ALL) -> Report:
    period = period_ending(today_of(patient), months=months)
    return report_of(patient, period, scopes=scopes, now=clock.now())


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_too_few_days_make_counts_and_no_rate(anna: Patient) -> None:
    fall(anna)
    near_fall(anna)
    sheet = report_sheet(report(anna))
    assert sheet.number == ""
    assert sheet.headline.startswith("1 fall and 1 near fall, ")
    assert sheet.headline.endswith("answered. Too few for a rate yet.")
    assert sheet.charts == []


def test_a_full_diary_makes_a_rate_with_its_interval_and_baseline() -> None:
    ben = make_patient("Ben", began=clock.now() - timedelta(days=40))
    quiet_days(ben, ben.diary_began_on, today_of(ben) - timedelta(days=1))
    sheet = report_sheet(report(ben))
    assert sheet.number == "0"
    assert "Likely between 0 and " in sheet.headline
    assert "537 people" in sheet.context[0]
    assert sheet.charts


def test_what_was_done_to_somebody_is_in_no_report(anna: Patient) -> None:
    one = fall(anna, place=Place.KITCHEN, injuries=[Injury.BRUISE])
    before = report_sheet(report(anna))
    keep_private_answer(fall=one, pushed_or_hurt=True, for_therapist=True, now=clock.now())
    assert report_sheet(report(anna)) == before


def test_a_part_that_is_closed_has_no_heading_and_no_table(anna: Patient) -> None:
    fall(anna)
    sheet = report_sheet(report(anna, scopes=frozenset({Scope.HOME})))
    assert sheet.number == ""
    assert not sheet.charts
    assert [table.code for table in sheet.tables] == ["home"]
    sheet = report_sheet(report(anna, scopes=frozenset({Scope.FALLS})))
    assert [table.code for table in sheet.tables] == ["months", "falls"]


def test_a_referral_is_a_point_to_talk_about_until_a_therapist_is_there(anna: Patient) -> None:
    assert report(anna).lacks_therapist
    let_in(anna, make_therapist("Theo"), Scope.FALLS)
    assert not report(anna).lacks_therapist


def test_the_file_is_tagged_and_its_words_can_be_read_back(anna: Patient) -> None:
    fall(anna, place=Place.KITCHEN)
    add_question(patient=anna, text="Why #me? *[x]* $y$ \\", now=clock.now())
    pdf = pdf_of(report_sheet(report(anna)), paper=Paper.A4)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert "/StructTreeRoot" in root
        assert root.Lang == "en"
        assert root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as told:
            assert told["pdfuaid:part"] == "1"
            assert told["dc:title"] == "Report for an appointment"
        for page in document.pages:
            for font in page.Resources.get("/Font", {}).values():
                assert "/ToUnicode" in font
                assert "FontFile" in str(font.DescendantFonts[0].FontDescriptor.keys())
    text = text_of(pdf)
    assert "Kitchen" in text
    assert "Why #me? *[x]* $y$ \\" in text


def test_names_from_right_to_left_emoji_and_very_long_ones_are_printed() -> None:
    for name in ("مرحبا بالعالم", "שלום", "Anna 😀", "W" * 80, "中"):
        ben = make_patient(name)
        assert pdf_of(report_sheet(report(ben)), paper=Paper.LETTER).startswith(b"%PDF")
    assert covered().printable("中a\n") == f"{UNKNOWN}a\n"
    assert covered().printable("W" * 31) == BREAK.join(["W" * 10, "W" * 10, "W" * 10, "W"])


def test_the_paper_is_that_of_the_region_unless_another_is_asked_for() -> None:
    assert paper_of("America/Chicago") is paper_of("Asia/Manila") is Paper.LETTER
    assert paper_of("America/Sao_Paulo") is paper_of("America/Argentina/Salta") is Paper.A4
    assert paper_of("Europe/Berlin") is Paper.A4
    assert paper_asked("a4", zone="America/Chicago") is Paper.A4
    assert paper_asked("papyrus", zone="America/Chicago") is Paper.LETTER


def test_a_period_is_whole_months_and_nothing_else_is_offered() -> None:
    period = period_ending(date(2026, 2, 28), months=3)
    assert (period.first, period.last) == (date(2025, 12, 1), date(2026, 2, 28))
    assert months_asked("24") == 24
    assert months_asked("١٢") == months_asked("") == months_asked("-1") == 6


def test_a_link_opens_with_its_code_and_dies_after_three_wrong_ones(anna: Patient) -> None:
    made = make_link(patient=anna, months=6, now=clock.now())
    assert open_link(public_id=made.public_id, code=made.code.lower(), now=clock.now()) is not None
    for _ in range(3):
        with pytest.raises(WrongReportCode):
            open_link(public_id=made.public_id, code="2222 2222", now=clock.now())
    assert open_link(public_id=made.public_id, code=made.code, now=clock.now()) is None
    assert AuditEvent.objects.filter(action=AuditAction.REPORT_SEEN).count() == 1


def test_a_link_dies_after_five_minutes_by_its_end_and_by_the_next_one(anna: Patient) -> None:
    now = clock.now()
    first, second = (make_link(patient=anna, months=6, now=now) for _ in range(2))
    assert open_link(public_id=first.public_id, code=first.code, now=now) is None
    late = now + LINK_LIFETIME
    assert open_link(public_id=second.public_id, code=second.code, now=late) is None
    end_links(patient=anna, now=now)
    assert open_link(public_id=second.public_id, code=second.code, now=now) is None
    forget_dead_links(now=now + timedelta(days=2))
    assert not ReportLink.objects.exists()


def test_somebody_without_an_account_sees_the_report_by_link_and_code(anna: Patient) -> None:
    made = make_link(patient=anna, months=6, now=clock.now())
    address, stranger = reverse("shared_report", args=[made.public_id]), Client()
    assert stranger.get(reverse("shared_report", args=[uuid4()])).status_code == 404
    asked = stranger.get(address)
    assert asked.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in asked.headers["X-Robots-Tag"]
    assert b"Anna" not in asked.content
    wrong = stranger.post(address, {"code": "2222 2222"})
    assert wrong.status_code == 422
    assert b"This is not the code of this link." in wrong.content
    seen = stranger.post(address, {"code": made.code})
    assert seen.status_code == 200
    assert b"Anna" in seen.content
    assert "no-store" in seen.headers["Cache-Control"]
    assert stranger.post(address, {"code": made.code, "paper": "a4"}).content.startswith(b"%PDF")


def test_a_link_is_over_when_anna_asks_to_be_erased(anna: Patient) -> None:
    made = make_link(patient=anna, months=6, now=clock.now())
    ask_to_be_erased(account=anna.user, now=clock.now())
    assert Client().get(reverse("shared_report", args=[made.public_id])).status_code == 404
    assert open_link(public_id=made.public_id, code=made.code, now=clock.now()) is None


def test_what_anna_wrote_down_to_ask_is_read_only_by_those_who_see_her_notes(anna: Patient) -> None:
    add_question(patient=anna, text="Is it safe at home?", now=clock.now())
    carl, theo = make_caregiver(anna), make_therapist("Theo")
    let_in(anna, theo, Scope.FALLS, Scope.NOTES)
    address = reverse("patient_report", args=[anna.public_id])
    assert b"Is it safe at home?" not in signed_in(carl).get(address).content
    assert b"Is it safe at home?" in signed_in(theo).get(address).content


def test_anna_adds_a_question_crosses_it_out_and_puts_it_back(anna: Patient) -> None:
    own = signed_in(anna.user)
    assert own.post(reverse("report_questions"), {"text": ""}).status_code == 422
    assert own.post(reverse("report_questions"), {"text": "May I swim?"}).status_code == 302
    question = anna.report_questions.get()
    striking = reverse("report_question_striking", args=[question.public_id])
    own.post(striking)
    assert report(anna).questions == []
    own.post(striking, {"undo": "1"})
    assert report(anna).questions == ["May I swim?"]
    for number in range(9):
        own.post(reverse("report_questions"), {"text": f"Question {number}?"})
    full = own.post(reverse("report_questions"), {"text": "One too many?"})
    assert full.status_code == 422
    assert b"One too many?" in full.content


def test_files_are_named_by_the_day_alone(anna: Patient) -> None:
    fall(anna)
    own, day = signed_in(anna.user), today_of(anna).isoformat()
    pdf = own.get(reverse("report_pdf"), {"months": "3", "paper": "a4"})
    assert pdf.headers["Content-Disposition"] == f'attachment; filename="report-{day}.pdf"'
    table = own.get(reverse("report_table", args=["falls"]))
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["Day", "What"]
    assert rows[1][1] == "Fall"
    assert cell("=1+1") == "'=1+1"
    assert own.get(reverse("report_table", args=["nothing"])).status_code == 404


def test_a_therapist_who_sees_the_falls_reads_the_report_and_leaves_a_row(anna: Patient) -> None:
    theo, tara = make_therapist("Theo"), make_therapist("Tara")
    let_in(anna, theo, Scope.FALLS)
    let_in(anna, tara, Scope.HOME)
    address = reverse("patient_report", args=[anna.public_id])
    assert signed_in(theo).get(address).status_code == 200
    assert AuditEvent.objects.filter(action=AuditAction.READ, subject="report").count() == 1
    assert signed_in(tara).get(address).status_code == 404
    closed = reverse("patient_report_table", args=[anna.public_id, "home"])
    assert signed_in(theo).get(closed).status_code == 404
