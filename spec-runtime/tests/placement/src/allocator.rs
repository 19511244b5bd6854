//! A program whose allocator has a link: reading the environment allocates.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use spec_runtime::spec;

struct Counting(AtomicUsize);

#[global_allocator]
static ALLOCATOR: Counting = Counting(AtomicUsize::new(0));

// SAFETY: the system's allocator does the work.
unsafe impl GlobalAlloc for Counting {
    #[spec("REQ-1.3")]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.0.fetch_add(1, Ordering::Relaxed);
        // SAFETY: what the caller promises.
        unsafe { System.alloc(layout) }
    }

    #[spec("REQ-1.3")]
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: what the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[test]
fn an_allocator_with_a_link_allocates() {
    let before = ALLOCATOR.0.load(Ordering::Relaxed);
    drop(std::hint::black_box(Box::new(before)));
    assert!(ALLOCATOR.0.load(Ordering::Relaxed) > before);
}
