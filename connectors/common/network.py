"""What every system reached over a network has: where it is, and how long the hub keeps trying."""

from __future__ import annotations

from connectors.common.config import ConnectionSettings, setting
from connectors.common.retry import RetryPolicy


class NetworkSettings(ConnectionSettings):
    """Settings that HTTP and SFTP share; each protocol adds its own."""

    host: str = setting(title="Host", description="Name or address of the system.", example="rtps.example.gov.in")
    attempts: int = setting(6, title="Attempts", description="Most tries of one request.", example=6, least=1)
    retry_wait_seconds: float = setting(
        1.0, title="First wait", description="Seconds before the second try; doubles after each.", example=1, least=0
    )
    retry_wait_max_seconds: float = setting(
        60.0, title="Longest wait", description="Most seconds between two tries.", example=60, least=0
    )
    retry_total_seconds: float = setting(
        900.0, title="Total time", description="Seconds after which no further try is made.", example=900, least=0
    )

    @property
    def policy(self) -> RetryPolicy:
        """The bounds of trying again."""
        return RetryPolicy(
            attempts=self.attempts,
            wait_seconds=self.retry_wait_seconds,
            wait_max_seconds=self.retry_wait_max_seconds,
            total_seconds=self.retry_total_seconds,
        )
