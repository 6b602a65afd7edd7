"""Keeping secrets out of evidence and error texts."""

from __future__ import annotations

from typing import Any

from tellonce.model.persona import Customer

__all__ = ["MASK", "mask_keys", "mask_secrets"]

MASK = "•••"
_SECRET_WORDS = ("password", "passwd", "secret", "token", "authorization", "api_key", "apikey", "cookie", "session")


def mask_keys(value: Any) -> Any:
    """A JSON value with whatever stands under a secret's name (token, password ...) replaced."""
    if isinstance(value, dict):
        return {
            key: MASK if any(word in str(key).casefold() for word in _SECRET_WORDS) else mask_keys(inner)
            for key, inner in value.items()
        }
    return [mask_keys(inner) for inner in value] if isinstance(value, list) else value


def mask_secrets(text: str, customer: Customer) -> str:
    """Text with the customer's own secrets replaced, wherever they stand."""
    for secret in sorted(customer.secrets.values(), key=len, reverse=True):
        if secret:
            text = text.replace(secret, MASK)
    return text
