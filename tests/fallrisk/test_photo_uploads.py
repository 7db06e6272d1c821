"""Where photos are sent to, 15 MB are taken; everywhere else 1 MB, and no file."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from pytest_django import Settings

from fallrisk.urls import urlpatterns as every_address

MEGABYTE = 1_000_000
PAGE, DOOR = "/homes/1/photos/", "/api/v1/photos/"
ELSEWHERE = ["/homes/1/photo/", "/photos/1/", "/api/v1/photos/1/"]


@csrf_exempt
def seen(request: HttpRequest) -> HttpResponse:
    """What arrived, and where it lies meanwhile."""
    files = [
        {
            "size": file.size,
            "name": file.name,
            "in_a_file": isinstance(file, TemporaryUploadedFile),
            "mode": Path(file.temporary_file_path()).stat().st_mode & 0o777,
            "path": file.temporary_file_path(),
        }
        for file in request.FILES.values()
        if isinstance(file, TemporaryUploadedFile)
    ]
    return JsonResponse({"files": files, "given": len(request.FILES), "fields": request.POST.dict()})


urlpatterns = [path(address[1:], seen) for address in (PAGE, DOOR, *ELSEWHERE)] + every_address

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def photo(size: int, name: str = "bathroom.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"x" * size, content_type="image/jpeg")


@pytest.mark.parametrize("address", [PAGE, DOOR])
def test_a_photo_of_15_mb_arrives_in_a_file_that_ends_with_the_request(address: str) -> None:
    answer = Client().post(address, {"entry_id": "7", "file": photo(15 * MEGABYTE)}).json()
    [file] = answer["files"]
    assert (file["size"], file["in_a_file"], file["mode"]) == (15 * MEGABYTE, True, 0o600)
    assert answer["fields"] == {"entry_id": "7"}
    assert not Path(file["path"]).exists()


def test_a_small_photo_goes_the_same_way() -> None:
    [file] = Client().post(PAGE, {"file": photo(10)}).json()["files"]
    assert file["in_a_file"]


@pytest.mark.parametrize(
    "name", ["Anna's bathroom.jpg", "x." + "y" * 5000, "../../etc/passwd", "a\x00b.php", "ä" * 300]
)
def test_the_name_that_somebody_gave_it_is_kept_nowhere(name: str) -> None:
    [file] = Client().post(PAGE, {"file": photo(10, name)}).json()["files"]
    assert file["name"] == "photo"
    assert file["path"].endswith(".upload")


def test_a_larger_one_is_refused_in_json_at_the_json_door() -> None:
    answer = Client().post(DOOR, {"file": photo(16 * MEGABYTE)})
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/json")
    assert (answer.json()["code"], answer.json()["message"]) == (
        "too_large",
        "Send at most 15,100,000 bytes.",
    )


@pytest.mark.parametrize("htmx", [{}, {"hx-request": "true"}])
def test_a_larger_one_is_refused_in_words_on_a_page(htmx: dict[str, str]) -> None:
    answer = Client().post(PAGE, {"file": photo(16 * MEGABYTE)}, headers=htmx)
    assert answer.status_code == 413
    assert b"A photo may have up to 15 MB." in answer.content


@pytest.mark.parametrize("address", ELSEWHERE)
def test_elsewhere_the_limit_is_1_mb_also_for_files(address: str) -> None:
    answer = Client().post(address, {"file": photo(2 * MEGABYTE)})
    assert answer.status_code == 413
    if address.startswith("/api/"):
        assert answer.json()["message"] == "Send at most 1,000,000 bytes."
    else:
        assert b"That was too long to save" in answer.content


def test_a_file_that_is_sent_elsewhere_is_kept_nowhere() -> None:
    answer = Client().post(ELSEWHERE[0], {"file": photo(1000), "note": "a rail"}).json()
    assert (answer["given"], answer["fields"]) == (0, {"note": "a rail"})


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/x-www-form-urlencoded", "image/jpeg", ""]
)
def test_only_a_form_with_a_file_may_be_that_long(content_type: str) -> None:
    for address in (PAGE, DOOR):
        body = b"x" * (MEGABYTE + 1)
        assert Client().generic("POST", address, body, content_type=content_type).status_code == 413


def test_only_what_is_posted_may_be_that_long() -> None:
    for method in ("PUT", "PATCH", "DELETE", "GET"):
        answer = Client().generic(
            method, DOOR, b"x" * (MEGABYTE + 1), content_type="multipart/form-data; boundary=B"
        )
        assert answer.status_code == 413


def test_words_beside_a_photo_have_the_limit_of_words() -> None:
    answer = Client().post(DOOR, {"note": "x" * (2 * MEGABYTE), "file": photo(10)})
    assert answer.status_code == 400
    assert answer.json()["code"] == "bad_request"


def test_one_photo_comes_with_a_form() -> None:
    answer = Client().post(DOOR, {"file": photo(10), "other": photo(10)})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    "body",
    [b"", b"--B", b'--B\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nhalf', b"\xff"],
)
def test_a_form_that_breaks_off_is_no_fault(body: bytes) -> None:
    for address in (PAGE, DOOR):
        answer = Client().generic("POST", address, body, content_type="multipart/form-data; boundary=B")
        assert answer.status_code in (200, 400)


def test_the_limit_is_that_of_the_whole_form(settings: Settings) -> None:
    settings.PHOTO_UPLOAD_MAX_SIZE = 1000
    kind = "multipart/form-data; boundary=B"
    for length, status in ((1000, 200), (1001, 413)):
        body = BytesIO(b"--B--\r\n".ljust(length, b" ")).getvalue()
        assert Client().generic("POST", DOOR, body, content_type=kind).status_code == status
