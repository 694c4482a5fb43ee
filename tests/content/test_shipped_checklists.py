"""The checklists that are shipped: whole, consistent, and as the plan of gates says."""

from collections import Counter

import pytest

from readiness_app import assets
from readiness_app.domain.checklist import Checklist, When
from readiness_app.domain.vocabulary import Answerer, Role, Tier
from readiness_app.exchange.checklist_files import built_in_checklist, built_in_checklists, checklist_problems, encode_checklist

IDS = ("frontier-deployment", "data-processing-terms", "staged-access-cyber")

# What the first public pages about the model touched, and where each of it is asked.
TOPICS = {
    "system card, risk report, third-party evaluation": "MOD-02 RSK-04 EXT-01 EXT-07",
    "evaluation sets and misuse thresholds": "CYB-01 CYB-03 EVL-09",
    "tiers, screening, rate limits, function limits": "ACC-01 ACC-02 ACC-03 ACC-04",
    "red and blue team protocols": "CYB-04",
    "content filters": "FLT-01 FLT-02 FLT-03",
    "hallucination": "EVL-03",
    "transparency commitments": "MOD-03",
    "constitution": "RSK-05",
    "safety level and standard": "RSK-02 RSK-03",
    "baseline figure and its comparability": "EVL-01 EVL-02",
    "hidden goals, sycophancy, evasion, manipulation": "EVL-04 EVL-05",
    "outside review and residual doubt": "EXT-02 EXT-05 EVL-06",
    "retention and exceptions": "PRV-01 PRV-02 PRV-03",
    "data processing terms": "PRV-06 PRV-07 PRV-08",
    "terms of one model": "PRV-09",
    "vulnerability data and proprietary code": "PRV-14",
    "early access as partnership": "ACC-05",
    "cost": "COM-01 ACC-03",
    "offence, defence and patching": "CYB-07",
    "wide availability": "CYB-08",
    "leaks and operations": "SEC-03 SEC-05",
    "promises kept": "RSK-06",
    "sharing with defenders": "CYB-06",
}


@pytest.fixture(params=IDS)
def checklist(request: pytest.FixtureRequest) -> Checklist:
    return built_in_checklist(request.param)


def gates(checklist: Checklist) -> Counter[str]:
    return Counter(item.gate.tier.value if item.gate else "advisory" for item in checklist.items())


def test_each_file_is_valid_and_written_as_we_write(checklist: Checklist) -> None:
    content = assets.resource_bytes("checklists", f"{checklist.id}.json")
    assert checklist_problems(content) == ()
    assert content == encode_checklist(checklist)


def test_counts_of_items_and_sections() -> None:
    counted = {c.id: (len(list(c.items())), len(c.sections)) for c in built_in_checklists()}
    assert counted == dict(zip(IDS, [(108, 14), (28, 6), (26, 6)], strict=True))


def test_items_of_each_section() -> None:
    sections = built_in_checklist("frontier-deployment").sections
    assert " ".join(f"{section.id}:{len(section.items)}" for section in sections) == (
        "MOD:8 RSK:6 EVL:9 EXT:7 CYB:8 ACC:8 FLT:6 PRV:14 SEC:8 AGT:8 REG:6 COM:8 OPS:7 DEC:5"
    )


def test_ids_run_without_a_gap(checklist: Checklist) -> None:
    prefixes = Counter(item.id[:3] for item in checklist.items())
    expected = {f"{prefix}-{number:02d}" for prefix, count in prefixes.items() for number in range(1, count + 1)}
    assert {item.id for item in checklist.items()} == expected


@pytest.mark.parametrize(
    ("checklist_id", "expected"),
    [
        ("frontier-deployment", {"sandbox": 5, "internal": 31, "customer-facing": 53, "high-risk": 18, "advisory": 1}),
        ("data-processing-terms", {"sandbox": 1, "internal": 20, "customer-facing": 7}),
        ("staged-access-cyber", {"sandbox": 6, "internal": 18, "customer-facing": 1, "high-risk": 1}),
    ],
)
def test_gates_by_tier(checklist_id: str, expected: dict[str, int]) -> None:
    assert gates(built_in_checklist(checklist_id)) == expected


@pytest.mark.parametrize(
    ("checklist_id", "hard"),
    [
        ("frontier-deployment", "MOD-01 ACC-06 PRV-01 PRV-04 PRV-06 PRV-13 SEC-04 AGT-03"),
        ("data-processing-terms", "DPT-02 DPT-09 DPT-12 DPT-17 DPT-26"),
        ("staged-access-cyber", "SAC-07 SAC-15 SAC-18"),
    ],
)
def test_exactly_these_gates_are_hard(checklist_id: str, hard: str) -> None:
    assert [item.id for item in built_in_checklist(checklist_id).items() if item.gate and item.gate.hard] == hard.split()


def test_exactly_these_items_are_computed() -> None:
    computed = [item.id for checklist in built_in_checklists() for item in checklist.items() if item.computed]
    assert computed == ["DEC-01", "DEC-02", "DEC-05"]


def test_who_usually_answers() -> None:
    counted = Counter(item.answerer for item in built_in_checklist("frontier-deployment").items())
    assert counted == {
        Answerer.SECURITY: 30,
        Answerer.PRIVACY_LEGAL: 27,
        Answerer.SAFETY_ML: 23,
        Answerer.PROCUREMENT: 15,
        Answerer.BUSINESS_OWNER: 13,
    }


def test_sign_off_per_tier(checklist: Checklist) -> None:
    four = (Role.SECURITY, Role.PRIVACY, Role.BUSINESS_OWNER, Role.CHAIR)
    assert dict(checklist.sign_off) == {
        Tier.SANDBOX: (Role.REVIEWER,),
        Tier.INTERNAL: (Role.SECURITY, Role.BUSINESS_OWNER),
        Tier.CUSTOMER_FACING: four,
        Tier.HIGH_RISK: (*four, Role.EXECUTIVE_RISK_OWNER),
    }


def test_every_condition_has_its_question(checklist: Checklist) -> None:
    used = {key for item in checklist.items() if item.when for key in item.when.keys}
    assert {question.key for question in checklist.scope} == used
    assert all(question.question.endswith("?") for question in checklist.scope)


@pytest.mark.parametrize(
    ("item_id", "when"),
    [
        ("MOD-01", None),
        ("MOD-08", When(all=("environment_reporting",))),
        ("ACC-06", When(any_of=("restricted_access", "several_countries"))),
        ("FLT-04", When(any_of=("cyber_dual_use", "bio_dual_use"))),
        ("PRV-12", When(any_of=("eu_personal_data", "california_personal_data"))),
        ("PRV-14", When(all=("confidential_data",))),
    ],
)
def test_conditions(item_id: str, when: When | None) -> None:
    assert built_in_checklist("frontier-deployment").item(item_id).when == when


def test_a_prompt_for_ourselves_never_goes_to_a_vendor(checklist: Checklist) -> None:
    for item in checklist.items():
        assert not (item.vendor_question and item.internal_prompt), item.id
        assert "(internal)" not in item.vendor_question + item.internal_prompt, item.id


def test_annexes_map_to_items_that_exist() -> None:
    known = {item.id for item in built_in_checklist("frontier-deployment").items()}
    annexes = [item for checklist_id in IDS[1:] for item in built_in_checklist(checklist_id).items()]
    assert [(item.id, target) for item in annexes for target in item.maps if target not in known] == []
    assert sum(len(item.maps) for item in annexes) > 50


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_its_items(topic: str) -> None:
    known = {item.id for item in built_in_checklist("frontier-deployment").items()}
    assert set(TOPICS[topic].split()) <= known
