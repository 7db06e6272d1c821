"""A photo that somebody sent, made anew: only its pixels are taken over.

Where it was taken, with what and when, small copies inside it and whatever is hidden behind its end stay
out, because nothing but pixels is copied into a new picture.
"""

import os
import secrets
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import IO

from PIL import Image

from checklists.domain.errors import (
    BrokenPicture,
    EmptyFile,
    FileTooLarge,
    HeicPicture,
    NotAPicture,
    TooManyPixels,
)
from checklists.domain.pictures import LONG_SIDE, MOST_BYTES, MOST_PIXELS, MOST_SCANS, QUALITY

Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # Pillow refuses twice as many by itself, while it reads the header

FORMATS = ("JPEG", "PNG", "WEBP")
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
ORIENTATION = 0x0112  # in EXIF: how the camera was held
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ROWS = 256  # of a strip that is worked on at once
PIECE = 1_000_000  # bytes read at once
SCAN = b"\xff\xda"  # begins a pass; inside one it cannot stand

# A picture of 40 megapixels takes some hundred MB for a second or two: one at a time in each process.
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanPicture:
    """A progressive JPEG in sRGB or what passes for it, upright, and without a word about itself."""

    content: bytes
    width: int
    height: int


def photo_name() -> str:
    """Where a photo is kept: a name that nobody guesses and that tells nothing."""
    name = secrets.token_hex(16)
    return f"photos/{name[:2]}/{name}.jpg"


def clean_picture(file: IO[bytes], *, field: str = "file") -> CleanPicture:
    """The picture that a JPEG, PNG or WebP file shows first, at most 2048 pixels long.

    Raises PictureRefused, by what is wrong with the file, and nothing else for any bytes.
    """
    file.seek(0, os.SEEK_END)
    size = file.tell()
    if not size:
        raise EmptyFile(field=field)
    if size > MOST_BYTES:
        raise FileTooLarge(field=field, limit=MOST_BYTES // 1_000_000)
    file.seek(0)
    head = file.read(16)
    if not _is_ours(head):
        raise HeicPicture(field=field) if _is_heic(head) else NotAPicture(field=field)
    try:
        with _one_at_a_time:
            return _made_anew(file, field=field)
    except (TooManyPixels, BrokenPicture):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels(field=field, limit=MOST_PIXELS // 1_000_000) from None
    except Exception:  # noqa: BLE001 - decoders fail over a wrong byte with whatever comes to hand
        raise BrokenPicture(field=field) from None


def _is_ours(head: bytes) -> bool:
    is_webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return is_webp or head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def _is_heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in HEIC


def _made_anew(file: IO[bytes], *, field: str) -> CleanPicture:
    if _scans(file) > MOST_SCANS:
        raise BrokenPicture(field=field)
    file.seek(0)
    with Image.open(file, formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise TooManyPixels(field=field, limit=MOST_PIXELS // 1_000_000)
        image.draft(None, _fitting(image.size))  # a JPEG is decoded at half, a quarter or an eighth
        image.load()
        small = _on_paper(image)
        turn = TURNS.get(_orientation(image) or 1)
    small.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    if turn is not None:
        small = small.transpose(turn)
    content = BytesIO()
    small.save(content, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    return CleanPicture(content=content.getvalue(), width=small.width, height=small.height)


def _scans(file: IO[bytes]) -> int:
    """How often a JPEG goes over its pixels, 0 for others. Thousands of empty passes take hours."""
    file.seek(0)
    found, last = 0, b""
    while piece := file.read(PIECE):
        if not found and not last and not piece.startswith(b"\xff\xd8"):
            return 0
        found += (last + piece).count(SCAN)
        last = piece[-1:]
    return found


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    """As large as a picture of these sides may become."""
    longer = max(size)
    width, height = (max(1, side * LONG_SIDE // longer) for side in size)
    return width, height


def _on_paper(image: Image.Image) -> Image.Image:
    """The same in three colours, on white where one could see through it, up to twice the final size.

    Strip by strip, so that nothing of the large picture is held twice.
    """
    factor = max(1, max(image.size) // LONG_SIDE)
    rows = factor * max(1, ROWS // factor)
    paper = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)))
    for top in range(0, image.height, rows):
        strip = _in_colour(image.crop((0, top, image.width, min(top + rows, image.height))))
        paper.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    return paper


def _in_colour(strip: Image.Image) -> Image.Image:
    if strip.mode.startswith("I"):  # grey of 16 bits
        strip = strip.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if not strip.has_transparency_data:
        return strip.convert("RGB")
    seen_through = strip.convert("RGBA")
    paper = Image.new("RGB", strip.size, "white")
    paper.paste(seen_through, mask=seen_through.getchannel("A"))
    return paper


def _orientation(image: Image.Image) -> int | None:
    """None where the file does not say, or cannot be understood: the picture is good all the same."""
    try:
        held: object = image.getexif().get(ORIENTATION)
    except Exception:  # noqa: BLE001 - Pillow's reader of EXIF fails over wrong bytes like its decoders
        return None
    return held if isinstance(held, int) else None
