"""Where the lines of a drawing run: rings of arrows and nets, in the units of their view boxes."""

from __future__ import annotations

from math import cos, pi, sin

from msgspec import Struct

RING = 100.0
"""Radius of a ring; its view box reaches 120 units to each side."""
GAP = 0.21
"""Radians that an arrow keeps from the middle of each number on the ring."""
HEAD = 9.0
"""Length of an arrow's head in the same units."""
NET = 36.0
"""Distance of a net's knots from its middle, in hundredths of the drawing's width and height."""
SAG = 0.75
"""How far out a thread is drawn between its knots, as a share of a straight one."""
TOP_OR_BOTTOM = 0.3
"""Sine of the angle up to which a place lies above or below the middle."""
HIGH = 0.45
"""Cosine from which a place at the side lies so high that its text stands above its number."""
KNOTTED = (0.62, 0.86, 1.0)
"""How far out the threads between neighbours run."""


class Arrow(Struct, frozen=True):
    """One bent arrow, as the data of two SVG paths."""

    line: str
    head: str


def ring_of_arrows(count: int) -> tuple[Arrow, ...]:
    """Return the arrows from each place on a ring to the next one, clockwise from the top."""
    turn = 2 * pi / count
    return tuple(_arrow(place * turn + GAP, (place + 1) * turn - GAP) for place in range(count))


def sides_of(count: int) -> tuple[str, ...]:
    """Return on which side of a ring each place lies, and whether it is ``high`` or ``low``.

    The sides are ``at-top``, ``at-right``, ``at-bottom`` and ``at-left``.
    """
    return tuple(_side(2 * pi * place / count) for place in range(count))


def net_of_threads(count: int) -> tuple[str, ...]:
    """Return the paths of a net with its knots around the middle: spokes, then cross threads."""
    angles = [2 * pi * place / count for place in range(count)]
    spokes = [f"M0 0L{_point(angle, NET)}" for angle in angles]
    threads = []
    for share in KNOTTED:
        for angle, following in zip(angles, [*angles[1:], angles[0] + 2 * pi], strict=True):
            # A thread sags towards the middle between its knots.
            sag = _point((angle + following) / 2, NET * share * SAG * cos(pi / count))
            ends = (_point(angle, NET * share), _point(following, NET * share))
            threads.append(f"M{ends[0]}Q{sag} {ends[1]}")
    return (*spokes, *threads)


def _arrow(start: float, end: float) -> Arrow:
    bend = end - HEAD / RING
    line = f"M{_point(start, RING)}A{RING:g} {RING:g} 0 0 1 {_point(bend, RING)}"
    sides = (_point(bend, RING + HEAD * 0.62), _point(bend, RING - HEAD * 0.62))
    return Arrow(line, f"M{_point(end, RING)}L{sides[0]}L{sides[1]}Z")


def _side(angle: float) -> str:
    across, up = sin(angle), cos(angle)
    if abs(across) < TOP_OR_BOTTOM:
        return "at-top" if up > 0 else "at-bottom"
    height = " high" if up > HIGH else " low" if up < -HIGH else ""
    return f"at-{'right' if across > 0 else 'left'}{height}"


def _point(angle: float, radius: float) -> str:
    """Return a place by its angle, clockwise from the top."""
    return f"{radius * sin(angle):.1f} {-radius * cos(angle):.1f}"
