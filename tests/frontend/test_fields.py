"""Form fields as a person meets them: with their words, their error, and what was typed."""

import re

import pytest
from django import forms
from django.template import Context, Template

from frontend.templatetags.shapes import shape


class SignIn(forms.Form):
    email = forms.EmailField(label="Email", error_messages={"required": "Enter your email address."})
    password = forms.CharField(widget=forms.PasswordInput, required=False, help_text="12 letters or more.")
    place = forms.ChoiceField(
        label="Where were you?",
        widget=forms.RadioSelect,
        choices=[("kitchen", "Kitchen"), ("stairs", "Stairs")],
        error_messages={"required": "Choose a place."},
    )
    lives_alone = forms.BooleanField(required=False)
    falls = forms.IntegerField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def rendered(template: str, **context: object) -> str:
    return Template("{% load fields %}" + template).render(Context(context))


def test_a_field_has_its_label_hint_and_control_wired() -> None:
    html = rendered("{% field form.password %}", form=SignIn())
    assert '<label class="label" for="id_password">' in html
    assert '<p class="hint" id="id_password_hint">12 letters or more.</p>' in html
    assert 'aria-describedby="id_password_hint"' in html
    assert "Show password" in html


def test_an_error_stands_beside_its_field_and_what_was_typed_is_kept() -> None:
    html = rendered("{% field form.email %}", form=SignIn({"email": "no<at>"}))
    assert 'value="no&lt;at&gt;"' in html
    assert 'aria-describedby="id_email_error"' in html
    assert html.count('aria-invalid="true"') == 1
    assert 'id="id_email_error"' in html


def test_only_what_may_stay_empty_is_called_optional() -> None:
    assert "(optional)" not in rendered("{% field form.email %}", form=SignIn())
    assert "(optional)" in rendered("{% field form.falls %}", form=SignIn())
    assert "(optional)" not in rendered("{% field form.falls optional=False %}", form=SignIn())


def test_choices_are_real_radio_buttons_in_a_group_with_its_question() -> None:
    html = rendered("{% field form.place heading=True %}", form=SignIn({"place": "stairs"}))
    assert '<legend class="legend"><h1>Where were you?</h1></legend>' in html
    assert html.count('type="radio"') == 2
    assert re.search(r'value="stairs"[^>]*checked', html)
    assert '<label class="chip"><input type="radio"' in html


def test_a_checkbox_stands_inside_its_words() -> None:
    html = rendered("{% field form.lives_alone label='I live alone' %}", form=SignIn({"lives_alone": "on"}))
    assert re.search(r'<label class="chip"><input[^>]*checked[^>]*><span>I live alone', html)


def test_numbers_get_a_short_control_and_hidden_fields_no_words() -> None:
    assert "control-short" in rendered("{% field form.falls %}", form=SignIn())
    assert rendered("{% field form.secret %}", form=SignIn()).startswith('<input type="hidden"')


def test_the_summary_links_every_error_to_its_first_control() -> None:
    form = SignIn({})
    form.add_error(None, "Try again.")
    html = rendered("{% error_summary form %}", form=form)
    assert '<a href="#id_email">Enter your email address.</a>' in html
    assert '<a href="#id_place_0">Choose a place.</a>' in html
    assert "<li>Try again.</li>" in html
    assert 'role="alert"' in html


def test_no_summary_where_nothing_is_wrong() -> None:
    assert rendered("{% error_summary form %}", form=SignIn()).strip() == ""


def test_a_shape_is_hidden_from_screen_readers_because_a_word_stands_beside_it() -> None:
    assert 'aria-hidden="true"' in shape("fall")
    with pytest.raises(KeyError):
        shape("confetti")
