"""index.html: the report that people open."""

from tellonce.report.html.page import Beside, render, write_page

__all__ = ["Beside", "render", "write_page"]
