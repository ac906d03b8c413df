"""What a learner touches: exercises in lessons, graded exercises in assignments, practice apps, the code book.

A notebook needs three words: `exercise("slug")`, `grade("slug")` and `practice("unit-folder")`; two
more show the book by itself: `encoder()` and `pcsbuilder()`. `cards()` shows the flash cards, `home()` the
course's home.
Importing this package loads no code table and none of the heavy libraries: every learner costs a kernel.
"""

from medcoding_widgets.cards import cards
from medcoding_widgets.encoder import encoder, pcsbuilder
from medcoding_widgets.home import home
from medcoding_widgets.notebook import exercise, grade, practice

__all__ = ["cards", "encoder", "exercise", "grade", "home", "pcsbuilder", "practice"]
