"""Setting up, starting and checking the project, before anything is installed."""
