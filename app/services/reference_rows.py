"""基础资料的行: a line of a CSV file as the values of a row, or a word on what is wrong with it."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from pathlib import Path
from typing import Any

from app.kernel.errors import PortalError
from app.models.enums import (
    AssessmentGroup,
    CommunityRole,
    DayKind,
    DemandKind,
    DutyList,
    Grade,
    Level,
    LimitClass,
    Measure,
    Rounding,
    Totals,
    UnitKind,
)

Row = dict[str, str]
Values = dict[str, Any]

NUMBERS = (
    "starts_on", "weight_response", "weight_resolution", "weight_satisfaction", "basic_share",
    "decimals", "least_valid", "excellent_from", "good_from", "passing_from",
)  # fmt: skip
GROUPS = {each.label: each for each in AssessmentGroup}


class BadTable(PortalError):
    """A reference table that cannot be read as what it should be."""


def read_table(path: Path, needed: str) -> list[Row]:
    """The rows of a CSV file, packed or not, that has at least the columns ``needed``."""
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lacking = [each for each in needed.split() if each not in (reader.fieldnames or ())]
            if lacking:
                raise BadTable(f"{path.name} 缺少列：{'、'.join(lacking)}")
            return list(reader)
    except UnicodeDecodeError:
        raise BadTable(f"{path.name} 不是 UTF-8 文本") from None
    except csv.Error as error:
        raise BadTable(f"{path.name} 不是完好的 CSV 文件：{error}") from None


def unit(row: Row) -> Values:
    """A unit; ``parent`` is the code of its superior."""
    return {
        "code": row["code"],
        "name": row["name"],
        "short_name": row["short_name"],
        "level": Level(row["level"]),
        "kind": UnitKind(row["kind"]),
        "functions": row["functions"],
        "assessment_group": GROUPS[row["assessment_group"]] if row["assessment_group"] else None,
        "parent": row["parent_code"],
    }


def community(row: Row) -> Values:
    """A community or village, as the statistics have it."""
    name = row["name"]
    return {
        "code": row["code"],
        "name": name,
        "short_name": name[:40],
        "level": Level.COMMUNITY,
        "kind": UnitKind.COMMUNITY,
        "functions": "",
        "assessment_group": None,
        "parent": row["township_code"],
    }


def community_duty(row: Row) -> Values:
    """One version of a line of the communities' lists."""
    return {
        "code": row["code"],
        "valid_from": date.fromisoformat(row["valid_from"]),
        "in_force": True,
        "role": CommunityRole(row["role"]),
        "basis": row["basis"],
    }


def entry(row: Row) -> Values:
    """One version of a catalogue entry."""
    return {
        "code": row["code"],
        "valid_from": date.fromisoformat(row["valid_from"]),
        "in_force": True,
        "level1": row["level1"],
        "level2": row["level2"],
        "level3": row["level3"],
        "demand_kinds": tuple(
            each for each in DemandKind if each.value in row["demand_kinds"].split("|")
        ),
        "competent_kind": UnitKind(row["competent_kind"]) if row["competent_kind"] else None,
        "competent_function": row["competent_function"] or None,
        "territorial": row["territorial"] == "1",
        "limit_class": LimitClass(row["limit_class"]),
        "extension_allowed": row["extension_allowed"] == "1",
        "duty_list": DutyList(row["duty_list"]),
        "basis": row["basis"],
        "co_units": row["co_units"],
        "keywords": row["keywords"],
        "note": row["note"],
    }


def parameter(row: Row) -> Values:
    """One version of a parameter."""
    return {
        "key": row["key"],
        "value": int(row["value"]),
        "measure": Measure(row["measure"]),
        "valid_from": date.fromisoformat(row["valid_from"]),
        "basis": row["basis"],
        "grade": Grade(row["grade"]),
        "note": row["note"],
    }


def scheme(row: Row) -> Values:
    """One version of a scheme of assessment."""
    return {
        **{key: int(row[key]) for key in NUMBERS},
        **{key: row[key] for key in ("code", "title", "consulted", "basis", "note")},
        "valid_from": date.fromisoformat(row["valid_from"]),
        "rounding": Rounding(row["rounding"]),
        "totals": Totals(row["totals"]),
        "grade": Grade(row["grade"]),
    }


def day(row: Row) -> Values:
    """A day, as published late in the year before (the day of publication is ours)."""
    day = date.fromisoformat(row["day"])
    return {
        "day": day,
        "kind": DayKind(row["kind"]),
        "name": row["name"],
        "valid_from": date(day.year - 1, 11, 1),
        "provisional": False,
    }
