"""YAML as a map is written: everything a text, every shape checked, what is wrong in Chinese."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import yaml

KEPT = ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")


class _Twice(yaml.YAMLError):
    """A key that was there before: the later would win in silence."""


class _Loader(yaml.SafeLoader):
    """Numbers, dates and yes are words of a file; only nothing is nothing."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [each for each in several if each[0] in KEPT]
        for first, several in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """No key twice."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                line = key.start_mark.line + 1
                raise _Twice(f"第 {line} 行的键“{key.value}”前面已经写过，请合并")
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def parsed(text: str) -> Any:
    """What a text holds; ``ValueError`` says what is wrong with it."""
    try:
        return yaml.load(text, _Loader)  # noqa: S506 -- a safe one
    except _Twice as error:
        raise ValueError(str(error)) from None
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        at = f"第 {place.line + 1} 行" if place is not None else ""
        raise ValueError(f"{at}不是完好的 YAML，请核对缩进、冒号和引号") from None
    except RecursionError:
        raise ValueError("层次过多，请照自带的映射改写") from None
    except (TypeError, ValueError, AttributeError, KeyError):
        raise ValueError("有 YAML 的类型标记与内容不符，请去掉“!!”标记") from None


def pairs(given: Any, where: str) -> dict[str, Any]:
    """Keys that are texts, with whatever they have."""
    if not isinstance(given, dict):
        raise ValueError(f"{where}须为“键: 值”")
    for each in given:
        text(each, f"{where}的键")
    return given


def only(told: Collection[str], known: Collection[str], where: str = "") -> None:
    """No key that nobody knows."""
    if strange := sorted(set(told) - set(known)):
        raise ValueError(f"{where}不认识的键 {'、'.join(strange)}，可用的有：{'、'.join(known)}")


def needed(told: dict[str, Any], key: str, where: str) -> Any:
    """What stands under a key that must be there."""
    if told.get(key) is None:
        raise ValueError(f"{where}缺少 {key}")
    return told[key]


def text(given: Any, where: str) -> str:
    """One text that is not blank."""
    if not isinstance(given, str) or not given.strip():
        raise ValueError(f"{where}须为文字，不能为空")
    return given


def texts(given: Any, where: str) -> tuple[str, ...]:
    """One text or several."""
    several = given if isinstance(given, list) else [given]
    if not several:
        raise ValueError(f"{where}至少要写一个")
    return tuple(text(each, where) for each in several)


def number(given: Any, where: str, least: int, most: int) -> int:
    """A whole number within bounds."""
    told = given.strip() if isinstance(given, str) else ""
    if len(told) < 10 and told.removeprefix("-").isdecimal() and least <= int(told) <= most:
        return int(told)
    raise ValueError(f"{where}须为 {least} 至 {most} 的整数")
