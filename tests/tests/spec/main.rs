//! The project's own spec: `requirements.md` at the root, verified by tests anywhere in the workspace.

// Fails until a test verifies every criterion, and says which are missing.
spec_runtime::gate!();
