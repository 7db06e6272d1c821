"""What a person takes along, and leaving."""

from rest_framework import serializers

from api.fields import Choice, Flag, Id, Line, Text
from api.shapes.base import Shape
from api.shapes.tokens import LONGEST_PASSWORD
from belongings.models.export import ExportState


class Leaving(Shape):
    password = Line(max_length=LONGEST_PASSWORD)


class LeavingShown(Shape):
    erased_on = serializers.DateField(help_text="Local date on which everything is erased.")


class NewExport(Shape):
    password = Line(
        max_length=LONGEST_PASSWORD,
        required=False,
        help_text="Needed with `private_answers`, and by a session that has not been asked lately.",
    )
    private_answers = Flag(
        required=False, help_text="With what the person alone answered to the private question of a fall."
    )


class ExportMade(Shape):
    id = Id()


class ExportShown(Shape):
    state = Choice(ExportState)
    url = Text(allow_null=True, help_text="Where the archive is downloaded, once; null unless ready.")
    done = serializers.IntegerField(help_text="Steps that are done, of `steps`.")
    steps = serializers.IntegerField()
    expires_at = serializers.DateTimeField(help_text="When it is gone in any case.")
