//! Designs as people write them by their own habits.

use super::{design, ids};

/// A design, its properties as `number|title|what it validates`, and what its tables trace.
type Row<'a> = (&'a str, &'a [&'a str], &'a str);

/// Compares every design of a table with what it says. All that differ are shown at once.
#[track_caller]
fn check_all(table: &[Row<'_>]) {
    let mut wrong = Vec::new();
    for &(text, properties, traced) in table {
        let design = design(text);
        let found: Vec<_> = design
            .properties
            .iter()
            .map(|it| format!("{}|{}|{}", it.number, it.title, ids(&it.validates)))
            .collect();
        let rows: Vec<_> =
            design.rows.iter().flat_map(|row| &row.requirements).chain(&design.traced).cloned().collect();
        if found != properties || ids(&rows) != traced {
            wrong.push(format!(
                "{text}\nfound    {found:?} {}\nexpected {properties:?} {traced}\n",
                ids(&rows)
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n\n{}", wrong.len(), table.len(), wrong.join("\n"));
}

#[test]
fn properties_are_written_in_many_ways() {
    check_all(&[
        (
            "## Correctness Properties\n\n### Property 1: Heat\n\n*For any* oven, it heats.\n\n**Validates: Requirements 1.1, 1.2**\n",
            &["1|Heat|REQ-1.1 REQ-1.2"],
            "",
        ),
        (
            "## Correctness Properties\n\n- **Property 1 (Heat)**: for any oven, it heats. Validates: Requirements 1.1\n- **Property 2 (Cool)**: for any oven, it cools. *Validates: Requirements 1.2*\n",
            &["1|Heat|REQ-1.1", "2|Cool|REQ-1.2"],
            "",
        ),
        (
            "## Properties\n\n- **Property 1 (Heat)** — for any oven, it heats.\n  **Validates: Requirements 1.1**\n- **Property 2 (Cool)** — for any oven, it cools.\n  **Validates: Requirements 1.2**\n",
            &["1|Heat|REQ-1.1", "2|Cool|REQ-1.2"],
            "",
        ),
        (
            "## Correctness Properties\n\n### P1: Heat\n\nFor any oven, it heats.\n\nValidates FR-001\n\n### P2: Cool\n\nFor any oven, it cools.\n\nValidates FR-002, FR-003\n",
            &["P1|Heat|FR-001", "P2|Cool|FR-002 FR-003"],
            "",
        ),
        (
            "## Correctness Properties\n\n### P1: Heat\n\nFor any oven, it heats.\n\n### P2: Cool\n\nFor any oven, it cools. (Validates: 1.2)\n",
            &["P1|Heat|", "P2|Cool|REQ-1.2"],
            "",
        ),
        (
            "## Correctness Properties\n\n**P1 — Heat.** For any oven, it heats. (Validates: 1.1)\n\n**P2 — Cool.** For any oven, it cools. (Validates: 1.2)\n",
            &["P1|Heat|REQ-1.1", "P2|Cool|REQ-1.2"],
            "",
        ),
        (
            "## Invariants\n\n- **P1**: the oven is hot. Validates: REQ-1.1\n- **P2**: the door is shut. Validates: REQ-1.2\n",
            &[
                "P1|the oven is hot. Validates: REQ-1.1|REQ-1.1",
                "P2|the door is shut. Validates: REQ-1.2|REQ-1.2",
            ],
            "",
        ),
        (
            "## Korrektheitseigenschaften\n\n### Eigenschaft 1: Hitze\n\nFür jeden Ofen gilt es.\n\n**Validiert: Anforderungen 1.1**\n",
            &["1|Hitze|REQ-1.1"],
            "",
        ),
        (
            "## 正确性属性\n\n### 属性 1：加热\n\n*对于任意*烤箱。\n\n**验证：需求 1.1**\n\n### 属性 2：冷却\n\n**验证需求 1.2**\n",
            &["1|加热|REQ-1.1", "2|冷却|REQ-1.2"],
            "",
        ),
        (
            "## Properties\n\n1. **Property 1: Heat** - for any oven. **Validates Requirements 1.1**\n2. **Property 2: Cool** - for any oven. **Validates Requirements 1.2**\n\n## Testing\n\n- **Property 1 (Heat)**: proptest\n",
            &["1|Heat|REQ-1.1", "2|Cool|REQ-1.2"],
            "",
        ),
        ("## Testing\n\n- P1: prepare the oven\n- P2: bake\n\n### P1: Priority one\n\nNothing.\n", &[], ""),
    ]);
}

#[test]
fn tables_trace_requirements_in_many_ways() {
    check_all(&[
        (
            "## Requirements Traceability\n\n| Requirement | Component |\n|---|---|\n| 1.1, 1.2 | Heater |\n| 2.1 | Door |\n",
            &[],
            "REQ-1.1 REQ-1.2 REQ-2.1",
        ),
        (
            "## Requirements Traceability\n\n| Component | Requirements |\n|---|---|\n| Heater | 1.1, 1.2 |\n| Door | 2.1 |\n",
            &[],
            "REQ-1.1 REQ-1.2 REQ-2.1",
        ),
        (
            "## Coverage\n\n| Design section | Requirements |\n|---|---|\n| Heating | 1.1-1.3 |\n| Doors | 2 |\n",
            &[],
            "REQ-1.1 REQ-1.2 REQ-1.3 REQ-2",
        ),
        (
            "## Coverage\n\n| Requirement | Design section |\n|---|---|\n| FR-001 | Heating |\n| FR-002 | Doors |\n",
            &[],
            "FR-001 FR-002",
        ),
        (
            "## Requirements Coverage\n\n| FR | Where |\n|---|---|\n| FR-001 | src/heat.rs |\n| FR-002 | src/door.rs |\n",
            &[],
            "FR-001 FR-002",
        ),
        (
            "## Components\n\n| Component | Responsibility | Requirements |\n|---|---|---|\n| Heater | heats | 1.1 |\n",
            &[],
            "",
        ),
        (
            "## Test Coverage\n\n| Module | Requirement | Percent |\n|---|---|---|\n| heat | 90 % | 80 |\n",
            &[],
            "",
        ),
        (
            "# Plan\n\n## Summary\n\nHeat (FR-001, FR-002).\n\n## Project Structure\n\n```text\nsrc/\n└── heat.rs\n```\n",
            &[],
            "",
        ),
    ]);
}
