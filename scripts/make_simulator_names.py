"""Make simulator/data/names.json and places.json from Faker and zipcodes (both MIT), which are needed only here.

Run in an environment of its own: ``pip install faker zipcodes && python scripts/make_simulator_names.py``.
Every list is sorted, so that a split may take its half by position and stay disjoint from the other's.
"""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "simulator" / "data"
LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’ -]{1,17}")
GROUPS = {
    "us": ("en_US",),
    "british_irish": ("en_GB", "ga_IE"),
    "iberian": ("es_MX", "es_ES", "es_CO", "pt_BR"),
    "asian": ("vi_VN", "id_ID", "en_IN", "en_TH"),
    "slavic": ("pl_PL", "cs_CZ", "hr_HR", "sl_SI"),
    "african": ("yo_NG", "ha_NG", "tw_GH", "zu_ZA", "en_KE", "ig_NG"),
    "european": ("de_DE", "nl_NL", "it_IT", "fr_FR", "hu_HU", "ro_RO", "fi_FI"),
    "turkic": ("tr_TR", "uz_UZ", "az_AZ"),
}
ROMANISED = {
    "chinese": (
        "Wenjie Xiaoling Guoqiang Meihua Zhenyu Ruolan Jianhong Yuxin Qiuyue Haoran Shufen Tianyi",
        "Zhou Xu Ouyang Tsai Hsieh Szeto Kwok Guo Luo Fang Qin Xue",
    ),
    "korean": (
        "Ji-hoon Soo-ah Eun-ji Min-seok Hye-jin Seung-woo Yoon-hee Kyung-soo",
        "Bae Gwon Seong Yoo Hwang Namgung Noh Pyo",
    ),
    "japanese": (
        "Haruto Akemi Kazuhiro Naoko Tetsuya Yukari Satomi Shinichi",
        "Nakagawa Fujiwara Uchida Hoshino Kurosawa Matsuda Okabe Tanigawa",
    ),
    "arabic": (
        "Abdulrahman Layla Khadija Yousef Nour Mustafa Rania Ziad Hanan Tariq",
        "Al-Hashimi Haddad Khoury Mansour El-Sayed Bakri Nasrallah Qasim Darwish Zayani",
    ),
    "pacific": (
        "Sione Leilani Tevita Moana Kalani Sefo",
        "Fonoti Kealoha Taufa Tuiasosopo Leavasa Mahoe",
    ),
    "native": (
        "Dakota Shania Elan Winona Tallulah Koda",
        "Begay Tsosie Yellowhair Benally Whitefeather Manygoats",
    ),
}


def latin(words: object) -> list[str]:
    """Return the words written in Latin letters, each once."""
    return sorted({word.strip() for word in words or () if LATIN.fullmatch(word.strip()) and "." not in word})


def group(locales: tuple[str, ...]) -> dict[str, list[str]]:
    """Return given names by sex and family names of these locales, at most 400 of each."""
    found: dict[str, set[str]] = {"female": set(), "male": set(), "last": set()}
    for locale in locales:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        female = latin(getattr(provider, "first_names_female", None) or getattr(provider, "first_names", ()))
        male = latin(getattr(provider, "first_names_male", None) or getattr(provider, "first_names", ()))
        last = latin(getattr(provider, "last_names", None) or getattr(provider, "last_names_female", ()))
        for key, names in (("female", female), ("male", male), ("last", last)):
            found[key].update(names[:: max(1, len(names) // 150)][:150])
    return {key: sorted(value) for key, value in found.items()}


def main() -> None:
    """Write both files."""
    import zipcodes

    names = {key: group(locales) for key, locales in GROUPS.items()}
    for key, (given, last) in ROMANISED.items():
        names[key] = {"female": sorted(given.split()), "male": sorted(given.split()), "last": sorted(last.split())}
    (DATA / "names.json").write_text(json.dumps(names, ensure_ascii=False, indent=0, sort_keys=True) + "\n")
    states = {"FL", "TN", "TX", "NC", "GA", "AL", "KY", "CA", "NY", "OH", "WA", "AZ", "VA", "MA", "MO", "PR"}
    rows = sorted(
        (z["state"], z["city"], z["zip_code"])
        for z in zipcodes.list_all()
        if z["active"] and z["zip_code_type"] == "STANDARD" and z["state"] in states
    )
    (DATA / "places.json").write_text(json.dumps(rows[::23], ensure_ascii=False, indent=0) + "\n")


if __name__ == "__main__":
    main()
