"""All pages of the feature: people and invitations."""

from __future__ import annotations

from app.office import invitation_views, people_views
from app.office.blueprint import bp

__all__ = ["bp", "invitation_views", "people_views"]
