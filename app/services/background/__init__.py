"""Work beside the GUI: jobs in threads, whole results, and what is made before it is shown."""
