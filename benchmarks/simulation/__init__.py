"""Services that never were, whose every verdict is known before they are watched."""
