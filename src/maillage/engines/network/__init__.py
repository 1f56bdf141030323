"""What a network of ties holds: groups, those who stand alone, and what would fall apart without whom.

``problem`` says who and which ties, ``survey`` reads the network in linear time, ``solution`` is the answer,
``checker`` verifies it by the definitions, ``layout`` places it on a circle. The answer is exact and takes a
fraction of a second, so there is no bound, no time budget and nothing to explain beyond the definitions. The
method is told in ``docs/algorithms/network.md``.
"""
