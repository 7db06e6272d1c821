from caseload.models.contact import Contact
from caseload.models.known_as import KnownAs

__all__ = ("Contact", "KnownAs")
