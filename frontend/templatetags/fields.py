"""Form fields in our markup: label, hint, error and control, wired together for screen readers."""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.functional import Promise

register = template.Library()


@register.inclusion_tag("frontend/parts/field.html")
def field(
    bound: BoundField,
    *,
    label: str | Promise = "",
    hint: str | Promise = "",
    heading: bool = False,
    optional: bool = True,
) -> dict[str, Any]:
    """`bound` with everything around it; `heading`: its label is the page's h1; `optional`: say so."""
    widget = bound.field.widget
    hint = hint or bound.help_text
    described_by = [f"{bound.auto_id}_hint"] if hint else []
    if bound.errors:
        described_by.append(f"{bound.auto_id}_error")
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(described_by)} if described_by else {}
    kind = _kind(widget)
    if kind == "control":
        short = isinstance(widget, forms.NumberInput | forms.TimeInput | forms.DateInput)
        attrs["class"] = f"control control-short {widget.attrs.get('class', '')}" if short else "control"
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "kind": kind,
        "label": label or bound.label,
        "hint": hint,
        "heading": heading,
        "optional": optional and not bound.field.required,
        "described_by": " ".join(described_by),
        "control": bound.as_widget(attrs=attrs) if kind != "chips" else "",
        "is_password": isinstance(widget, forms.PasswordInput),
    }


@register.inclusion_tag("frontend/parts/scale.html")
def scale(bound: BoundField, least: str, most: str) -> dict[str, Any]:
    """Eleven big buttons, 0 to 10, in two rows, with words for the ends."""
    return {"bound": bound, "least": least, "most": most}


@register.inclusion_tag("frontend/parts/error_summary.html")
def error_summary(*bound_forms: forms.BaseForm) -> dict[str, Any]:
    """What is wrong in these forms, each line a link to its field; nothing when all is well."""
    lines = [
        (f"#{_first_control(form[name])}" if name in form.fields else "", error)
        for form in bound_forms
        if form.is_bound
        for name, errors in form.errors.items()
        for error in errors
    ]
    return {"lines": lines}


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "chips"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "hidden" if widget.is_hidden else "control"


def _first_control(bound: BoundField) -> str:
    return f"{bound.auto_id}_0" if _kind(bound.field.widget) == "chips" else str(bound.auto_id)
