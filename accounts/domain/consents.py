"""What people agree to, and which version of its words is asked for now.

The words are in `frontend/consents/<name>-<version>.html`. Words that somebody agreed to are never changed:
new words are a new version, and who agreed to the old one is asked again.
"""

from enum import StrEnum


class ConsentTo(StrEnum):
    DIARY = "diary"  # that health data of theirs is kept, by which rules
    SHARING = "sharing"  # what somebody sees whom they let in
    NUMBERS_IN_MAIL = "numbers_in_mail"  # that a weekly email says how often somebody fell


VERSIONS = {ConsentTo.DIARY: 1, ConsentTo.SHARING: 2, ConsentTo.NUMBERS_IN_MAIL: 2}
