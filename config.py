"""Settings of one installation, read from the environment; a nonsensical value stops the start."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

LANGUAGES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
"""Interface languages and the name that each calls itself by; the first is the default."""

SHORTEST_SECRET = 32
"""Characters."""

HIGHEST_PORT = 65_535

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsError(ValueError):
    """A setting is missing or makes no sense; the text says which and what would be right."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between installations. Documented in ``docs/operating.md``."""

    secret_key: str
    database_url: str
    public_address: str
    """Scheme, host and port under which people reach the service, without a last slash."""
    trusted_hosts: tuple[str, ...]
    data_dir: Path = Path("data")
    demo: bool = False
    """Shows messages on a mailbox page and in the terminal; possible on a loopback address only."""
    association_name: str = "Esimerkkiliitto"
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    mail_host: str = ""
    """SMTP server; empty means that no mail can be sent."""
    mail_port: int = 587
    mail_user: str = ""
    mail_password: str = ""
    mail_security: str = "starttls"
    mail_sender: str = "Ohjaajapolku <ohjaajapolku@localhost>"
    proxy_count: int = 0
    """Number of trusted proxies in front, whose X-Forwarded-* headers are believed."""
    session_days: int = 90
    """How long a session lasts at most, in days."""
    idle_days: int = 30
    """How long a session lasts unused, in days."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """Flask settings for tests."""

    def __post_init__(self) -> None:
        """Refuse combinations that would be unsafe."""
        if len(self.secret_key) < SHORTEST_SECRET:
            raise SettingsError(
                "SECRET_KEY: at least 32 characters, for example from "
                "python -c 'import secrets; print(secrets.token_hex(32))'"
            )
        address = urlsplit(self.public_address)
        if address.scheme not in {"http", "https"} or not address.hostname or address.path:
            raise SettingsError("PUBLIC_ADDRESS: scheme and host, such as https://polku.example.fi")
        if not self.trusted_hosts:
            raise SettingsError("TRUSTED_HOSTS: the host names that visitors use")
        self._refuse_impossible_numbers()
        if self.mail_security not in {"starttls", "tls", "none"}:
            raise SettingsError("MAIL_SECURITY: one of starttls, tls, none")
        if self.demo and address.hostname not in LOOPBACK_HOSTS:
            raise SettingsError("DEMO: possible only when PUBLIC_ADDRESS is a loopback address")
        if not self.demo and address.scheme != "https" and address.hostname not in LOOPBACK_HOSTS:
            raise SettingsError("PUBLIC_ADDRESS: https is needed outside this machine")

    def _refuse_impossible_numbers(self) -> None:
        if not 0 < self.mail_port <= HIGHEST_PORT:
            raise SettingsError("MAIL_PORT: a port number, such as 587")
        if self.session_days < 1:
            raise SettingsError("SESSION_DAYS: at least 1")
        if self.idle_days < 1:
            raise SettingsError("IDLE_DAYS: at least 1")

    @property
    def https(self) -> bool:
        """Whether people reach the service over https."""
        return self.public_address.startswith("https://")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read settings; raise `SettingsError` naming the variable that has to be mended."""
        env = os.environ if environment is None else environment
        demo = _boolean(env, "DEMO")
        data_dir = Path(env.get("DATA_DIR") or "data").resolve()
        port = _integer(env, "PORT", 8000)
        address = env.get("PUBLIC_ADDRESS") or (f"http://127.0.0.1:{port}" if demo else "")
        if not address:
            raise SettingsError("PUBLIC_ADDRESS: needed, such as https://polku.example.fi")
        hosts = tuple(h.strip() for h in env.get("TRUSTED_HOSTS", "").split(",") if h.strip())
        if demo and not hosts:
            hosts = ("127.0.0.1", "localhost")
        return cls(
            secret_key=env.get("SECRET_KEY") or (_demo_key(data_dir) if demo else ""),
            database_url=env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'ohjaajapolku.db'}",
            public_address=address.rstrip("/"),
            trusted_hosts=hosts,
            data_dir=data_dir,
            demo=demo,
            association_name=env.get("ASSOCIATION_NAME") or "Esimerkkiliitto",
            contact_name=env.get("CONTACT_NAME") or ("Kaisa Koski" if demo else ""),
            contact_email=env.get("CONTACT_EMAIL") or ("kaisa@example.org" if demo else ""),
            contact_phone=env.get("CONTACT_PHONE", ""),
            mail_host=env.get("MAIL_HOST", ""),
            mail_port=_integer(env, "MAIL_PORT", 587),
            mail_user=env.get("MAIL_USER", ""),
            mail_password=env.get("MAIL_PASSWORD", ""),
            mail_security=env.get("MAIL_SECURITY") or "starttls",
            mail_sender=env.get("MAIL_SENDER") or "Ohjaajapolku <ohjaajapolku@localhost>",
            proxy_count=_integer(env, "PROXY_COUNT", 0),
            session_days=_integer(env, "SESSION_DAYS", 90),
            idle_days=_integer(env, "IDLE_DAYS", 30),
        )


def _boolean(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "").strip().lower()
    if value in {"", "0", "no", "false"}:
        return False
    if value in {"1", "yes", "true"}:
        return True
    raise SettingsError(f"{name}: yes or no")


def _integer(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal():
        raise SettingsError(f"{name}: a whole number")
    return int(value)


def _demo_key(data_dir: Path) -> str:
    """Return the demo's own key, made at its first start so that sessions survive a restart."""
    path = data_dir / "demo-secret-key"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text()
