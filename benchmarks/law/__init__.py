"""How fast duties are computed, and whether the law cases notice when a rule is broken."""
