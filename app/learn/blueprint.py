"""The blueprint that all views of this feature register with."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("learn", __name__)
