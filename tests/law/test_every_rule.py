"""Every rule has cases on both sides, and each can fail: a rule that cannot is not a rule."""

from __future__ import annotations

import pytest

from app.kernel.rules import RULES, without
from tests.law import (
    test_alert,
    test_assessment,
    test_classification,
    test_community,
    test_conference,
    test_contest,
    test_cooperation,
    test_delegation,
    test_dispatch,
    test_escalation,
    test_extension,
    test_findings,
    test_handling,
    test_informer,
    test_intake,
    test_ledger,
    test_limits,
    test_merging,
    test_objection,
    test_posts,
    test_proof,
    test_publication,
    test_reference,
    test_reorganisation,
    test_report_in,
    test_rework,
    test_separation,
    test_social,
    test_supervision,
    test_visit,
    test_whistle,
)
from tests.law.cases import outcome

CHAPTERS = (
    test_alert,
    test_assessment,
    test_classification,
    test_community,
    test_conference,
    test_contest,
    test_cooperation,
    test_delegation,
    test_dispatch,
    test_escalation,
    test_extension,
    test_findings,
    test_handling,
    test_informer,
    test_intake,
    test_ledger,
    test_limits,
    test_merging,
    test_objection,
    test_posts,
    test_proof,
    test_publication,
    test_reference,
    test_report_in,
    test_reorganisation,
    test_rework,
    test_social,
    test_supervision,
    test_separation,
    test_visit,
    test_whistle,
)
LAWS = {law.rule: law for chapter in CHAPTERS for law in chapter.LAWS}

#: What may still stop the write when a rule is gone: its twin in the database, or a bare “必填”.
TWINS = ("stale", {"constraint"}, {"append_only"}, {"complete"})


def test_every_rule_has_cases_and_every_case_a_rule():
    assert set(LAWS) == {each.name for each in RULES}
    assert len(RULES) == len(LAWS)


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_rule_has_cases_on_both_sides(law):
    assert law.passes
    assert law.refuses
    assert len({each.told for each in law.passes + law.refuses}) == len(law.passes + law.refuses)


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_each_rule_can_fail(world, law):
    """Without the rule at least one case it refuses goes through, up to the database's own lock."""
    got = []
    with without(law.registered):
        for one in law.refuses:
            if not one.also:
                got.append(outcome(world, one))
                if got[-1] == set() or got[-1] in TWINS:
                    return
    pytest.fail(f"refused all the same: {got}")
