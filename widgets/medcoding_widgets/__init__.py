"""What a learner touches: exercises in lessons, graded exercises in assignments, practice apps, the code book.

A notebook needs three words: `exercise("slug")`, `grade("slug")` and `practice("unit-folder")`; two
more show the book by itself: `encoder()` and `pcsbuilder()`. `cards()` shows the flash cards, `home()` the
course's home, `exam()` the mock exams.
Importing this package loads no code table and none of the heavy libraries: every learner costs a kernel.
"""

from medcoding_widgets.encoder import encoder, pcsbuilder
from medcoding_widgets.notebook import exercise, grade, practice

__all__ = ["cards", "encoder", "exam", "exercise", "grade", "home", "pcsbuilder", "practice"]


def home() -> None:
    """Show the course's home. Imported when it is called: the kernel of a lesson does without."""
    from medcoding_widgets.course_home import show_home

    show_home()


def cards() -> None:
    """Show the flash cards, imported likewise."""
    from medcoding_widgets.flash_cards import show_cards

    show_cards()


def exam(name: str = "") -> None:
    """Show one mock exam, or all of them to choose from. Imported likewise."""
    from medcoding_widgets.mock_exam import show_exam

    show_exam(name)
