from logs.models.diary_day import DiaryDay
from logs.models.fall import Fall, FallVersion
from logs.models.fall_rate import DirtyMonth, FallRate
from logs.models.private_answer import PrivateAnswer

__all__ = ("DiaryDay", "DirtyMonth", "Fall", "FallRate", "FallVersion", "PrivateAnswer")
