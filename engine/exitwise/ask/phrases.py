"""Phrases of the conversation that do not come from the pack: prompts, help and notices.

They are English here, and translated where they are written.
"""

from __future__ import annotations

from typing import Final

from exitwise.catalogue import N_

HOW_TO_ANSWER: Final = N_(
    "Type the number of an answer, or its first letters. ? explains a question and why it is asked. "
    "You can also type back, edit, list or save."
)
EMPTY_ANSWER: Final = N_("Type an answer, or ? to see what the question means and why it is asked.")
FIRST_QUESTION: Final = N_("There is no question before this one.")
REVIEW: Final = N_(
    "Press Enter to see the advice. Type the number of an answer to change it, or back to answer the last "
    "question again."
)
REVIEW_HELP: Final = N_(
    "Press Enter to see the advice. Type the number of an answer to change it, back to answer the last "
    "question again, list to see the answers again, or save to keep them in a file and leave."
)
NO_ANSWERS: Final = N_("There is no answer to change yet.")
WHICH_ANSWER: Final = N_("Which answer do you want to change? Type its number, or press Enter for none.")
WHICH_ANSWER_HELP: Final = N_(
    "Type the number of the answer in the list. Press Enter or type back to change nothing."
)
CONFIRM: Final = N_("Change it anyway? yes or no")
CONFIRM_HELP: Final = N_(
    "yes changes it, and the questions above are asked again if they still matter. no changes nothing."
)
UNCHANGED: Final = N_("Nothing was changed.")
SAVE_TO: Final = N_("Save to which file? Press Enter to go back.")
SAVE_TO_HELP: Final = N_(
    "Type the name of a new file, such as answers.json. Only you will be able to read it. Press Enter to go "
    "back."
)
NOT_SAVED: Final = N_("Nothing was saved.")
HOW_TO_QUIT: Final = N_("Press Ctrl-C to leave. Type save to keep your answers in a file and resume later.")
HOW_TO_QUIT_SAVED: Final = N_("Press Ctrl-C or type save to leave. Your answers are saved after each one.")
