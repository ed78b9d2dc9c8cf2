"""How often something may be tried: counted in the database, so that all processes agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from app.codes import hash_secret
from app.core.errors import RuleError
from app.extensions import clock, db
from app.models import Throttle

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass(frozen=True)
class Limit:
    """How often within how long."""

    name: str
    most: int
    seconds: int


class TooManyTries(RuleError):
    """A limit is reached; ``again_at`` tells when it is lifted."""

    def __init__(self, again_at: datetime) -> None:
        """Tell when to try again."""
        super().__init__(again_at)
        self.again_at = again_at


def count(*tries: tuple[Limit, str]) -> None:
    """Count one try against each limit, for its subject; commits, whatever follows.

    Raises:
        TooManyTries: a limit was reached already.
    """
    now = int(clock.now().timestamp())
    db.session.execute(delete(Throttle).where(Throttle.window < now))
    reached = [end for limit, subject in tries if (end := _count(limit, subject, now)) is not None]
    db.session.commit()
    if reached:
        raise TooManyTries(datetime.fromtimestamp(max(reached), UTC))


def network_of(address: str | None) -> str:
    """Return what is counted as one visitor: an IPv4 address, or the /64 that one line gets."""
    try:
        ip = ip_address(address or "")
    except ValueError:
        return address or ""
    if isinstance(ip, IPv6Address):
        return ip.exploded[:19]
    return str(ip)


def _count(limit: Limit, subject: str, now: int) -> int | None:
    """Count one try; return when the window ends if the limit had been reached."""
    end = (now // limit.seconds + 1) * limit.seconds
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(Throttle).values(
        key=hash_secret(f"throttle {limit.name}", subject), window=end, count=1
    )
    counted = db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[Throttle.key, Throttle.window], set_={"count": Throttle.count + 1}
        ).returning(Throttle.count)
    ).scalar_one()
    return end if counted > limit.most else None
