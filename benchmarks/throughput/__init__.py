"""What the jail, sealing and accounting cost: every format read whole by Tocsin, and by its reader alone."""
