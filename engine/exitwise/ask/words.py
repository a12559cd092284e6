"""Words that can be typed; each is accepted in English and in the language of the conversation."""

from __future__ import annotations

from typing import Final

from exitwise.catalogue import N_

COMMANDS: Final = (N_("back"), N_("edit"), N_("list"), N_("save"))
HELP: Final = N_("help")
QUIT: Final = N_("quit")
YES: Final = N_("yes")
NO: Final = N_("no")
DONT_KNOW: Final = N_("I don't know")
UNSURE: Final = (DONT_KNOW, N_("don't know"), N_("unknown"))
"""Ways to type the answer `unknown`; the beginning of one is enough."""
NO_VALUE: Final = (N_("none"), N_("none of these"), "0", "[]")
"""Ways to type that no value of a list applies."""
