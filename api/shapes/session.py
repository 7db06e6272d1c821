from api.fields import Id, Moment, Text
from api.shapes.base import Shape


class SessionShown(Shape):
    owner = Id(allow_null=True, help_text="Whose session this is; null for nobody's.")
    csrf_token = Text(help_text="For the header X-CSRFToken of the next write.")
    time_zone = Text(allow_null=True, help_text="Where the owner's diary is at home; null without a diary.")
    now = Moment(help_text="The server's clock, by which a phone learns how wrong its own is.")
