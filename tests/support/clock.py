"""A clock that stands still until a test moves it: the only thing that tests replace."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class FrozenClock:
    """What time it is for the application."""

    def __init__(self) -> None:
        """Stand at noon of a Saturday in November."""
        self.time = START

    def now(self) -> datetime:
        """Give the time the test has set."""
        return self.time

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.time += by

    def set(self, to: datetime) -> None:
        """Go to a moment, which needs its time zone."""
        assert to.tzinfo is not None, "Say which time zone is meant."
        self.time = to.astimezone(UTC)
