"""The blueprint that the pages of this feature share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("accounts", __name__)
