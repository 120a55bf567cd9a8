"""Runs a Great Expectations suite over Arrow columns, many times faster than its pandas engine, with the same verdicts.

A suite is proven and typed by Great Expectations' own classes, compiled once into kernels (``plan``), evaluated a chunk
at a time with every failed row's position, and told as Great Expectations' own result objects (``results``). A type of
expectation that has no kernel runs on Great Expectations' pandas engine (``fallback``). A differential test holds the
kernels to what the pandas engine says.
"""
