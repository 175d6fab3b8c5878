"""One folder a reader's question: a pure answer from a release and a choice.

An answer is worked out once and kept for all readers. Pages show its parts, briefs print them, a
test reads them. No folder imports another; what two of them need stands beside them here.
"""
