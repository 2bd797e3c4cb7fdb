"""From groups of pieces to parts in order, with what each part needs before it.

Of groups that need each other the one that needs least of the others takes that along and comes first. Where it is all
of them or does not fit, they become one part where that fits the budget, else their pieces are laid out anew, in an
order of needs.
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewbot.split.graph import in_order, knots, merged_needs
from reviewbot.split.needs import Needs

Group = list[int]


def arranged(
    groups: Sequence[Group], counted: Sequence[int], needs: Needs, budget: int, turns: Sequence[int] = ()
) -> list[Group]:
    """The groups in order. One over budget needs all of its pieces at once, or is one piece.

    counted: lines of each piece. turns: of each piece, a lower one before a higher one where nothing speaks against
    it; a part has the lowest of its pieces, 0 only where all have that.
    """
    parts = [list(group) for group in groups]
    while True:
        between = merged_needs(parts, needs)
        joined = [knot for knot in knots(between) if len(knot) > 1]
        if not joined:
            ranks = [(_turn(part, turns), part[0]) for part in parts]
            return [parts[number] for number in in_order(between, ranks)]
        in_knot = {number for knot in joined for number in knot}
        kept = [part for number, part in enumerate(parts) if number not in in_knot]
        for knot in joined:
            kept += _untied([parts[number] for number in knot], counted, needs, budget)
        parts = sorted(kept)


def filled(pieces: Sequence[int], counted: Sequence[int], budget: int) -> list[Group]:
    """The pieces in their order, in groups of as many as the budget holds."""
    groups: list[Group] = []
    used = 0
    for piece in pieces:
        if not groups or used + counted[piece] > budget:
            groups.append([])
            used = 0
        groups[-1].append(piece)
        used += counted[piece]
    return groups


def _turn(part: Group, turns: Sequence[int]) -> int:
    return min(filter(None, (turns[piece] for piece in part)), default=0) if turns else 0


def _untied(groups: Sequence[Group], counted: Sequence[int], needs: Needs, budget: int) -> list[Group]:
    """Groups that need each other, so that fewer do: at least one of the new ones needs no other of them."""
    members = sorted(piece for group in groups for piece in group)
    lines = sum(counted[piece] for piece in members)
    found = []
    for number, group in enumerate(groups):
        own, everything = set(group), _with_needs(group, members, needs)
        size, taken = (sum(counted[piece] for piece in pieces) for pieces in (everything, everything - own))
        if size <= budget and len(everything) < len(members):
            found.append((taken, number, everything))
    if found:
        _, number, everything = min(found, key=lambda each: each[:2])
        rest = [[piece for piece in group if piece not in everything] for group in groups]
        return [sorted(everything), *filter(None, rest)]
    if lines <= budget:
        return [members]
    return _laid_out(members, groups, counted, needs, budget)


def _with_needs(group: Group, members: Sequence[int], needs: Needs) -> set[int]:
    """The group with all that it needs of the members, near or far."""
    among, found, waiting = set(members), set(group), list(group)
    while waiting:
        new = needs[waiting.pop()] & among - found
        found |= new
        waiting += new
    return found


def _laid_out(
    members: Group, groups: Sequence[Group], counted: Sequence[int], needs: Needs, budget: int
) -> list[Group]:
    """The pieces in an order of needs, groups kept together as far as it goes, cut at the budget."""
    home = {piece: number for number, group in enumerate(groups) for piece in group}
    inner = merged_needs([[piece] for piece in members], needs)
    bundles = [[members[number] for number in knot] for knot in knots(inner)]
    between = merged_needs(bundles, needs)
    order = in_order(between, [(home[bundle[0]], bundle[0]) for bundle in bundles])
    sizes = [sum(counted[piece] for piece in bundle) for bundle in bundles]
    return [sorted(piece for number in part for piece in bundles[number]) for part in filled(order, sizes, budget)]
