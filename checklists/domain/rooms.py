"""Which rooms of a checklist a fall is looked at with."""

from checklists.domain.vocabulary import Room

# Places of falls, by the names they have in the diary, that are a room of the home.
_ROOM_OF = {
    "entrance": Room.ENTRANCE,
    "hallway": Room.HALLWAY_AND_STAIRS,
    "stairs": Room.HALLWAY_AND_STAIRS,
    "living_room": Room.LIVING_ROOM,
    "bedroom": Room.BEDROOM,
    "bathroom": Room.BATHROOM,
    "toilet": Room.BATHROOM,
    "kitchen": Room.KITCHEN,
    "garden_or_drive": Room.OUTDOORS,
}
_INDOORS = frozenset(_ROOM_OF) - {"garden_or_drive"} | {"other_indoors"}
# What somebody walks on, sees by, wears and calls with is there in every room.
EVERYWHERE_INDOORS = frozenset({Room.FLOORS, Room.LIGHTING, Room.FOOTWEAR_AND_AIDS, Room.GETTING_HELP})


def room_of(place: str | None) -> Room | None:
    """The room of one's own home that a fall's place is; None elsewhere, and where nobody said."""
    return _ROOM_OF.get(place or "")


def rooms_beside(place: str | None) -> frozenset[Room]:
    """The rooms whose open hazards are shown beside a fall in that place: its own, and what is everywhere."""
    room = room_of(place)
    own = frozenset({room} if room else ())
    return own | EVERYWHERE_INDOORS if place in _INDOORS else own
