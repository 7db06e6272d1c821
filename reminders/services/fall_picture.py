"""The chart of monthly fall rates as a picture for mails: drawn by Pillow, with the font that it brings.

Mail programs show no SVG, and a renderer of SVG takes ten times as long as this (docs/dependencies.md).
Twice as many pixels as it is shown with, in two colours on white: few bytes, and sharp on a phone.
"""

from collections.abc import Sequence
from functools import cache
from io import BytesIO

from django.utils.formats import date_format, number_format
from PIL import Image, ImageDraw, ImageFont

from logs.domain.axes import top_of_axis
from logs.summaries import StoredRate

SHARP = 2
WIDTH, HEIGHT = 328, 216  # as it is shown
LEFT, RIGHT, TOP, PLOT = 34, 320, 26, 152
TEXT = 14
PAPER, INK, FALL = (255, 255, 255), (27, 31, 36), (143, 42, 30)
TONES = 32
FULL, SOFT, FAINT = 255, 200, 70
HATCH = 8  # between two lines of a month without a rate

Canvas = ImageDraw.ImageDraw


def fall_picture(months: Sequence[StoredRate], *, baseline: float) -> bytes:
    """PNG of one dot with its 95% interval a month, and the dashed baseline. Rates are falls a month."""
    rates = [month.rate.rate for month in months if month.rate.rate is not None]
    highs = [month.rate.rate_high for month in months if month.rate.rate_high is not None]
    top = top_of_axis(rates=rates, highs=highs, lines=[baseline])
    ink, red = _canvas(), _canvas()
    plain, strong = ImageDraw.Draw(ink), ImageDraw.Draw(red)
    for third in range(4):
        rate = top * third / 3
        _line(plain, (LEFT, _y(rate, top)), (RIGHT, _y(rate, top)), tone=FAINT, width=1)
        _text(plain, number_format(rate, 0), LEFT - 8, _y(rate, top), anchor="rm")
    for x in range(LEFT, RIGHT, 14):
        _line(plain, (x, _y(baseline, top)), (min(x + 8, RIGHT), _y(baseline, top)), width=2)
    column = (RIGHT - LEFT) / len(months)
    for number, month in enumerate(months):
        _month(plain, strong, month, x=LEFT + column * (number + 0.5), column=column, top=top)
    return _png(ink, red)


def _month(plain: Canvas, strong: Canvas, month: StoredRate, *, x: float, column: float, top: float) -> None:
    _text(plain, _label(month), x, TOP + PLOT + 22, anchor="mm")
    rate, counts = month.rate, month.rate.counts
    if rate.rate is None:
        _hatched(plain, x - column / 2 + 3, x + column / 2 - 3)
        if counts.enrolled_days:
            words = f"{counts.observed_days}/{counts.enrolled_days}"
            _text(plain, words, x, TOP + PLOT / 2, anchor="mm", on_paper=True)
        return
    low, high = rate.rate_low or 0.0, rate.rate_high or rate.rate
    upper = _y(min(high, top), top)
    if high > top:  # an open end has no cap: it leaves as an arrow, with the number that it would reach
        upper -= 6
        _text(plain, number_format(round(high, 1), 1), x, upper - 11, anchor="mm")
        for side in (-6, 6):
            _line(strong, (x, upper), (x + side, upper + 7), width=3)
    else:
        _line(strong, (x - 7, upper), (x + 7, upper), width=3)
    _line(strong, (x, upper), (x, _y(low, top)), width=3)
    _line(strong, (x - 7, _y(low, top)), (x + 7, _y(low, top)), width=3)
    strong.circle((x * SHARP, _y(rate.rate, top) * SHARP), 8 * SHARP, fill=FULL)


def _hatched(plain: Canvas, left: float, right: float) -> None:
    wide = right - left
    for start in range(0, int(PLOT + wide), HATCH):
        # From the left edge, or the bottom, up to the right edge, or the top.
        begins = (left + max(0, start - PLOT), TOP + min(start, PLOT))
        ends = (left + min(start, wide), TOP + max(0, start - wide))
        _line(plain, begins, ends, tone=FAINT, width=1)


def _label(month: StoredRate) -> str:
    """ "Nov"; its number where the font has no such letters."""
    name = date_format(month.window.first, "M")
    return name if name.isascii() else str(month.window.first.month)


def _y(rate: float, top: float) -> float:
    return TOP + PLOT * (1 - rate / top)


def _line(
    canvas: Canvas, begins: tuple[float, float], ends: tuple[float, float], *, width: int, tone: int = FULL
) -> None:
    canvas.line([(x * SHARP, y * SHARP) for x, y in (begins, ends)], fill=tone, width=width * SHARP)


def _text(canvas: Canvas, words: str, x: float, y: float, *, anchor: str, on_paper: bool = False) -> None:
    at = (x * SHARP, y * SHARP)
    if on_paper:
        left, upper, right, lower = canvas.textbbox(at, words, font=_font(), anchor=anchor)
        canvas.rectangle((left - 6, upper - 6, right + 6, lower + 6), fill=0)
    canvas.text(at, words, font=_font(), anchor=anchor, fill=SOFT)


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(TEXT * SHARP)


def _canvas() -> Image.Image:
    return Image.new("L", (WIDTH * SHARP, HEIGHT * SHARP))


def _png(ink: Image.Image, red: Image.Image) -> bytes:
    """One palette of both: its first tones are those of ink, the others those of falls."""
    picture = ink.point([tone * TONES // 256 for tone in range(256)])
    picture.paste(
        red.point([TONES + tone * TONES // 256 for tone in range(256)]),
        mask=red.point([FULL * (tone > 0) for tone in range(256)]),
    )
    picture.putpalette(_palette())
    file = BytesIO()
    picture.save(file, "png", compress_level=1)
    return file.getvalue()


@cache
def _palette() -> list[int]:
    return [part for colour in (INK, FALL) for tone in range(TONES) for part in _mixed(colour, tone)]


def _mixed(colour: tuple[int, int, int], tone: int) -> list[int]:
    return [
        round(paper + (part - paper) * tone / (TONES - 1)) for paper, part in zip(PAPER, colour, strict=True)
    ]
