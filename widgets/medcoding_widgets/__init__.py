"""What a learner touches: exercises in lessons, graded exercises in assignments, practice apps.

A notebook needs three words: `exercise("slug")`, `grade("slug")` and `practice("unit-folder")`.
Importing this package loads no code table and none of the heavy libraries: every learner costs a kernel.
"""

from medcoding_widgets.notebook import exercise, grade, practice

__all__ = ["exercise", "grade", "practice"]
