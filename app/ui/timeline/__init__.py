"""The timeline: `timeline.Timeline`, its bar and what beats its time."""
