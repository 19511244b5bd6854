//! Lists in other languages.

use super::check_all;

#[test]
fn lists_of_many_languages() {
    check_all(&[
        (
            "# Umsetzungsplan\n\n- [x] 1. Ofen heizen\n  - _Anforderungen: 1.1, 1.2_\n- [ ] 2. Backen (optional)\n  - _Abhängig von: 1_\n  - _Anforderung: 2_\n- [ ] Aufgabe 3: Essen\n  - Erfüllt: Anforderungen 1.3\n",
            &["1 done REQ-1.1 REQ-1.2", "2 optional REQ-2 after:1", "3 REQ-1.3"],
        ),
        (
            "# Plan d’implémentation\n\n- [ ] 1. Chauffer le four\n  - _Exigences : 1.1, 1.2_\n- [ ] 2. Cuire\n  - _Dépend de : 1_\n  - _Exigence : 2.1_\n- [ ] 3. Point de contrôle - tout passe\n",
            &["1 REQ-1.1 REQ-1.2", "2 REQ-2.1 after:1", "3 checkpoint"],
        ),
        (
            "- [ ] 1. Calentar el horno\n  - _Requisitos: 1.1 y 1.2_\n- [ ] 2. Hornear\n  - _Depende de: 1_\n  - **Valida: Requisitos 2.1**\n- [ ]* 2.1 Prueba\n  - **Propiedad 3: siempre**\n",
            &["1 REQ-1.1 REQ-1.2", "2 REQ-2.1 after:1", "2.1 optional <2 P3"],
        ),
        (
            "- [ ] 1. Aquecer o forno\n  - _Requisitos: 1.1, 1.2_\n- [ ] 2. Assar\n  - _Depende de: 1_\n  - _Requisito: 2_\n",
            &["1 REQ-1.1 REQ-1.2", "2 REQ-2 after:1"],
        ),
        (
            "- [ ] 1. オーブンを温める\n  - _要件: 1.1、1.2_\n- [x] 1.1 試験を書く (P)\n  - _依存: 1_\n- [ ] 2. チェックポイント - 全て通る\n",
            &["1 REQ-1.1 REQ-1.2", "1.1 done parallel <1 after:1", "2 checkpoint"],
        ),
        (
            "- [x] 1. 搭建烤箱\n  - _需求：1.1、1.2_\n- [ ] 1.1 编写测试\n  - **属性 2：总是热**\n  - **验证需求：1.1**\n- [ ] 2. 检查点 - 确保通过\n",
            &["1 done REQ-1.1 REQ-1.2", "1.1 <1 REQ-1.1 P2", "2 checkpoint"],
        ),
        (
            "- [ ] 1. 오븐 예열\n  - _요구사항: 1.1, 1.2_\n- [ ] 2. 굽기\n  - _의존: 1_\n",
            &["1 REQ-1.1 REQ-1.2", "2 after:1"],
        ),
        (
            "- [ ] 1. Нагреть печь\n  - _Требования: 1.1, 1.2_\n- [ ] 2. Испечь\n  - _Зависит от: 1_\n  - **Свойство 1: всегда тепло**\n  - **Проверяет: Требования 2.1**\n",
            &["1 REQ-1.1 REQ-1.2", "2 REQ-2.1 P1 after:1"],
        ),
        (
            "- [ ] 1. Riscaldare il forno\n  - _Requisiti: 1.1, 1.2_\n- [ ] 2. Cuocere\n  - _Dipende da: 1_\n",
            &["1 REQ-1.1 REQ-1.2", "2 after:1"],
        ),
        (
            "- [ ] 1. Rozgrzać piec\n  - _Wymagania: 1.1, 1.2_\n- [ ] 2. Piec chleb\n  - _Zależy od: 1_\n",
            &["1 REQ-1.1 REQ-1.2", "2 after:1"],
        ),
        (
            "- [ ] 1. Fırını ısıt\n  - _Gereksinimler: 1.1, 1.2_\n- [ ] 2. Làm bánh\n  - _Yêu cầu: 2.1_\n- [ ] 3. Verwarm de oven\n  - _Vereisten: 1.1_\n  - _Hangt af van: 1_\n",
            &["1 REQ-1.1 REQ-1.2", "2 REQ-2.1", "3 REQ-1.1 after:1"],
        ),
    ]);
}
