"""Reports: one file each; a feature's view shows it."""
