"""Certificate documents: the printed sheet a person receives for a finished course."""
