"""Reports: derived from a history and its cells, and from nothing else. Told whole by `report.write`."""
