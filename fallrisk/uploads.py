"""Where a file may be sent to, and where it lies until somebody has looked at it."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest

PHOTO_FORM = "multipart/form-data"


def takes_a_photo(request: HttpRequest) -> bool:
    """Whether this is a form with a file in it, sent to where photos are sent to."""
    is_form = request.method == "POST" and request.content_type == PHOTO_FORM
    return is_form and request.path_info.endswith("/photos/")


class OnePhoto(TemporaryFileUploadHandler):
    """Straight into a file of this user alone, which ends with the request."""

    def new_file(self, field_name: str, file_name: str, *about: object, **more: object) -> None:
        """Whatever somebody called it: their names name no file of ours, and may be too long for one."""
        super().new_file(field_name, "photo", *about, **more)  # type: ignore[arg-type]
