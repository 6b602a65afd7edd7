"""Measurements and proofs that take minutes: run by hand, each prints a table and fails on a wrong verdict."""
