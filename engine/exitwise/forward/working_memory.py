"""What stands in working memory: the answers as one fact, and one fact for each conclusion."""

from __future__ import annotations

from exitwise.forward.experta_library import Fact


class Answers(Fact):  # type: ignore[misc]
    """The profile: one slot for each fact of the vocabulary."""


class Finding(Fact):  # type: ignore[misc]
    """A finding holds; by its name."""


class Applies(Fact):  # type: ignore[misc]
    """An argument's condition holds; by its id."""


class Undefeated(Fact):  # type: ignore[misc]
    """An argument applies and nothing undefeated overrides it; by its id and its outcome."""


class Recommended(Fact):  # type: ignore[misc]
    """The one outcome left undefeated; by its name."""


class Step(Fact):  # type: ignore[misc]
    """A step is in the plan; by its id and its phase."""


class RaisedWarning(Fact):  # type: ignore[misc]
    """A warning was raised; by its id and whether it holds."""


class Ready(Fact):  # type: ignore[misc]
    """How ready the case is."""


class Alternative(Fact):  # type: ignore[misc]
    """Some alternative of an `any` holds; by the `any`'s place in its rule's normal form."""


class FiredMarker(Fact):  # type: ignore[misc]
    """A rule fired that concludes nothing for other rules: a constraint broken, a property failed."""
