"""Links that sign a person of the demo in; they work only in demo mode on a loopback address."""

from __future__ import annotations

from ipaddress import ip_address

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from config import LOOPBACK_HOSTS, Settings


def link_for(settings: Settings, person_id: int) -> str:
    """Return the address of the page that signs this person in."""
    token = _serializer(settings.secret_key).dumps(person_id)
    return f"{settings.public_address}/demo/sign-in/{token}"


def person_of(token: str) -> int | None:
    """Return whom a link signs in, or None for a link that is not ours."""
    try:
        person_id = _serializer(str(current_app.secret_key)).loads(token)
    except BadSignature:
        return None
    return person_id if isinstance(person_id, int) else None


def allowed_here() -> bool:
    """Whether this request may use the demo's pages: demo mode, on this very machine."""
    settings: Settings = current_app.config["SETTINGS"]
    host = request.host.rpartition("]")[0].lstrip("[") or request.host.partition(":")[0]
    return settings.demo and host in LOOPBACK_HOSTS and _comes_from_this_machine()


def _comes_from_this_machine() -> bool:
    """Whether the connection itself is local: anybody can write a Host header."""
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _serializer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="demo sign-in")
