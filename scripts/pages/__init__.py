"""The generated pages of the documentation: each function returns one page, made from the code."""
