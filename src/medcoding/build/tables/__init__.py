"""Code tables: official sources in, one SQLite file a release out."""
