"""nbgrader's settings for this course: the folder of this file is the course root.

Whoever runs nbgrader here, by command line, by the Formgrader or by `medcoding grade`, gets these
settings. Each one that departs from nbgrader's own says why.
"""

import os
from pathlib import Path

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import Execute, GetGrades

from medcoding.nbgrader import TEMPLATES, formgrader_templates
from medcoding.nbgrader.clean_release import CleanRelease
from medcoding.nbgrader.collect import CarefulCollect
from medcoding.nbgrader.converters import install
from medcoding.nbgrader.exporters import FeedbackExporter, SubmissionExporter
from medcoding.nbgrader.sanitize import clean_html, clean_markdown
from medcoding.nbgrader.score_answers import ScoreAnswers
from medcoding.nbgrader.show_rulings import ShowRulings
from medcoding.nbgrader.withhold import WithholdVerdicts

c = get_config()  # noqa: F821
root = Path(__file__).resolve().parent
install()

# --- The course -----------------------------------------------------------------------------
c.CourseDirectory.course_id = "medcoding"
c.CourseDirectory.root = str(root)
# Keys and the text that assignments are built from stay in source/. These names are left out
# of learners' submissions as well, so the list is no longer than it must be.
_NEVER_KEPT = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback"]  # nbgrader's own list
c.CourseDirectory.ignore = [*_NEVER_KEPT, "cases", "questions", "assignment.md"]

# --- The exchange: where assignments go out and submissions come in ----------------------------
c.Exchange.root = os.environ.get("MEDCODING_EXCHANGE") or str(root / ".exchange")
# Every learner may write into the exchange: links and names of others are not followed when it is emptied.
c.ExchangeFactory.collect = CarefulCollect
c.Exchange.assignment_dir = str(root / "my-assignments")

# --- Releasing -----------------------------------------------------------------------------------
c.GenerateAssignment.preprocessors = [CleanRelease, *GenerateAssignment().preprocessors]

# What stands in the place of an instructor's program; it raises nothing, since a notebook runs when it opens.
c.ClearSolutions.code_stub = {"python": "# Write your program here."}

# --- Grading: answers are scored from their files; programs, where an exercise asks for one, run locked in ---
c.Autograde.exporter_class = SubmissionExporter
c.Autograde.autograde_preprocessors = [
    ScoreAnswers if step is Execute else step for step in Autograde().autograde_preprocessors
]
# Exercise cells that a learner removed are put back.
c.OverwriteCells.add_missing_cells = True
# "sandboxed" refuses to run programs where bubblewrap cannot lock them in; "never" refuses always; "unprotected"
# runs them with all the rights of whoever grades.
c.ScoreAnswers.run_code = "sandboxed"
# Only with "unprotected" and test cells of an instructor's own: a polite shutdown can hang for seconds.
c.Execute.shutdown_kernel = "immediate"

# --- Pages: no script, no foreign HTML, nothing loaded from elsewhere -------------------------------
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {"clean_html": clean_html, "markdown2html": clean_markdown}
# Our folder comes first, so that its empty MathJax takes the place of one from another site.
c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(formgrader_templates())]
c.GenerateFeedback.exporter_class = FeedbackExporter
c.GenerateFeedback.preprocessors = [GetGrades, ShowRulings, WithholdVerdicts, CSSHTMLHeaderPreprocessor]
c.FeedbackExporter.template_name = "medcoding_feedback"
c.FeedbackExporter.extra_template_basedirs = [str(TEMPLATES)]
