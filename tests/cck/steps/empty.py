"""There are no steps in this sample."""
