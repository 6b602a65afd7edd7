"""Arms probes before a change, wakes on push, confirms by poll, and reads at the deadline."""
