"""Builders of coordination, ledger, merging, reorganisation and delegation; as in ``make``."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.kernel import clock
from app.models.alert import Alert
from app.models.alert_receipt import AlertReceipt
from app.models.delegation import Delegation
from app.models.enums import (
    AlertSign,
    DelegationKind,
    ExemptionGround,
    FindingKind,
    LedgerCause,
    ReorganisationKind,
    SocialKind,
    SupervisionKind,
    WhistleKind,
    WhistleOutcome,
    WhistleRating,
)
from app.models.escalation import Escalation
from app.models.escalation_answer import EscalationAnswer
from app.models.exemption import Exemption
from app.models.ledger import Ledger
from app.models.ledger_removal import LedgerRemoval
from app.models.ledger_review import LedgerReview
from app.models.merger import Merger
from app.models.merger_undo import MergerUndo
from app.models.publication import Publication
from app.models.reorganisation import Reorganisation
from app.models.report_in import ReportIn
from app.models.social_help import SocialHelp
from app.models.summons import Summons
from app.models.supervision import Supervision
from app.models.supervision_answer import SupervisionAnswer
from app.models.whistle import Whistle
from app.models.whistle_result import WhistleResult
from tests.make import Draft


def whistle(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "kind": WhistleKind.ENFORCEMENT,
        "matter": "摊贩反复占道，街道没有处罚权",
        "gather": "当日十四时，路口东侧",
        "unit": "EC",
    }
    return Draft(Whistle, base | told)


def summons(order: Any = None, **told: Any) -> Draft:
    return Draft(Summons, {"order": order, "unit": "EM", "task": "查验食品经营许可"} | told)


def report_in(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "people": "执法队二人",
        "arrived_at": clock.now(),
        "justified": True,
    }
    return Draft(ReportIn, base | told)


def whistle_result(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "unit": "EC",
        "outcome": WhistleOutcome.SOLVED,
        "rating": WhistleRating.GOOD,
        "content": "联合清理完毕",
    }
    return Draft(WhistleResult, base | told)


def escalation(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "unit": "E",
        "matter": "路权属两区交界，需要区里协调",
        "own_action": "已现场劝离三次并联系诉求人",
    }
    return Draft(Escalation, base | told)


def escalation_answer(order: Any = None, **told: Any) -> Draft:
    base = {"order": order, "opinion": "由城管委牵头", "measures": "已召开协调会"}
    return Draft(EscalationAnswer, base | told)


def supervision(order: Any = None, **told: Any) -> Draft:
    base = {"order": order, "kind": SupervisionKind.URGE, "demand": "请抓紧办理并回复进展"}
    return Draft(Supervision, base | told)


def supervision_answer(order: Any = None, **told: Any) -> Draft:
    return Draft(SupervisionAnswer, {"order": order, "content": "已安排今日清理"} | told)


def social_help(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "organisation": "朝阳志愿者协会",
        "kind": SocialKind.VOLUNTEERS,
        "task": "引导摊贩进入疏导点",
    }
    return Draft(SocialHelp, base | told)


def alert(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "sign": AlertSign.SAFETY,
        "situation": "摊位使用液化气罐，有明火",
        "unit": "EM",
        "noticed_at": clock.now(),
    }
    return Draft(Alert, base | told)


def alert_receipt(order: Any = None, **told: Any) -> Draft:
    return Draft(AlertReceipt, {"order": order, "measures": "已派员到场"} | told)


def ledger(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "cause": LedgerCause.FUNDS,
        "reason": "疏导点尚未立项",
        "plan": "纳入下一年度计划",
        "owner": "副主任 张某",
        "review_on": clock.local_date(clock.now()) + timedelta(days=30),
        "told_at": clock.now(),
    }
    return Draft(Ledger, base | told)


def ledger_review(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "findings": "立项已报批",
        "review_on": clock.local_date(clock.now()) + timedelta(days=30),
    }
    return Draft(LedgerReview, base | told)


def ledger_removal(order: Any = None, **told: Any) -> Draft:
    base = {"order": order, "result": "疏导点已启用", "evidence": "验收单第 3 号"}
    return Draft(LedgerRemoval, base | told)


def merger(order: Any = None, main: Any = None, **told: Any) -> Draft:
    return Draft(Merger, {"order": order, "main": main, "reason": "同一路口同一摊贩"} | told)


def merger_undo(order: Any = None, **told: Any) -> Draft:
    return Draft(MergerUndo, {"order": order, "reason": "经核实为两处摊贩"} | told)


def exemption(order: Any = None, **told: Any) -> Draft:
    base = {
        "order": order,
        "kind": FindingKind.LATE,
        "unit": "E1",
        "ground": ExemptionGround.FORCE,
        "reason": "连日暴雨无法施工",
        "evidence": "气象预警记录",
    }
    return Draft(Exemption, base | told)


#: Every act on an order that is built here.
ON_AN_ORDER = (
    whistle, summons, report_in, whistle_result, escalation, escalation_answer, supervision,
    supervision_answer, social_help, alert, alert_receipt, ledger, ledger_review, ledger_removal,
    merger, merger_undo, exemption,
)  # fmt: skip


def reorganisation(**told: Any) -> Draft:
    base = {
        "kind": ReorganisationKind.MERGED,
        "unit": "E2",
        "successor": "E1",
        "effective_on": clock.local_date(clock.now()),
        "basis": "东政发〔2024〕3 号",
    }
    return Draft(Reorganisation, base | told)


def publication(table_name: str, row_id: int, **told: Any) -> Draft:
    return Draft(Publication, {"table_name": table_name, "row_id": row_id} | told)


def delegation(account: int, deputy: int, **told: Any) -> Draft:
    base = {
        "kind": DelegationKind.AB,
        "account": account,
        "deputy": deputy,
        "begins_at": clock.now(),
        "ends_at": clock.now() + timedelta(days=3),
        "reason": "外出培训",
    }
    return Draft(Delegation, base | told)
