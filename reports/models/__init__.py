from reports.models.link import ReportLink
from reports.models.question import ReportQuestion

__all__ = ["ReportLink", "ReportQuestion"]
