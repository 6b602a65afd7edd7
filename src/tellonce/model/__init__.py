"""The words of Tellonce as values; no input or output."""
