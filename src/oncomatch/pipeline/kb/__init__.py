"""What `oncomatch kb` does: build, check, show, compare, lock and update knowledge."""
