"""When it goes out: slots, pacing, the calendar that wakes us, dispatch."""
