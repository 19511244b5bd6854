//! The checkout of a small shop. Nothing is written yet but the spec: `.kiro/specs/checkout/requirements.md`.
