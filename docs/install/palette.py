"""A PNG with a palette: small, and without loss where a picture has few colours."""

import base64
import struct
import zlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST = 256
OPAQUE = 255
# Draws a picture (a data: address) at a size, and returns its pixels: red, green, blue, opacity.
PIXELS = """async ({ source, width, height }) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = new OffscreenCanvas(width, height);
  const paper = canvas.getContext("2d");
  paper.drawImage(image, 0, 0, width, height);
  const { data } = paper.getImageData(0, 0, width, height);
  let bytes = "";
  for (let at = 0; at < data.length; at += 8192) {
    bytes += String.fromCharCode(...data.subarray(at, at + 8192));
  }
  return btoa(bytes);
}"""


def drawn(page: "Page", kind: str, picture: bytes, width: int, height: int) -> bytes:
    """The picture (`kind` is image/svg+xml or image/png) as a PNG of that size."""
    source = f"data:{kind};base64,{base64.b64encode(picture).decode()}"
    told: str = page.evaluate(PIXELS, {"source": source, "width": width, "height": height})
    return png(width, height, base64.b64decode(told))


def png(width: int, height: int, pixels: bytes) -> bytes:
    """Exact up to 256 colours; beyond, a rare colour becomes the frequent one that is nearest."""
    colours = [bytes(pixels[at : at + 4]) for at in range(0, len(pixels), 4)]
    by_frequency = [colour for colour, _count in Counter(colours).most_common()]
    # What lets light through comes first: opacities after the last such colour are not written.
    palette = sorted(by_frequency[:MOST], key=lambda colour: (colour[3] == OPAQUE, colour))
    number = {colour: place for place, colour in enumerate(palette)}
    number |= {colour: number[_nearest(colour, palette)] for colour in by_frequency[MOST:]}
    flat = bytes(number[colour] for colour in colours)
    rows = b"".join(b"\0" + flat[at : at + width] for at in range(0, len(flat), width))
    opacities = bytes(colour[3] for colour in palette if colour[3] < OPAQUE)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", b"".join(colour[:3] for colour in palette)),
            _chunk(b"tRNS", opacities) if opacities else b"",
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        ]
    )


def _nearest(colour: bytes, palette: list[bytes]) -> bytes:
    return min(palette, key=lambda other: sum((a - b) ** 2 for a, b in zip(colour, other, strict=True)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
