"""What must hold of several measurements together: how time grows, whether two runs print the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.benchmarks.measuring.text_table import aligned

HEADER = ("claim", "found", "bound", "stands")
NUMBERS = frozenset((1,))


@dataclass
class Claim:
    """holds: None where it could not be found out, or no bound is stated. problem: why it could not be."""

    what: str
    found: str
    bound: str = ""
    holds: bool | None = None
    problem: str = ""


@dataclass
class Claims:
    """Claims of one benchmark, one a row."""

    title: str
    claims: list[Claim] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """What could not be found out, and why."""
        return [f"{self.title}: {claim.what}: {claim.problem}" for claim in self.claims if claim.problem]

    @property
    def over(self) -> list[str]:
        """The claims that do not hold."""
        return [f"{self.title}: {claim.what}" for claim in self.claims if claim.holds is False]

    def limit(self, what: str, found: float, most: float, unit: str) -> None:
        """Claim that a number is at most so much."""
        self.claims.append(Claim(what, f"{found:.3g} {unit}", f"<= {most:g} {unit}", found <= most))

    def text(self) -> str:
        """A title, the rows, and what could not be found out."""
        lines = [self.title, *aligned([HEADER, *map(_cells, self.claims)], NUMBERS)]
        lines += [f"  not run, {claim.what}: {claim.problem}" for claim in self.claims if claim.problem]
        return "\n".join(lines) + "\n"


def _cells(claim: Claim) -> tuple[str, ...]:
    stands = "not run" if claim.problem else {True: "met", False: "OVER", None: ""}[claim.holds]
    return (claim.what, claim.found, claim.bound, stands)
