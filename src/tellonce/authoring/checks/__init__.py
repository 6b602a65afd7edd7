"""What `tellonce check` says beyond what a run refuses, and in which words."""
