"""Former names of facts and values: data that was written before a renaming is understood as it was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.catalogue import _
from exitwise.diagnostic import ProfileDiagnostic
from exitwise.errors import ProfileError
from exitwise.model.profile import pointer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from exitwise.model.fact import Fact


class FormerNames:
    """The former names of facts and of their values; without any it is false."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        """Take the names of some facts."""
        self._facts = {fact.id: fact for fact in facts}
        self._by_former = {former: fact for fact in self._facts.values() for former in fact.formerly}
        self._has_values = any(fact.former_values for fact in self._facts.values())

    def __bool__(self) -> bool:
        return bool(self._by_former) or self._has_values

    def present(self, name: str) -> str:
        """Return the present name of a fact; any other name is returned unchanged."""
        fact = self._by_former.get(name)
        return name if fact is None else fact.id

    def note(self, name: str) -> str | None:
        """Return a note on the name of a fact; None if it is no former one."""
        fact = self._by_former.get(name)
        words = _("fact `{name}` was called `{former}`")
        return None if fact is None else words.format(name=fact.id, former=name)

    def value_notes(self, name: str, answer: object) -> Iterator[str]:
        """Yield a note on each former value in an answer to a fact."""
        fact = self._facts.get(name)
        values = fact.present_values if fact else {}
        for item in (answer if isinstance(answer, list | tuple) else [answer]) if values else ():
            if fact and isinstance(item, str) and item in values:
                words = _("value `{value}` of fact `{name}` was called `{former}`")
                yield words.format(value=values[item], name=fact.id, former=item)

    def notes(self, name: str, answer: object) -> Iterator[str]:
        """Yield a note on each former name in an answer and its key."""
        note = self.note(name)
        if note is not None:
            yield note
        yield from self.value_notes(self.present(name), answer)

    def renamed(
        self,
        raw: Mapping[str, object],
        *,
        keep: Collection[str] = (),
        notes: set[str] | None = None,
        at: str = "",
    ) -> Mapping[str, object]:
        """Return raw answers with present names, and add a note on each former one to `notes`.

        The keys in `keep` are not those of facts. Null is absent. `at` is the pointer of the answers.

        Raises:
            ProfileError: a fact has two different answers, under two of its names.
        """
        if not self:
            return raw
        answers: dict[str, object] = {}
        origin: dict[str, str] = {}
        faults: list[ProfileDiagnostic] = []
        for key, value in raw.items():
            name = key if key in keep else self.present(key)
            fact = None if key in keep else self._facts.get(name)
            answer = value if fact is None else fact.with_present_values(value)
            if notes is not None and fact is not None:
                notes.update(self.notes(key, value))
            if answers.get(name) is not None and answer is not None and answer != answers[name]:
                faults += _conflict(at, name, (origin[name], key))
            if answers.get(name) is None:
                answers[name], origin[name] = answer, key
        if faults:
            raise ProfileError(faults)
        return answers


def _conflict(at: str, name: str, keys: tuple[str, str]) -> Iterator[ProfileDiagnostic]:
    """Yield the faults of two keys of one fact with different answers, one for each place."""
    for key, other in (keys, keys[::-1]):
        yield ProfileDiagnostic(
            pointer=at + pointer(key),
            cause="duplicate-key",
            message=f"`{key}` and `{other}` are both names of fact `{name}`, and have different answers",
            help=f"keep `{name}`, its present name",
        )
