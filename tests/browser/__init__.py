"""Pages in a real headless Chromium, as people meet them."""
