"""Files that people and others send as photos."""

import struct
import zipfile
import zlib
from io import BytesIO

from PIL import Image, ImageDraw


def picture(kind: str, *, size: tuple[int, int] = (64, 48), mode: str = "RGB", **saved: object) -> bytes:
    """The left half red, the right half blue, so that one sees how it was turned."""
    image = Image.new("RGB", size, "red")
    ImageDraw.Draw(image).rectangle((size[0] // 2, 0, *size), fill="blue")
    file = BytesIO()
    image.convert(mode).save(file, kind, **saved)
    return file.getvalue()


def jpeg_with_exif(*, orientation: int = 1) -> bytes:
    """As a phone makes it: place, maker and the way it was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Phone of Anna"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 0.0), 29: "2026:11:26"})
    return picture("JPEG", exif=exif, comment=b"taken at home")


def png_that_claims(width: int, height: int) -> bytes:
    """Of so many pixels by its header, and without any."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def black_png(side: int) -> bytes:
    """A square of so many pixels a side, nearly all of which zlib leaves out."""
    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8 + 1)
    packed = b"".join(packer.compress(row) for _row in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def webp_that_claims(side: int) -> bytes:
    content = bytearray(picture("WEBP", xmp=b"x"))
    canvas = content.find(b"VP8X") + 12
    content[canvas : canvas + 6] = struct.pack("<I", side - 1)[:3] * 2
    return bytes(content)


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def zipped(name: str, content: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


def jpeg_of_empty_passes(number: int) -> bytes:
    """Small, and decoders go over all of its pixels that often."""
    content = picture("JPEG", progressive=True)
    scan = content.rindex(b"\xff\xda")
    return content[:scan] + content[scan:-2] * number + content[-2:]


def held(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image
