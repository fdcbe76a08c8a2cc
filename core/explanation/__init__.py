"""One step of a run, told with its numbers."""
