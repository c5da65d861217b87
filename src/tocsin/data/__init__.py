"""Data shipped with the package: compact lexicons; README.md gives origin and licence of each."""
