"""Templates nobody looks at while tuning: another vendor's layouts, words and habits."""
