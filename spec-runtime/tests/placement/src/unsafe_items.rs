//! The attribute on items that are unsafe.

use spec_runtime::spec;

#[spec("REQ-1.3")]
unsafe fn increment(value: u8) -> u8 {
    value + 1
}

#[spec("REQ-2.1")]
union Bits {
    byte: u8,
}

/// A promise.
///
/// # Safety
///
/// It is kept.
#[spec("REQ-2.1")]
unsafe trait Promise {
    /// # Safety
    ///
    /// Nothing is asked for.
    #[spec("REQ-2.1")]
    unsafe fn kept(&self) -> bool;
}

#[spec("REQ-2.1")]
unsafe impl Promise for Bits {
    #[spec("REQ-2.1")]
    unsafe fn kept(&self) -> bool {
        unsafe { self.byte == 3 }
    }
}

#[spec("REQ-2.1")]
static mut COUNT: u8 = 1;

#[spec("REQ-2.1")]
unsafe extern "C" {
    #[spec("REQ-2.1")]
    safe fn abs(value: i32) -> i32;

    #[spec("REQ-2.1")]
    #[expect(dead_code, reason = "it is declared, not read")]
    static environ: *const *const u8;
}

#[test]
#[spec("REQ-2.1")]
fn unsafe_items_are_what_they_were() {
    let bits = Bits { byte: unsafe { COUNT + 2 } };
    assert_eq!(unsafe { (increment(1), bits.kept()) }, (2, true));
    assert_eq!(abs(-4), 4);
}
