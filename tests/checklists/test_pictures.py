"""A photo of a bathroom shows the bathroom, and tells nothing else."""

import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from checklists.domain.errors import PictureRefused
from checklists.pictures import CleanPicture, clean_picture, photo_name
from tests.checklists.sent_files import (
    black_png,
    chunk,
    held,
    jpeg_of_empty_passes,
    jpeg_with_exif,
    picture,
    png_that_claims,
    webp_that_claims,
    zipped,
)

WHITE, RED, BLUE = (255, 255, 255), (254, 0, 0), (0, 0, 254)
SECRET = b"<script>alert('hidden in a photo')</script>"
METADATA = (b"Exif", b"GPS", b"http", b"ICC_PROFILE", b"Anna", b"taken at home", b"xpacket", b"tEXt")


def cleaned(content: bytes) -> CleanPicture:
    return clean_picture(BytesIO(content))


def refused(content: bytes) -> str:
    with pytest.raises(PictureRefused) as refusal:
        cleaned(content)
    assert refusal.value.field == "file"
    return refusal.value.code


def near(seen: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 30 for one, other in zip(seen, wanted, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_phones_and_browsers_send_becomes_a_progressive_jpeg(kind: str) -> None:
    clean = cleaned(picture(kind))
    image = held(clean.content)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (64, 48))
    assert (clean.width, clean.height) == (64, 48)
    assert image.info.get("progressive")
    assert near(image.getpixel((5, 5)), RED)
    assert near(image.getpixel((60, 40)), BLUE)


def test_a_file_that_was_uploaded_is_read_from_its_beginning() -> None:
    file = SimpleUploadedFile("bathroom.jpg", picture("JPEG"))
    file.read()
    assert clean_picture(file, field="photo").width == 64


def test_where_a_photo_was_taken_and_by_whom_is_gone() -> None:
    sent = jpeg_with_exif()
    assert b"Anna" in sent
    assert b"taken at home" in sent
    image = held(cleaned(sent).content)
    assert not image.getexif()
    assert set(image.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }
    assert not any(word in cleaned(sent).content for word in METADATA)


def test_words_and_profiles_inside_other_kinds_are_gone() -> None:
    png = picture("PNG")
    text = chunk(b"tEXt", b"Author\x00Anna") + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0xpacket GPS")
    for sent in (
        png[:33] + text + png[33:],
        picture("JPEG", icc_profile=b"ICC_PROFILE of Anna", xmp=b"http://ns.adobe.com Anna"),
        picture("WEBP", xmp=b"xpacket Anna", icc_profile=b"ICC_PROFILE of Anna"),
    ):
        assert b"Anna" in sent
        assert not any(word in cleaned(sent).content for word in METADATA)
    packed = cleaned(picture("PNG", icc_profile=b"a profile of Anna"))
    assert "icc_profile" not in held(packed.content).info


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (64, 48), (5, 24)),
        (2, (64, 48), (59, 24)),
        (3, (64, 48), (59, 24)),
        (4, (64, 48), (5, 24)),
        (5, (48, 64), (24, 5)),
        (6, (48, 64), (24, 5)),
        (7, (48, 64), (24, 59)),
        (8, (48, 64), (24, 59)),
        (9, (64, 48), (5, 24)),
    ],
)
def test_a_phone_held_sideways_makes_an_upright_photo(
    orientation: int, size: tuple[int, int], red_at: tuple[int, int]
) -> None:
    clean = cleaned(jpeg_with_exif(orientation=orientation))
    assert (clean.width, clean.height) == size
    assert near(held(clean.content).getpixel(red_at), RED)


def test_a_photo_whose_orientation_cannot_be_read_is_kept_as_it_is() -> None:
    clean = cleaned(picture("JPEG", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff"))
    assert (clean.width, clean.height) == (64, 48)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ((6000, 4000), (2048, 1365)),
        ((4100, 4100), (2048, 2048)),
        ((3000, 9), (2048, 6)),
        ((5, 6000), (2, 2048)),
        ((2048, 1), (2048, 1)),
        ((1, 1), (1, 1)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_photo_is_kept_at_a_size_that_shows_what_matters(
    kind: str, sent: tuple[int, int], kept: tuple[int, int]
) -> None:
    clean = cleaned(picture(kind, size=sent))
    for found, wanted in zip((clean.width, clean.height), kept, strict=True):
        assert abs(found - wanted) <= 1
    assert held(clean.content).size == (clean.width, clean.height)
    if min(sent) > 100:
        assert near(held(clean.content).getpixel((clean.width - 1, clean.height // 2)), BLUE)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_a_jpeg_in_other_colours_is_kept(mode: str) -> None:
    image = held(cleaned(picture("JPEG", mode=mode)).content)
    assert image.mode == "RGB"
    assert near(image.getpixel((5, 5)), RED if mode == "CMYK" else (76, 76, 76))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_a_png_in_any_colours_is_kept(mode: str) -> None:
    assert held(cleaned(picture("PNG", mode=mode)).content).mode == "RGB"


def test_grey_of_16_bits_keeps_its_greys() -> None:
    grey, file = Image.new("I;16", (64, 48), 0x8000), BytesIO()
    grey.save(file, "PNG")
    assert near(held(cleaned(file.getvalue()).content).getpixel((5, 5)), (128, 128, 128))


def test_what_one_can_see_through_is_shown_on_white() -> None:
    for image, saved in (
        (Image.new("RGBA", (64, 48), (0, 0, 0, 0)), {}),
        (Image.new("P", (64, 48), 0), {"transparency": 0}),
        (Image.new("LA", (64, 48), (0, 0)), {}),
        (Image.new("RGB", (64, 48), (9, 9, 9)), {"transparency": (9, 9, 9)}),
    ):
        file = BytesIO()
        image.save(file, "PNG", **saved)
        assert near(held(cleaned(file.getvalue()).content).getpixel((5, 5)), WHITE)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "MPO"])
def test_of_several_pictures_in_one_file_the_first_is_kept(kind: str) -> None:
    frames, file = [Image.new("RGB", (64, 48), colour) for colour in ("red", "blue", "white")], BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    assert near(held(cleaned(file.getvalue()).content).getpixel((5, 5)), RED)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("hidden", [SECRET, zipped("index.html", SECRET), b"%PDF-1.7\n" + SECRET])
def test_what_is_hidden_behind_a_photo_does_not_stay(kind: str, hidden: bytes) -> None:
    clean = cleaned(picture(kind) + hidden)
    assert not any(word in clean.content for word in (b"script", b"PK\x03\x04", b"%PDF", b"index.html"))
    assert clean.content.endswith(b"\xff\xd9")


def test_what_is_hidden_in_the_comment_of_a_photo_does_not_stay() -> None:
    assert b"script" not in cleaned(picture("JPEG", comment=SECRET)).content


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        picture("GIF"),
        picture("TIFF"),
        picture("BMP"),
        picture("AVIF"),
        b"%PDF-1.7\n",
        SECRET,
        zipped("photo.jpg", picture("JPEG")),
        zipped("photo.jpg", b"x") + picture("JPEG"),
        b"GIF89a" + picture("JPEG"),
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"\x00",
        b"RIFF\x00\x00\x00\x00WAVE",
    ],
)
def test_what_is_no_photo_is_refused_in_words(content: bytes) -> None:
    assert refused(content) == "not_a_picture"


def test_a_photo_in_the_format_of_iphones_is_refused_with_the_way_out() -> None:
    with pytest.raises(PictureRefused, match="On an iPhone choose Settings, Camera, Formats"):
        cleaned(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(1000))


def test_a_file_without_anything_in_it_is_called_empty() -> None:
    assert refused(b"") == "empty_file"


def test_a_file_of_more_than_15_mb_is_not_even_looked_at() -> None:
    whole = picture("JPEG")
    assert cleaned(whole.ljust(15_000_000, b"\x00")).width == 64
    assert refused(whole.ljust(15_000_001, b"\x00")) == "file_too_large"


@pytest.mark.parametrize("side", [6325, 9000, 100_000, 2**31 - 1])
def test_a_header_that_claims_too_much_is_believed_and_refused(side: int) -> None:
    assert refused(png_that_claims(side, side)) == "too_many_pixels"


def test_a_small_file_that_would_fill_the_memory_is_refused() -> None:
    bomb = black_png(30_000)
    assert len(bomb) < 200_000
    assert refused(bomb) == "too_many_pixels"
    assert refused(webp_that_claims(16_383)) == "too_many_pixels"


def test_as_many_pixels_as_the_limit_are_taken() -> None:
    assert cleaned(black_png(6324)).width == 2048


def test_words_in_a_png_that_unpack_to_a_gigabyte_are_not_unpacked() -> None:
    png = picture("PNG")
    bomb = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(100_000_000)))
    assert refused(png[:33] + bomb + png[33:]) == "broken_picture"


def test_a_jpeg_that_is_gone_over_thousands_of_times_is_refused() -> None:
    assert cleaned(jpeg_of_empty_passes(1)).width == 64
    assert refused(jpeg_of_empty_passes(2_000)) == "broken_picture"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_photo_that_did_not_come_whole_is_refused(kind: str, share: float) -> None:
    whole = picture(kind, size=(640, 480))
    assert refused(whole[: int(len(whole) * share)]) == "broken_picture"


SEEDS = [
    jpeg_with_exif(orientation=6),
    picture("JPEG", mode="CMYK"),
    picture("JPEG", progressive=True),
    picture("PNG", mode="P"),
    picture("PNG", mode="RGBA"),
    picture("WEBP"),
    picture("WEBP", exif=b"Exif\x00\x00MM\x00*"),
    png_that_claims(64, 64),
]


@settings(max_examples=400)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 2_000), st.binary(max_size=6)), max_size=6),
    st.integers(0, 3_000),
)
def test_whatever_bytes_come_they_become_a_photo_or_are_refused(
    content: bytes, changes: list[tuple[int, bytes]], end: int
) -> None:
    mutated = bytearray(content)
    for place, piece in changes:
        mutated[place : place + len(piece)] = piece
    try:
        clean = cleaned(bytes(mutated[:end]))
    except PictureRefused:
        return
    assert held(clean.content).size == (clean.width, clean.height)


@given(
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBP"]), st.binary()
)
def test_noise_is_refused(head: bytes, noise: bytes) -> None:
    assert refused(head + noise) in ("empty_file", "not_a_picture", "broken_picture", "too_many_pixels")


def test_a_name_is_not_guessed_and_tells_nothing() -> None:
    names = {photo_name() for _one in range(100)}
    assert len(names) == 100
    for name in names:
        folder, two, rest = name.split("/")
        assert (folder, two, len(rest)) == ("photos", rest[:2], 36)
        assert rest.endswith(".jpg")
