"""The facts of working memory: the answers as one fact, and one fact for each conclusion."""

from __future__ import annotations

from exitwise.forward.experta_library import Fact


class Answers(Fact):  # type: ignore[misc]
    """The profile: one slot for each fact of the vocabulary."""


class Finding(Fact):  # type: ignore[misc]
    """A finding was concluded; its name."""


class Applies(Fact):  # type: ignore[misc]
    """An argument's condition is true; its id."""


class Undefeated(Fact):  # type: ignore[misc]
    """An argument applies and no undefeated argument overrides it; its id and its outcome."""


class Recommended(Fact):  # type: ignore[misc]
    """The only outcome with an undefeated argument; its name."""


class Step(Fact):  # type: ignore[misc]
    """A step is in the plan; its id and its phase."""


class Urgent(Fact):  # type: ignore[misc]
    """A step is urgent if it is in the plan; its id."""


class RaisedWarning(Fact):  # type: ignore[misc]
    """A warning was raised; its id, and whether it puts the outcome on hold."""


class Ready(Fact):  # type: ignore[misc]
    """The readiness of the case; `hold`, `prepare` or `ready`."""


class Alternative(Fact):  # type: ignore[misc]
    """A branch of a nested disjunction is true; its rule, and the disjunction's path in the normal form."""


class FiredMarker(Fact):  # type: ignore[misc]
    """A rule without further conclusions fired: a constraint was broken or a property violated; its id."""
