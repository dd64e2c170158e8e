"""Which lines of ours are which of theirs. Plain Python: lines in, groups out; what is not sure is proposed, never done.

1. The same number and the same amount, each once.
2. The same number otherwise: as many of an amount here as there, in the order of their days; or the rest of it comes to the
   same sum, as one that is paid in parts does.
3. The same amount within a few days, in a class that can be the same, where no other line could be meant.
4. A line and its reversal here, of which nothing is there.

A line is in one group or one proposal at most. Equals are proposed as they are: nobody guesses which of two.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

WINDOW: Final = 5
"""Days by which the same money may be posted apart, where only its amount tells."""
LONGEST: Final = 180
"""Days by which it may be posted apart under the same number. Beyond, the number may have come round again."""

NUMBER, PARTS, AMOUNT, REVERSAL = "number", "parts", "amount", "reversal"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is compared. ``amount`` is what it does to the balance; ``names`` says that it gives a number of
    the other side's, so that another number there speaks against it."""

    key: Hashable
    on: date
    amount: Decimal
    numbers: frozenset[str] = frozenset()
    names: bool = False
    class_code: str = ""
    text: str = ""
    words: frozenset[str] = frozenset()
    reverses: Hashable | None = None


@dataclass(frozen=True)
class Group:
    """Lines that are, or may be, the same money. ``why`` is the rule, or what keeps it from being sure."""

    why: str
    ours: tuple[Line, ...]
    theirs: tuple[Line, ...]

    @property
    def difference(self) -> Decimal:
        """Ours less theirs."""
        return sum_of(self.ours) - sum_of(self.theirs)


@dataclass
class Matching:
    """What was found: groups that are sure, and proposals that somebody decides on."""

    groups: list[Group] = field(default_factory=list)
    proposals: list[Group] = field(default_factory=list)


def sum_of(lines: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))


def plain_number(text: str) -> str:
    """A number as it is compared: without marks, spaces, case and leading noughts."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKC", text).casefold() if mark.isalnum())
    return plain.lstrip("0") if plain.isdigit() else plain


def numbers_of(*texts: str) -> frozenset[str]:
    return frozenset(filter(None, map(plain_number, texts)))


def words_of(text: str) -> frozenset[str]:
    """The words of a text that can be a number: four marks or more, a digit among them."""
    held = (plain_number(word) for word in re.split(r"[\s,;:()]+", text))
    return frozenset(word for word in held if len(word) >= 4 and any(mark.isdigit() for mark in word))


def plain_class(code: str) -> str:
    """A class as it is compared: its last number without leading noughts, or else its word."""
    digits = re.findall(r"\d+", code)
    return digits[-1].lstrip("0") if digits else plain_number(code)


def match(ours: Iterable[Line], theirs: Iterable[Line]) -> Matching:
    """Every line at most once: in a group, in a proposal, or in neither."""
    return _Matcher(ours, theirs).run()


class _Matcher:
    def __init__(self, ours: Iterable[Line], theirs: Iterable[Line]) -> None:
        self.ours = {line.key: line for line in sorted(ours, key=_order)}
        self.theirs = {line.key: line for line in sorted(theirs, key=_order)}
        self.found = Matching()

    def run(self) -> Matching:
        self._same_number()
        self._linked_by_numbers()
        self._same_amount()
        self._same_text()
        self._reversed_here()
        self._reversed_there()
        return self.found

    def _take(self, why: str, ours: Sequence[Line], theirs: Sequence[Line], *, sure: bool = True) -> None:
        """Out of the lines that are open, into a group or a proposal."""
        for line in ours:
            del self.ours[line.key]
        for line in theirs:
            del self.theirs[line.key]
        into = self.found.groups if sure else self.found.proposals
        into.append(Group(why, tuple(ours), tuple(theirs)))

    # --- numbers -------------------------------------------------------------------------------------------------

    def _same_number(self) -> None:
        """One here and one there of a number and an amount; numbers in a text count where no other is given."""
        for of_theirs in ("numbers", "words"):
            here, there = _by_number(self.ours, "numbers"), _by_number(self.theirs, of_theirs)
            pairs = {
                (here[key][0], there[key][0])
                for key in here.keys() & there.keys()
                if len(here[key]) == len(there[key]) == 1
            }
            times = Counter(key for pair in pairs for key in (("ours", pair[0]), ("theirs", pair[1])))
            for one, other in sorted(pairs, key=lambda pair: _order(self.ours[pair[0]])):
                if times["ours", one] == times["theirs", other] == 1:
                    near = _apart(self.ours[one], self.theirs[other]) <= LONGEST
                    self._take(NUMBER if near else "far", [self.ours[one]], [self.theirs[other]], sure=near)

    def _linked_by_numbers(self) -> None:
        """What is left of lines that share numbers: equals, parts, and what differs."""
        for ours, theirs in self._linked():
            for here, there in _equals(ours, theirs):
                for one, other in zip(here, there, strict=True):
                    self._take(NUMBER, [one], [other])
            rest = [line for line in ours if line.key in self.ours]
            others = [line for line in theirs if line.key in self.theirs]
            if not rest or not others:
                continue
            near = max(_apart(one, other) for one in (rest[0], rest[-1]) for other in (others[0], others[-1])) <= LONGEST  # fmt: skip
            if sum_of(rest) == sum_of(others) and near and min(len(rest), len(others)) == 1:
                self._take(PARTS, rest, others)
            else:
                self._take(_differs(rest, others), rest, others, sure=False)

    def _linked(self) -> Iterator[tuple[list[Line], list[Line]]]:
        """Lines of both sides that hang together by the numbers they share, each set once."""
        holders: dict[str, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
        for at, side in enumerate((self.ours, self.theirs)):
            for line in side.values():
                for number in line.numbers:
                    holders[number][at].append(line)
        shared = {number: sides for number, sides in holders.items() if all(sides)}
        above: dict[str, str] = {number: number for number in shared}

        def top(number: str) -> str:
            while above[number] != number:
                above[number] = number = above[above[number]]
            return number

        for at in (0, 1):
            for number, sides in shared.items():
                for line in sides[at]:
                    for other in line.numbers & shared.keys():
                        above[top(other)] = top(number)
        sets: dict[str, tuple[dict[Hashable, Line], dict[Hashable, Line]]] = defaultdict(lambda: ({}, {}))
        for number, sides in shared.items():
            for at in (0, 1):
                sets[top(number)][at].update((line.key, line) for line in sides[at])
        for ours, theirs in sets.values():
            yield sorted(ours.values(), key=_order), sorted(theirs.values(), key=_order)

    # --- amounts -------------------------------------------------------------------------------------------------

    def _same_amount(self) -> None:
        """The same amount within a few days. Of several that could be meant, all are proposed together."""
        for classes in (True, False):
            for ours, theirs in list(self._near(classes)):
                if len(ours) == len(theirs) == 1:
                    against = ours[0].names and theirs[0].names
                    why = AMOUNT if classes and not against else "numbers differ" if against else "class"
                    self._take(why, ours, theirs, sure=why == AMOUNT)
                elif classes:
                    self._take("equals", ours, theirs, sure=False)

    def _near(self, classes: bool) -> Iterator[tuple[list[Line], list[Line]]]:
        """Sets of lines of one amount that reach one another by day and, where asked, by class."""
        amounts: dict[Decimal, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
        for at, side in enumerate((self.ours, self.theirs)):
            for line in side.values():
                amounts[line.amount][at].append(line)
        for ours, theirs in amounts.values():
            left = {line.key: line for line in theirs}
            waiting = {line.key: line for line in ours}
            while waiting and left:
                yield from self._reached(waiting, left, classes)

    def _reached(self, ours: dict[Hashable, Line], theirs: dict[Hashable, Line], classes: bool) -> Iterator[tuple[list[Line], list[Line]]]:  # fmt: skip
        """The next set, taken out of both sides: begun with one of ours, as far as it reaches."""
        begun = ours.pop(next(iter(ours)))
        found: tuple[list[Line], list[Line]] = ([begun], [])
        queue = [(0, begun)]
        while queue:
            at, line = queue.pop()
            others = theirs if at == 0 else ours
            reached = [other for other in others.values() if _may_be(line, other, classes)]
            for other in reached:
                del others[other.key]
                found[1 - at].append(other)
                queue.append((1 - at, other))
        if found[1]:
            yield sorted(found[0], key=_order), sorted(found[1], key=_order)

    def _same_text(self) -> None:
        """One that is paid in parts without a number: all lines of its own words within a few days come to it."""
        texts: dict[str, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
        for at, side in enumerate((self.ours, self.theirs)):
            for line in side.values():
                if line.text:
                    texts[line.text][at].append(line)
        for ours, theirs in texts.values():
            if min(len(ours), len(theirs)) == 1:
                whole = ours[0] if len(ours) == 1 else theirs[0]
                lines = (*ours, *theirs)
                near = all(_apart(whole, line) <= WINDOW for line in lines)
                against = any(line.names for line in ours) and any(line.names for line in theirs)
                if near and sum_of(ours) == sum_of(theirs):
                    self._take(PARTS, ours, theirs, sure=not against)

    # --- reversals -----------------------------------------------------------------------------------------------

    def _reversed_here(self) -> None:
        for line in list(self.ours.values()):
            before = self.ours.get(line.reverses) if line.reverses is not None else None
            if before is not None and line.key in self.ours and line.amount == -before.amount:
                self._take(REVERSAL, [before, line], [])

    def _reversed_there(self) -> None:
        """Two of theirs under one number that come to nought: nobody here knows that they belong together, so it is asked."""
        holders: dict[str, list[Line]] = defaultdict(list)
        for line in self.theirs.values():
            for number in line.numbers:
                holders[number].append(line)
        for lines in holders.values():
            if len(lines) == 2 and not sum_of(lines) and all(line.key in self.theirs for line in lines):
                self._take(REVERSAL, [], lines, sure=False)


def _order(line: Line) -> tuple[date, str]:
    return line.on, repr(line.key)


def _apart(one: Line, other: Line) -> int:
    return abs((one.on - other.on).days)


def _may_be(one: Line, other: Line, classes: bool) -> bool:
    same = not classes or not one.class_code or not other.class_code or one.class_code == other.class_code
    return same and _apart(one, other) <= WINDOW


def _by_number(lines: dict[Hashable, Line], which: str) -> dict[tuple[str, Decimal], list[Hashable]]:
    held: dict[tuple[str, Decimal], list[Hashable]] = defaultdict(list)
    for line in lines.values():
        for number in getattr(line, which):
            held[number, line.amount].append(line.key)
    return held


def _equals(ours: list[Line], theirs: list[Line]) -> Iterator[tuple[list[Line], list[Line]]]:
    """As many of one amount here as there, each sharing a number with the one of its place in the order of days."""
    amounts: dict[Decimal, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for at, lines in enumerate((ours, theirs)):
        for line in lines:
            amounts[line.amount][at].append(line)
    for here, there in amounts.values():
        pairs = list(zip(here, there, strict=False))
        if len(here) == len(there) and all(
            a.numbers & b.numbers and _apart(a, b) <= LONGEST for a, b in pairs
        ):
            yield here, there


def _differs(ours: list[Line], theirs: list[Line]) -> str:
    """What keeps lines of one number from being the same money."""
    if sum_of(ours) == sum_of(theirs):
        return "several"
    if sum_of(ours) == -sum_of(theirs):
        return "sign"
    amounts = {line.amount for line in (*ours, *theirs)}
    return "doubled" if len(amounts) == 1 else "amount"
