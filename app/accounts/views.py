"""All pages of the feature: joining, signing in, second factor, own details, the demo's doors."""

from __future__ import annotations

from app.accounts import (
    demo_views,
    join_views,
    me_views,
    refusals,
    second_factor_views,
    sign_in_views,
    slip_views,
)
from app.accounts.blueprint import bp

__all__ = [
    "bp",
    "demo_views",
    "join_views",
    "me_views",
    "refusals",
    "second_factor_views",
    "sign_in_views",
    "slip_views",
]
