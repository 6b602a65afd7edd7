"""Pages that are one file: no request, no inline script that is not named by its hash, readable without any."""

from tellonce.authoring.pages.page import grid_style, render_page

__all__ = ["grid_style", "render_page"]
