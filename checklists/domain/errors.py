"""What can be wrong with a catalogue: all of it at once, in sentences for whoever edits it."""

from collections.abc import Sequence


class InvalidCatalogue(ValueError):
    """The catalogue cannot be used; `faults` names each reason with the item's code."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(faults))
