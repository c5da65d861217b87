"""From access logs to verdicts: touched, presumed or untouched, each with its rule. Unknown means exposed."""
