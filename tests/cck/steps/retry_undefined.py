"""Nothing is defined, on purpose."""
