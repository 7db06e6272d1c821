"""What can be wrong with symptoms: one class for each meaning, with its code."""

from ledger.domain.errors import EntryError


class UnknownSymptom(EntryError):
    code = "unknown_symptom"
    words = "This symptom is not known here."


class NotOnTheScale(EntryError):
    code = "not_on_the_scale"
    words = "Choose a whole number from 0 to %(most)s, or leave it out."


class HasNoAreas(EntryError):
    code = "has_no_areas"
    words = "Where it is felt is not asked for this symptom."


class UnknownArea(EntryError):
    code = "unknown_area"
    words = "Choose one of the places that this symptom knows."


class NothingTold(EntryError):
    code = "nothing_told"
    words = "Nothing is filled in yet. Answer at least one question."


class TooManyPins(EntryError):
    code = "too_many_pins"
    words = "Too many symptoms for every day. Choose up to %(limit)s."
