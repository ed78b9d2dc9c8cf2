"""The association's own pages: who has completed, and how people are invited."""
