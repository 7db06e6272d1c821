"""The paper that somebody's printer is likely to hold."""

from enum import StrEnum


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "us-letter"


# Letter is the paper of North and Central America, Chile, Colombia, Venezuela and the Philippines; the rest
# of South America took up ISO 216.
LETTER_REGIONS = ("America/", "US/", "Canada/")
LETTER_ZONES = frozenset({"Asia/Manila", "Pacific/Honolulu"})
A4_ZONES = frozenset(
    {
        "America/Araguaina",
        "America/Asuncion",
        "America/Bahia",
        "America/Belem",
        "America/Boa_Vista",
        "America/Buenos_Aires",
        "America/Campo_Grande",
        "America/Cayenne",
        "America/Cuiaba",
        "America/Fortaleza",
        "America/Guayaquil",
        "America/La_Paz",
        "America/Lima",
        "America/Maceio",
        "America/Manaus",
        "America/Montevideo",
        "America/Noronha",
        "America/Nuuk",
        "America/Paramaribo",
        "America/Porto_Velho",
        "America/Recife",
        "America/Rio_Branco",
        "America/Santarem",
        "America/Sao_Paulo",
    }
)


def paper_of(zone: str) -> Paper:
    """By the time zone of a diary."""
    if zone in A4_ZONES or zone.startswith("America/Argentina/"):
        return Paper.A4
    return Paper.LETTER if zone.startswith(LETTER_REGIONS) or zone in LETTER_ZONES else Paper.A4


def paper_asked(text: str, *, zone: str) -> Paper:
    """What an address asks for, else what the zone suggests."""
    return Paper(text) if text in tuple(Paper) else paper_of(zone)
