"""The program is for strategies of any trade: no file of the package names online retail, its firms or its jargon."""

from __future__ import annotations

from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "plangen"
WORDS = (
    *(
        "电商",
        "电子商务",
        "网店",
        "网购",
        "店铺",
        "直播",
        "自播",
        "带货",
        "种草",
        "大促",
        "双十一",
        "货架平台",
        "小程序",
    ),
    *("禾岚", "淘宝", "天猫", "京东", "拼多多", "抖音", "快手", "阿里", "小红书", "亚马逊", "唯品会"),
    *("e-commerce", "ecommerce", "e commerce", "online shop", "online store", "web shop", "webshop", "gmv"),
    *("taobao", "tmall", "jd.com", "pinduoduo", "douyin", "amazon", "shopify", "livestream", "live stream"),
)


@pytest.mark.parametrize("word", WORDS)
def test_no_file_of_the_package_names_one_trade(word: str) -> None:
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert len(files) > 200
    assert [path.name for path in files if word in path.name.lower()] == []
    assert [str(path.relative_to(PACKAGE)) for path in files if word in text(path)] == []


def text(path: Path) -> str:
    """Return a file as text in small letters; what is no text is left out."""
    return path.read_bytes().decode("utf-8", "ignore").lower()
