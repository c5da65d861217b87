"""The wall around readers: what may cross it (protocol), and who starts, feeds and stops them (supervisor).

Keys and evidence files never enter: the supervisor serves ranges of decrypted bytes on request, and takes back only
bounded, checked frames. No trusted room imports a reader; the child is started by its module's name.
"""

from tocsin.jail.supervisor import Jail
from tocsin.jail.tiers import Tier, jail_tier, jail_words

__all__ = ["Jail", "Tier", "jail_tier", "jail_words"]
