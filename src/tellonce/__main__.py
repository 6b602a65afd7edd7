"""`python -m tellonce`."""

from tellonce.cli import main

main()
