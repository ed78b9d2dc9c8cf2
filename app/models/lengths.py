"""How long texts in the tables can be, in characters."""

from __future__ import annotations

CODE_LENGTH = 64
NAME_LENGTH = 120
KEY_LENGTH = 3 * NAME_LENGTH
ADDRESS_LENGTH = 200
