"""Pure computation: frozen dataclasses in, frozen dataclasses out; no framework, no file, no network."""
