"""Files by others with known persons: does each end with a right code, and are its persons found."""
