"""The shortlist at a terminal: its figures are in the number they count."""

from __future__ import annotations
