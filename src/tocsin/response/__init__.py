"""An incident from intake to closure: the only place that joins stages, keeps progress and writes the ledger."""
