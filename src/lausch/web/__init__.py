"""The page: an analysis to be looked at, listened to and corrected in a browser."""

from __future__ import annotations

from lausch.web.page import write_page

__all__ = ["write_page"]
