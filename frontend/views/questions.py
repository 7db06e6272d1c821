from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend.acting import AccountRequest
from frontend.changing import change_fall
from frontend.forms.errors import add_errors
from frontend.forms.questions import FollowUpForm, HurtForm, QuestionForm
from frontend.opened_falls import OpenedFall, open_fall
from frontend.question_flow import neighbour, place_of, question_named, question_url
from frontend.safety_choices import IMPLIED, forget, implied_by, implied_in, keep, tapped_for
from frontend.told import FIELD_WORDS, Stored, seen_at, told_value
from logs.domain.errors import InvalidEntry
from logs.domain.vocabulary import Kind
from logs.errors import ChangedElsewhere, FallIsWithdrawn
from logs.models import Fall
from logs.services.fall_rows import entry_of, stored_values
from logs.services.falls import finish_fall


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: AccountRequest, fall_id: UUID, slug: str) -> HttpResponse:
    """One question about one fall. Next saves what is chosen, and nothing chosen is a skip.

    `keep` saves without going on: the page sends each answer when it is tapped.
    """
    is_post = request.method == "POST"
    opened = open_fall(request, fall_id, to_change=True, reads=not is_post)
    question = question_named(opened, slug)
    if question is None:
        raise Http404
    if not opened.fall.is_active:
        return redirect("fall", opened.fall.public_id)
    form = _form(request, opened, question)
    if is_post and form.is_valid():
        try:
            changed = _save(request, opened, form)
        except InvalidEntry as refused:
            _tell(form, refused)
        except ChangedElsewhere as conflict:
            return _screen(request, OpenedFall(_of(opened, conflict.current), opened.access), form, conflict)
        except FallIsWithdrawn:
            return redirect("fall", opened.fall.public_id)
        else:
            if "keep" in request.POST:
                return HttpResponse(status=204, headers={"X-Version": str(changed.version)})
            return redirect(
                _onwards(request, _seen(opened, form, "shown"), OpenedFall(changed, opened.access), form)
            )
    return _screen(request, opened, form)


def _form(request: AccountRequest, opened: OpenedFall, question: type[QuestionForm]) -> QuestionForm:
    """The form; what the safety screen has heard already is not asked again."""
    data = request.POST if request.method == "POST" else None
    form = question(data, fall=opened.fall, now=timezone.now())
    if question is HurtForm and opened.fall.finished_at is None:
        for choice in tapped_for(request, opened.fall):
            form.fields.pop(IMPLIED.get(choice, ("", None))[0], None)
    return form


def _save(request: AccountRequest, opened: OpenedFall, form: QuestionForm) -> Fall:
    base = _version(opened, form, "base")
    changes = form.changes(_seen(opened, form, "base"))
    return _of(opened, change_fall(request, opened.fall, changes, base=base))


def _seen(opened: OpenedFall, form: QuestionForm, name: str) -> Stored:
    return seen_at(opened.fall, _version(opened, form, name))


def _version(opened: OpenedFall, form: QuestionForm, name: str) -> int:
    return min(form.cleaned_data[name] or opened.fall.version, opened.fall.version)


def _of(opened: OpenedFall, fall: Fall) -> Fall:
    fall.patient = opened.access.patient
    return fall


def _tell(form: QuestionForm, refused: InvalidEntry) -> None:
    for error in refused.errors:
        error.field = form.field_of(error.field)
    add_errors(form, refused.errors)


def _onwards(request: AccountRequest, before: Stored, after: OpenedFall, form: QuestionForm) -> str:
    """Where the person goes on: past the safety screen, where this answer calls for its texts."""
    fall = after.fall
    was_fall = before["kind"] == Kind.FALL
    if was_fall and not fall.is_fall:
        messages.success(request, _("Saved as a near fall."))
    if form.slug == "when" and fall.is_history:
        messages.info(request, _("This was before your diary began. It is kept, and not part of your rate."))
    then = _next(request, after, form)
    new = implied_by(fall) - implied_in(before)
    if fall.is_fall and (new or not was_fall):
        keep(request, fall, then=then)
        return reverse("fall_safety", args=[fall.public_id])
    return then


def _next(request: AccountRequest, after: OpenedFall, form: QuestionForm) -> str:
    fall = after.fall
    if fall.finished_at is not None or type(form) is FollowUpForm:
        return reverse("fall", args=[fall.public_id])
    if request.POST.get("then") == "later":
        return after.after_url
    following = neighbour(after, type(form), step=1)
    if following is None:
        finish_fall(fall=fall, by=request.user, now=timezone.now())
        forget(request, fall)
        messages.success(request, _("Everything is saved."))
        return after.after_url
    return question_url(fall, following)


def _screen(
    request: AccountRequest, opened: OpenedFall, form: QuestionForm, conflict: ChangedElsewhere | None = None
) -> HttpResponse:
    fall, question = opened.fall, type(form)
    previous = neighbour(opened, question, step=-1)
    number, total = place_of(opened, question)
    names = [name for name, field in form.fields.items() if not field.widget.is_hidden]
    context = {
        "nav": "home" if opened.is_own else "patients",
        "opened": opened,
        "fall": fall,
        "form": form,
        "title": question.title if opened.is_own else str(question.title_about) % {"name": opened.whom},
        "heading": form[names[0]] if names else None,
        "fields": [form[name] for name in names[1:]],
        "number": number,
        "total": total,
        "editing": fall.finished_at is not None or question is FollowUpForm,
        "back_url": question_url(fall, previous) if previous else _start_url(fall),
        "is_first": previous is None,
        "undo_url": reverse("fall_withdrawal", args=[fall.public_id]),
        "undo_fields": {"op_id": uuid4()},
        "base": fall.version if conflict else form["base"].value() or fall.version,
        "shown": form["shown"].value() or fall.version,
        "conflict": _both(fall, conflict) if conflict else [],
        "op_id": uuid4(),
    }
    return render(request, "frontend/questions/question.html", context, status=422 if form.is_bound else 200)


def _start_url(fall: Fall) -> str:
    return reverse("fall_safety" if fall.is_fall else "fall", args=[fall.public_id])


def _both(fall: Fall, conflict: ChangedElsewhere) -> list[tuple[Any, str, str]]:
    """Each answer that clashes: its name, what is saved now, and what was chosen here."""
    now, home = timezone.now(), fall.patient.time_zone
    saved: Stored = stored_values(entry_of(fall))
    yours = {**saved, **conflict.yours}
    clashing = dict.fromkeys("occurred_at" if name == "precision" else name for name in conflict.yours)
    return [
        (
            FIELD_WORDS[name],
            told_value(name, saved, home=home, now=now),
            told_value(name, yours, home=home, now=now),
        )
        for name in clashing
    ]
