"""Audit: a coder's work set beside a reviewer's, scored with the course's own scorer.

Published audits count code over code (right codes among the reviewer's codes), case over case
(the whole record, or its DRG, right or wrong) and POA alone; this room counts all three, by
coder, by rule and by code.
"""

from medcoding.audit.judge import Judged, judge_sets
from medcoding.audit.sets import CodedLine, CodedRecord, load_set
from medcoding.audit.tally import Tally, tally

__all__ = ["CodedLine", "CodedRecord", "Judged", "Tally", "judge_sets", "load_set", "tally"]
