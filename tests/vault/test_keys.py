"""Keys: what opens, what does not, and what a damaged header says."""

import copy
import json

import pytest

from tocsin.errors import NoKeyError, NoPassphraseError, SealMismatchError, WrongPassphraseError
from tocsin.vault.keys import KdfProfile, change_passphrase, new_keys, open_keys, without_keys

MADE = new_keys("correct horse")


def test_passphrase_and_recovery_key_give_the_same_keys() -> None:
    header, recovery, keys = MADE
    header = json.loads(json.dumps(header))
    for secret in ("correct horse", recovery, recovery.lower().replace("-", " "), recovery.replace("0", "O")):
        assert open_keys(header, secret).key("tables") == keys.key("tables")


def test_kinds_have_different_keys() -> None:
    keys = MADE[2]
    assert len({keys.key(kind) for kind in ("evidence", "tables", "control", "index", "ids")}) == 5


@pytest.mark.parametrize("secret", ["correct hors", "Correct horse", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"])
def test_wrong_secrets_do_not_open(secret: str) -> None:
    with pytest.raises(WrongPassphraseError):
        open_keys(MADE[0], secret)


def test_mistyped_recovery_key_does_not_open() -> None:
    recovery = MADE[1]
    wrong = ("2" if recovery[0] != "2" else "3") + recovery[1:]
    with pytest.raises(WrongPassphraseError):
        open_keys(MADE[0], wrong)


def test_no_passphrase_is_told_apart() -> None:
    with pytest.raises(NoPassphraseError):
        open_keys(MADE[0], "")
    with pytest.raises(NoPassphraseError):
        new_keys("")


def test_changed_passphrase_shuts_out_the_old_one_and_keeps_recovery() -> None:
    header, recovery, keys = new_keys("old", KdfProfile.PBKDF2)
    changed = change_passphrase(header, keys, "new")
    assert changed["wraps"]["passphrase"]["how"]["kdf"] == "pbkdf2-sha256"
    assert open_keys(changed, "new").key("a") == open_keys(changed, recovery).key("a") == keys.key("a")
    with pytest.raises(WrongPassphraseError):
        open_keys(changed, "old")


def test_nothing_opens_without_wrapped_keys() -> None:
    header, recovery, _ = MADE
    with pytest.raises(NoKeyError):
        open_keys(without_keys(header), recovery)


@pytest.mark.parametrize(
    ("name", "value"),
    [("iterations", 0), ("iterations", "3"), ("memory_kib", 1 << 40), ("lanes", 0), ("salt", "zz"), ("kdf", "md5")],
)
def test_silly_costs_are_refused_before_they_are_paid(name: str, value: object) -> None:
    header = copy.deepcopy(MADE[0])
    header["wraps"]["passphrase"]["how"][name] = value
    with pytest.raises(SealMismatchError):
        open_keys(header, "correct horse")


def test_weakened_costs_do_not_open() -> None:
    header = copy.deepcopy(MADE[0])
    header["wraps"]["passphrase"]["how"]["iterations"] = 1
    with pytest.raises(WrongPassphraseError):
        open_keys(header, "correct horse")


def test_keys_do_not_show_themselves() -> None:
    assert repr(MADE[2]) == "Keys()"
