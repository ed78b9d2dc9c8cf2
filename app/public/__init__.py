"""Pages that anybody may open: what this is, help, privacy, accessibility, health."""
