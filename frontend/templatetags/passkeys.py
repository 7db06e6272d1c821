import json
from collections.abc import Mapping

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(options: Mapping[str, object]) -> str:
    """For an attribute: a page that is swapped in brings no script elements, not even those of data."""
    return json.dumps(options, cls=DjangoJSONEncoder)
